/** Characters that may stand for each other. */
export interface Alphabet {
  /** Names the alphabet in the shape of a run. */
  readonly id: string;
  /** 1 ASCII digits, 2 ASCII letters, 0 others. */
  readonly ascii: 0 | 1 | 2;
  readonly size: number;
  /** Code points, as they are, or small where there are capitals. */
  readonly small: readonly number[];
  /** The capitals of the same; equal to `small` where there are none. */
  readonly capital: readonly number[];
}

export interface Member {
  readonly alphabet: Alphabet;
  readonly index: number;
  readonly isCapital: boolean;
}

/** Blocks of Unicode are aligned to 128 code points well enough: letters of one script stay letters of that script. */
const BLOCK = 128;
const DIGIT = /^\p{Nd}$/u;
/** Letters that have no case, and signs that are written for them: `ー`, `々`, `𝖺`, `Ⅻ`, `②`. */
const CASELESS = /^[\p{L}\p{Nl}\p{No}]$/u;

/**
 * ASCII digits, ASCII letters; elsewhere the digits, the letters that have a capital, and the letters and number signs without case of each
 * block. What has no way back from its capital (`ß`, `ı`, the Kelvin sign) is in none.
 */
export class Alphabets {
  readonly #ascii: readonly (Member | null)[];
  readonly #blocks = new Map<number, ReadonlyMap<number, Member>>();
  readonly #others = new Map<number, Member | null>();

  constructor() {
    const block = this.#block(0);
    this.#ascii = Array.from({ length: BLOCK }, (_, point) => block.get(point) ?? capitalIn(point, block));
  }

  of(codePoint: number): Member | null {
    if (codePoint < BLOCK) return this.#ascii[codePoint] as Member | null;
    let member = this.#others.get(codePoint);
    if (member === undefined) {
      member = this.#find(codePoint);
      this.#others.set(codePoint, member);
    }
    return member;
  }

  #find(codePoint: number): Member | null {
    const own = this.#block(codePoint).get(codePoint);
    if (own !== undefined) return own;
    return capitalIn(codePoint, this.#block(smallOf(codePoint)));
  }

  #block(codePoint: number): ReadonlyMap<number, Member> {
    const start = codePoint - (codePoint % BLOCK);
    let block = this.#blocks.get(start);
    if (block === undefined) {
      block = membersOf(start);
      this.#blocks.set(start, block);
    }
    return block;
  }
}

/** Digits, small letters and letters without case of one block; capitals are found by their small letter. */
function membersOf(start: number): ReadonlyMap<number, Member> {
  const all = Array.from({ length: BLOCK }, (_, i) => start + i);
  const members = new Map<number, Member>();
  const add = (kind: string, small: readonly number[], capital: readonly number[]) => {
    const ascii = start > 0 ? 0 : kind === "d" ? 1 : 2;
    const id = start === 0 ? kind : `${kind}${start.toString(36)}.`;
    const alphabet = { id, ascii, size: small.length, small, capital } as const;
    for (const [index, point] of small.entries()) members.set(point, { alphabet, index, isCapital: false });
  };
  const digits = all.filter((point) => DIGIT.test(String.fromCodePoint(point)));
  const letters = all.filter(hasCapital);
  const caseless = all.filter(isCaseless);
  add("d", digits, digits);
  add("l", letters, letters.map(capitalOf));
  add("o", caseless, caseless);
  return members;
}

function capitalOf(point: number): number {
  return String.fromCodePoint(point).toUpperCase().codePointAt(0) as number;
}

function smallOf(point: number): number {
  return String.fromCodePoint(point).toLowerCase().codePointAt(0) as number;
}

/** Whether a small letter and its capital lead to each other and are equally long in UTF-16. */
function hasCapital(point: number): boolean {
  const letter = String.fromCodePoint(point);
  const capital = letter.toUpperCase();
  return capital !== letter && capital.length === letter.length && capital.toLowerCase() === letter;
}

function isCaseless(point: number): boolean {
  const letter = String.fromCodePoint(point);
  return CASELESS.test(letter) && letter.toLowerCase() === letter && letter.toUpperCase() === letter;
}

function capitalIn(point: number, block: ReadonlyMap<number, Member>): Member | null {
  const small = block.get(smallOf(point));
  if (small === undefined || small.alphabet.capital[small.index] !== point) return null;
  return { ...small, isCapital: true };
}
