import { digitForms, digitWindows, LEAST_DIGITS } from "./digits.ts";
import { type FormKind, keyOf, mixHigh, mixLow } from "./form-key.ts";
import { stopWordKeys } from "./stop-words.ts";
import { WordScanner } from "./words.ts";

/** One form: its hash in two halves of 32 bits, and where it begins in the folded text. */
export type FormSink = (low: number, high: number, kind: FormKind, from: number) => void;

/** Characters of a word that is searched for alone, and of both words of a pair together. */
const LEAST_WORD = 4;
const LEAST_PAIR = 6;
/** Made of letters and digits, it is a code wherever it stands. */
const LEAST_MIXED = 5;

/**
 * A text to the forms in which it is searched for. What a value gives is found again in every text that has the value in
 * it: in other case, with other spaces, signs and line breaks between its words, its digits grouped anew, or half of it.
 */
export class Forms {
  /** Values and words that were too short or too common to search for. */
  leftOut = 0;
  readonly scanner = new WordScanner();
  private readonly stops = stopWordKeys();

  /** The forms of a sensitive value. @param isCode codes of four digits are told apart from any number of four digits */
  ofValue(value: string, isCode: boolean, sink: FormSink): void {
    const words = this.scanner;
    words.scan(value);
    let found = 0;
    const counted: FormSink = (low, high, kind, from) => {
      found++;
      sink(low, high, kind, from);
    };
    if (words.count === 1) this.soleWord(isCode, counted);
    else this.manyWords(counted);
    if (words.allDigits >= LEAST_DIGITS) digitForms(words.text, counted);
    if (found === 0) this.leftOut++;
  }

  /** Every form that some value could have in this text. */
  inText(text: string, sink: FormSink): void {
    const words = this.scanner;
    words.scan(text);
    for (let i = 0; i < words.count; i++) {
      if (this.length(i) >= LEAST_WORD) this.word(i, sink);
      if (i > 0) this.pair(i - 1, sink);
    }
    if (words.allDigits >= LEAST_DIGITS) digitWindows(words.text, sink);
  }

  private soleWord(isCode: boolean, sink: FormSink): void {
    const length = this.length(0);
    const isNumber = this.scanner.digits[0] === length;
    if (length >= LEAST_WORD && (isCode || !isNumber) && (isCode || !this.isStop(0))) this.word(0, sink);
  }

  private manyWords(sink: FormSink): void {
    const words = this.scanner;
    for (let i = 0; i < words.count; i++) {
      const digits = words.digits[i] as number;
      const length = this.length(i);
      if (length >= LEAST_MIXED && digits >= 2 && digits < length) this.word(i, sink);
      if (i === 0 || !this.isTelling(i - 1)) continue;
      this.pair(i - 1, sink);
    }
  }

  /** Whether this word and the next say something: not two common ones, not a handful of letters, not two small numbers. */
  private isTelling(i: number): boolean {
    const length = this.length(i) + this.length(i + 1);
    const digits = (this.scanner.digits[i] as number) + (this.scanner.digits[i + 1] as number);
    if (length < LEAST_PAIR || digits === length) return false;
    const common = (word: number): boolean => this.length(word) < 3 || this.isStop(word) || this.isSmallNumber(word);
    return !(common(i) && common(i + 1));
  }

  private isSmallNumber(i: number): boolean {
    return this.scanner.digits[i] === this.length(i) && this.length(i) < LEAST_WORD;
  }

  private isStop(i: number): boolean {
    return this.stops.has(keyOf(this.scanner.low[i] as number, this.scanner.high[i] as number));
  }

  private length(i: number): number {
    return (this.scanner.to[i] as number) - (this.scanner.from[i] as number);
  }

  private word(i: number, sink: FormSink): void {
    const low = this.scanner.low[i] as number;
    const high = this.scanner.high[i] as number;
    sink(low, high, "word", this.scanner.from[i] as number);
  }

  private pair(i: number, sink: FormSink): void {
    const { low, high, from } = this.scanner;
    const a = mixLow(low[i] as number, low[i + 1] as number);
    const b = mixHigh(high[i] as number, high[i + 1] as number);
    sink(a, b, "pair", from[i] as number);
  }
}
