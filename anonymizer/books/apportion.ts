/** Part of the largest value up to which a rounding difference is its alone; above, all have their share. */
const SPREAD_ABOVE = 0.01;

/**
 * Changes the first `count` values so that they add up to `total`. A difference that is small beside the largest value goes
 * to that one (the first of equals), so that the others stay as they were rounded; a larger one is spread in proportion.
 * @param total whole cents; so are the values
 */
export function apportion(values: Float64Array, count: number, total: number): void {
  let sum = 0;
  let size = 0;
  let largest = 0;
  for (let i = 0; i < count; i += 1) {
    const value = values[i] as number;
    sum += value;
    size += Math.abs(value);
    if (Math.abs(value) > Math.abs(values[largest] as number)) largest = i;
  }
  let difference = total - sum;
  if (difference === 0 || size === 0) return;
  if (Math.abs(difference) > Math.max(1, SPREAD_ABOVE * Math.abs(values[largest] as number))) {
    difference -= spread(values, count, difference / size);
    difference -= handOut(values, count, { from: largest, cents: difference });
  }
  values[largest] = (values[largest] as number) + difference;
}

/** The same for values of which each may change by little: a cent each, from the first on, as often as it takes. */
export function apportionByCents(values: Float64Array, count: number, total: number): void {
  let difference = total;
  for (let i = 0; i < count; i += 1) difference -= values[i] as number;
  for (let given = 1; difference !== 0 && given !== 0; difference -= given) {
    given = handOut(values, count, { from: 0, cents: difference });
  }
}

/** Gives a cent to each value that is not 0, beginning with the largest, so that none changes its side. @returns what was given */
function handOut(values: Float64Array, count: number, { from, cents }: { from: number; cents: number }): number {
  const cent = Math.sign(cents);
  let given = 0;
  for (let i = 0; i < count && given !== cents; i += 1) {
    const place = (from + i) % count;
    const value = values[place] as number;
    if (value === 0) continue;
    values[place] = value + cent;
    given += cent;
  }
  return given;
}

/** Adds to each value its share, cut to whole cents. @returns what was added in all */
function spread(values: Float64Array, count: number, rate: number): number {
  let added = 0;
  for (let i = 0; i < count; i += 1) {
    const value = values[i] as number;
    const share = Math.trunc(rate * Math.abs(value));
    values[i] = value + share;
    added += share;
  }
  return added;
}
