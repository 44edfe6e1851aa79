/** The middle one when put in order by a figure; of an even number the lower of the two. @throws for none */
export function medianBy<Item>(items: readonly Item[], figure: (item: Item) => number): Item {
  const sorted = items.toSorted((a, b) => figure(a) - figure(b));
  const middle = sorted[Math.floor((sorted.length - 1) / 2)];
  if (middle === undefined) throw new RangeError("a median of nothing");
  return middle;
}

export function median(numbers: readonly number[]): number {
  return medianBy(numbers, (number) => number);
}
