import type { Alphabets } from "./alphabets.ts";
import { Codes } from "./codes.ts";

/** Digits of numbers that have a format: permuted as codes are, by a key of their own, so that no code is the key to a phone number. */
export class Digits {
  readonly #codes: Codes;

  constructor(key: Uint8Array, alphabets: Alphabets, kept: number) {
    this.#codes = new Codes(key, alphabets, kept);
  }

  /** Another text of the same shape; injective. */
  permuted(text: string): string {
    return this.#codes.code(text);
  }

  /**
   * The first one along the permutation that is accepted. Injective among those that are accepted, as the original has to be: the walk
   * comes back to it at the latest.
   */
  walked(text: string, accepts: (text: string) => boolean): string {
    let next = this.#codes.code(text);
    while (!accepts(next) && next !== text) next = this.#codes.code(next);
    return next;
  }
}

export function digitsOf(text: string): string {
  return text.replace(/[^0-9]/g, "");
}

/** Puts digits into the places of the digits of `format`; there must be as many. */
export function formatted(format: string, digits: string): string {
  let at = 0;
  return format.replace(/[0-9]/g, () => digits.charAt(at++));
}
