/** A small deterministic generator of numbers, one for each row, so that any row can be made without the rows before it. */
export interface Rng {
  /** A whole number from 0 to below `limit`. */
  int(limit: number): number;
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number;
  /** True once in `times`. */
  once(times: number): boolean;
  pick<T>(items: readonly [T, ...T[]]): T;
}

/** The numbers of row `index` of one `stream` (a table, or an aspect of it) of one company. */
export function rngAt(seed: number, stream: string, index: number): Rng {
  let state = mix(mix(seed ^ hashText(stream)) + Math.imul(index, 0x9e3779b1));
  const int = (limit: number): number => {
    state = (state + 0x6d2b79f5) | 0;
    return Math.floor((mix(state) / 0x1_0000_0000) * limit);
  };
  return {
    int,
    between: (low, high) => low + int(high - low + 1),
    once: (times) => int(times) === 0,
    pick: (items) => items[int(items.length)] ?? items[0],
  };
}

/** The finalizer of MurmurHash3: every bit of the input changes about half of the output's. */
function mix(value: number): number {
  let bits = value | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

/** FNV-1a over UTF-16 code units. */
function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}
