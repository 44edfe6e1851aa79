import type { Alphabets, Member } from "./alphabets.ts";
import { hmac } from "./keys.ts";
import { outsideMarks } from "./marks.ts";
import { type PairCycle, pairCycle } from "./permutation.ts";
import { Recent } from "./recent.ts";

/** Longer runs are cut after so many characters. Halves of 6 characters from alphabets of 128 have 42 bits, which numbers hold exactly. */
const LONGEST_RUN = 12;

/**
 * Codes by a secret permutation of each shape: a run of digits and letters becomes another one with digits, letters and
 * capitals at the same places. Guaranteed: injective over case-folded codes, never a fixed point where the shape
 * has two members or more, and the same for a run wherever it stands. Runs of more than 12 characters are permuted 12 at a time.
 */
export class Codes {
  readonly #key: Uint8Array;
  readonly #alphabets: Alphabets;
  readonly #cycles = new Recent<number | string, PairCycle>(64);
  readonly #known: Recent<string, string>;
  /** Characters of the run that is being read. */
  readonly #run: Member[] = [];

  /** @param kept how many codes are remembered */
  constructor(key: Uint8Array, alphabets: Alphabets, kept: number) {
    this.#key = key;
    this.#alphabets = alphabets;
    this.#known = new Recent(kept);
  }

  code(original: string): string {
    return this.#known.get(original, this.#make);
  }

  readonly #make = (original: string): string => outsideMarks(original, this.#piece);

  readonly #piece = (original: string): string => {
    const run = this.#run;
    run.length = 0;
    let out = "";
    for (let at = 0; at < original.length; ) {
      const codePoint = original.codePointAt(at) as number;
      const member = this.#alphabets.of(codePoint);
      if (member === null) out += this.#flush() + String.fromCodePoint(codePoint);
      else if (run.push(member) === LONGEST_RUN) out += this.#flush();
      at += codePoint > 0xffff ? 2 : 1;
    }
    return out + this.#flush();
  };

  #flush(): string {
    const run = this.#run;
    if (run.length === 0) return "";
    const half = run.length >> 1;
    const cycle = this.#cycleOf(run);
    cycle.step(rank(run, 0, half), rank(run, half, run.length));
    const points: number[] = [];
    unrank(run.slice(0, half), cycle.left, points);
    unrank(run.slice(half), cycle.right, points);
    run.length = 0;
    return String.fromCodePoint(...points);
  }

  #cycleOf(run: readonly Member[]): PairCycle {
    // Shapes in ASCII, which nearly all are, are two bits a character: a number is found faster than a text.
    let bits = 1;
    for (const { alphabet } of run) {
      if (alphabet.ascii === 0) return this.#cycles.get(shapeOf(run), () => this.#newCycle(run));
      bits = (bits << 2) | alphabet.ascii;
    }
    return this.#cycles.get(bits, () => this.#newCycle(run));
  }

  #newCycle(run: readonly Member[]): PairCycle {
    const half = run.length >> 1;
    return pairCycle(hmac(this.#key, shapeOf(run)), sizeOf(run, 0, half), sizeOf(run, half, run.length));
  }
}

function shapeOf(run: readonly Member[]): string {
  return run.map(({ alphabet }) => alphabet.id).join("");
}

function sizeOf(run: readonly Member[], from: number, to: number): number {
  let product = 1;
  for (let i = from; i < to; i++) product *= (run[i] as Member).alphabet.size;
  return product;
}

/** The place of a run among all of its shape, case folded: mixed radix, first character highest. */
function rank(run: readonly Member[], from: number, to: number): number {
  let value = 0;
  for (let i = from; i < to; i++) {
    const { alphabet, index } = run[i] as Member;
    value = value * alphabet.size + index;
  }
  return value;
}

/** Appends the code points of the characters at place `value`. */
function unrank(run: readonly Member[], value: number, points: number[]): void {
  const start = points.length;
  let rest = value;
  for (let i = run.length - 1; i >= 0; i--) {
    const { alphabet, isCapital } = run[i] as Member;
    const above = Math.floor(rest / alphabet.size);
    points[start + i] = (isCapital ? alphabet.capital : alphabet.small)[rest - above * alphabet.size] as number;
    rest = above;
  }
}
