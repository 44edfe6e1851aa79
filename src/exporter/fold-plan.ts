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
