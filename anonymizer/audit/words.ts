const OTHER = 0;
const LETTER = 1;
const DIGIT = 2;

/** Upper-case ASCII becomes lower case: what a character adds to a hash, by its code. */
const FOLDED = Uint8Array.from({ length: 128 }, (_, code) => (code >= 65 && code <= 90 ? code + 32 : code));
const KINDS = Uint8Array.from({ length: 128 }, (_, code) => {
  if (code >= 48 && code <= 57) return DIGIT;
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122) ? LETTER : OTHER;
});

// biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII is meant, all of it
const ASCII = /^[\x00-\x7f]*$/;
/** What protect.ts puts in the place of a character that XML forbids, such as a vertical tab. */
const MARKS = /\u241B\{=?[0-9A-F]{1,6}\}/g;
/** Accents that stand apart, and what cannot be seen: soft hyphens, joiners. */
const ACCENTS = /[\p{M}\p{Cf}]+/gu;
/** Letters and digits of scripts beside ASCII: everything but these blocks of spaces, punctuation, symbols. */
const isOtherSign = (code: number): boolean =>
  code <= 0xbf || (code >= 0x2000 && code <= 0x2bff) || (code >= 0x3000 && code <= 0x303f) || code === 0xfffd;

const OTHER_DIGIT = /[^\P{Nd}0-9]/gu;
const IS_DIGIT = /^\p{Nd}/u;

/**
 * A text as it is compared: letters without case and accents, nothing invisible, forms of one character made equal (NFKD), digits of
 * all scripts as those of ASCII.
 */
export function foldText(text: string): string {
  if (ASCII.test(text)) return text;
  const plain = text.replace(MARKS, " ").normalize("NFKD").replace(ACCENTS, "").toLowerCase();
  return plain.replace(OTHER_DIGIT, asciiDigit);
}

/** Digits that NFKD leaves begin where a row of sixteen in Unicode does, or six behind. */
function asciiDigit(sign: string): string {
  const point = sign.codePointAt(0) as number;
  const place = point & 15;
  return String(IS_DIGIT.test(String.fromCodePoint(point - place)) ? place : place - 6);
}

const kindOf = (code: number): number => (code < 128 ? (KINDS[code] as number) : isOtherSign(code) ? OTHER : LETTER);

/**
 * The words of a text: runs of letters and digits, whatever lies between them. Each has a hash of 64 bits in two halves
 * (cyrb53's mixing, public domain). The arrays are reused: they hold the words of the last text.
 */
export class WordScanner {
  low = new Uint32Array(64);
  high = new Uint32Array(64);
  /** Where each word begins and ends in `text`. */
  from = new Uint32Array(64);
  to = new Uint32Array(64);
  /** How many of its characters are digits. */
  digits = new Uint32Array(64);
  count = 0;
  /** Digits in the whole text. */
  allDigits = 0;
  /** The text that was scanned, folded; case of ASCII letters is as it was. */
  text = "";

  scan(text: string): void {
    const folded = foldText(text);
    this.text = folded;
    this.count = 0;
    this.allDigits = 0;
    const end = folded.length;
    let at = 0;
    while (at < end) {
      const kind = kindOf(folded.charCodeAt(at));
      at = kind === OTHER ? at + 1 : this.word(folded, at);
    }
  }

  /** @returns where the word ends */
  private word(text: string, start: number): number {
    let a = 0xdeadbeef;
    let b = 0x41c6ce57;
    let digits = 0;
    let at = start;
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      const kind = kindOf(code);
      if (kind === OTHER) break;
      if (kind === DIGIT) digits++;
      const sign = code < 128 ? (FOLDED[code] as number) : code;
      a = Math.imul(a ^ sign, 0x9e3779b1);
      b = Math.imul(b ^ sign, 0x5f356495);
    }
    this.push(a, b, digits);
    this.from[this.count - 1] = start;
    this.to[this.count - 1] = at;
    return at;
  }

  private push(a: number, b: number, digits: number): void {
    const index = this.count++;
    if (index === this.low.length) this.grow();
    this.low[index] = Math.imul(a ^ (a >>> 16), 0x85ebca6b) ^ Math.imul(b ^ (b >>> 13), 0xc2b2ae35);
    this.high[index] = Math.imul(b ^ (b >>> 16), 0x85ebca6b) ^ Math.imul(a ^ (a >>> 13), 0xc2b2ae35);
    this.digits[index] = digits;
    this.allDigits += digits;
  }

  private grow(): void {
    const larger = (old: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> => {
      const array = new Uint32Array(old.length * 2);
      array.set(old);
      return array;
    };
    this.low = larger(this.low);
    this.high = larger(this.high);
    this.from = larger(this.from);
    this.to = larger(this.to);
    this.digits = larger(this.digits);
  }
}
