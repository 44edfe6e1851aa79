import type { Random } from "../../src/domain/ports/random.ts";

/** Numbers in [0, 1) that look thrown and are the same at each run (a linear congruential generator). */
export function steadyChance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Ids that sort by time, as the real ones do, and are the same at each run. */
export function steadyRandom(base: Random): Random {
  let count = 0;
  return {
    ...base,
    uuid: (now) => {
      count++;
      const time = now.toString(16).padStart(12, "0");
      return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${String(count).padStart(12, "0")}`;
    },
  };
}
