/**
 * How many of the smallest packs to fold into one, so that afterwards every pack is at least `factor` times as large as
 * all smaller ones together. What is written again then grows with the logarithm of the history, not with its length.
 * @param counts objects of each pack, ascending
 * @returns 0 when the packs are in that order already
 */
export function packsToFold(counts: readonly number[], factor: number): number {
  let folded = 0;
  for (let place = counts.length - 1; place > 0 && folded === 0; place--) {
    if ((counts[place] as number) < factor * (counts[place - 1] as number)) folded = place + 1;
  }
  let sum = counts.slice(0, folded).reduce((total, count) => total + count, 0);
  while (folded > 0 && folded < counts.length && (counts[folded] as number) < factor * sum)
    sum += counts[folded++] as number;
  return folded;
}

/**
 * How many of those to fold at once, so that what is made is no larger than two packs that are full, or two packs at least; the rest
 * waits for the next time.
 * @param folded how many of the smallest are to be folded
 */
export function withinReach(counts: readonly number[], folded: number, full: number): number {
  let sum = 0;
  for (let place = 0; place < folded; place++) {
    sum += counts[place] as number;
    if (sum > 2 * full && place >= 2) return place;
  }
  return folded;
}
