const FIRST_MS = 500;
const LONGEST_MS = 30_000;

/**
 * Milliseconds before the next try to connect: twice as long each time up to half a minute, and anything between half of it and all of it, so that the
 * pages of a restarted service do not all come at once. `wish` is what the server asked for, and is the least. @param chance in [0, 1)
 */
export function waitBeforeTry(tries: number, chance: number, wish: number | null): number {
  const most = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(tries, 16));
  const wait = most * (0.5 + chance / 2);
  return Math.round(Math.max(wait, Math.min(wish ?? 0, LONGEST_MS)));
}
