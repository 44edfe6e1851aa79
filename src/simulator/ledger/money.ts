/** Half away from zero, to whole cents. */
export function cents(value: number): number {
  return (Math.sign(value) * Math.round(Math.abs(value) * 100 + 1e-6)) / 100;
}

/** An amount as a `decimal` field stores it; zero is blank. */
export function amountText(value: number): string {
  const text = cents(value).toFixed(2);
  return Number(text) === 0 ? "" : text;
}

/** A quantity, price or rate as a `double` field stores it; zero is blank. */
export function doubleText(value: number): string {
  const text = value.toFixed(6);
  return Number(text) === 0 ? "" : text;
}
