/** How a value is searched for. `word`: one that is the whole value; `pair`: two neighbours of it; `digits`: its digits without what parts them. */
export type FormKind = "word" | "pair" | "digits";

/** 53 bits of a form's hash as a number: for exact sets of forms. */
export const keyOf = (low: number, high: number): number => (high & 0x1fffff) * 0x1_0000_0000 + (low >>> 0);

/** A word's hash as the form `word`, or two words' as the form `pair`. */
export function mixLow(a: number, b: number): number {
  let hash = Math.imul(a ^ 0x2c1b3c6d, 0x297a2d39) ^ Math.imul(b ^ 0x1b873593, 0xcc9e2d51);
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}

export function mixHigh(a: number, b: number): number {
  let hash = Math.imul(a ^ 0x5bd1e995, 0x1b873593) ^ Math.imul(b ^ 0x7feb352d, 0x846ca68b);
  hash = Math.imul(hash ^ (hash >>> 14), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
