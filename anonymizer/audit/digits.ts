import { mixHigh, mixLow } from "./form-key.ts";
import type { FormSink } from "./forms.ts";

/** Fewer digits are everywhere. */
export const LEAST_DIGITS = 6;
const MOST_DIGITS = 24;
/** Runs that one number may be written in: `+64 (0)9 12 34 56`. */
const MOST_RUNS = 7;
/** Signs that may part the runs of one number: `) - `. */
const WIDEST_GAP = 3;

const isDigit = (code: number): boolean => code >= 48 && code <= 57;
const isLetter = (code: number): boolean => (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code > 0xbf;

/** Digits of a text in runs, each with whether it goes on with the one before. */
interface Runs {
  readonly from: number[];
  readonly to: number[];
  readonly joined: boolean[];
}

function runsOf(text: string): Runs {
  const runs: Runs = { from: [], to: [], joined: [] };
  let last = -1;
  let letters = true;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (!isDigit(code)) {
      letters ||= isLetter(code);
      continue;
    }
    const from = at;
    while (at < text.length && isDigit(text.charCodeAt(at))) at++;
    runs.from.push(from);
    runs.to.push(at);
    runs.joined.push(!letters && from - last <= WIDEST_GAP);
    last = at--;
    letters = false;
  }
  return runs;
}

/** In what is searched: every series of neighbouring runs that could be one number, whatever stands before and after it. */
export function digitWindows(text: string, sink: FormSink): void {
  const runs = runsOf(text);
  for (let first = 0; first < runs.from.length; first++) windowsFrom(text, runs, first, sink);
}

function windowsFrom(text: string, runs: Runs, first: number, sink: FormSink): void {
  const hash = new DigitHash();
  for (let run = first; run < runs.from.length && run < first + MOST_RUNS; run++) {
    if (run > first && !runs.joined[run]) return;
    hash.add(text, runs.from[run] as number, runs.to[run] as number);
    if (hash.count > MOST_DIGITS) return;
    if (hash.count >= LEAST_DIGITS) hash.emit(sink, runs.from[first] as number);
  }
}

/** Of a value: each number in it as a whole, and each run of it that is long enough to be known by itself. */
export function digitForms(text: string, sink: FormSink): void {
  const runs = runsOf(text);
  for (let first = 0; first < runs.from.length; ) {
    let end = first + 1;
    while (end < runs.from.length && runs.joined[end]) end++;
    numberForms(text, runs, { first, end }, sink);
    first = end;
  }
}

function numberForms(text: string, runs: Runs, { first, end }: { first: number; end: number }, sink: FormSink): void {
  const whole = new DigitHash();
  for (let run = first; run < end; run++) {
    const from = runs.from[run] as number;
    const to = runs.to[run] as number;
    whole.add(text, from, to);
    if (end - first > 1 && to - from >= LEAST_DIGITS && to - from <= MOST_DIGITS) {
      const alone = new DigitHash();
      alone.add(text, from, to);
      alone.emit(sink, from);
    }
  }
  const fits = whole.count >= LEAST_DIGITS && whole.count <= MOST_DIGITS && end - first <= MOST_RUNS;
  if (fits) whole.emit(sink, runs.from[first] as number);
}

class DigitHash {
  count = 0;
  private a = 0x243f6a88;
  private b = 0x13198a2e;

  add(text: string, from: number, to: number): void {
    for (let at = from; at < to; at++) {
      const digit = text.charCodeAt(at);
      this.a = Math.imul(this.a ^ digit, 0x9e3779b1);
      this.b = Math.imul(this.b ^ digit, 0x5f356495);
    }
    this.count += to - from;
  }

  emit(sink: FormSink, from: number): void {
    sink(mixLow(this.a, this.b), mixHigh(this.a, this.b), "digits", from);
  }
}
