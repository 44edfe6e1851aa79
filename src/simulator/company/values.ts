/** Field values as MoneyWorks writes them in XML (observed); "" stands for blank and is left out of the row. */
export type Draft = Record<string, string>;

/** An amount in cents with two places: `1150.00`. */
export function decimal(cents: number): string {
  if (cents === 0) return "";
  const digits = String(Math.abs(cents)).padStart(3, "0");
  return `${cents < 0 ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** Six places: `41.250000`. */
export function double(value: number): string {
  return value === 0 ? "" : value.toFixed(6);
}

export function integer(value: number): string {
  return value === 0 ? "" : String(value);
}

export function flag(value: boolean): string {
  return value ? "1" : "";
}

/** A row's fields without the blank ones. */
export function withoutBlanks(draft: Draft): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const name in draft) {
    const value = draft[name];
    if (value !== undefined && value !== "") fields[name] = value;
  }
  return fields;
}

/** At most `size` characters; a surrogate pair is never cut in two. */
export function fit(text: string, size: number): string {
  if (text.length <= size) return text;
  const cut = text.slice(0, size);
  return /[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut;
}

/** Sequence numbers are never reused, so a deletion leaves a gap (observed); the first one in use is 2 (observed). */
export function sequenceNumber(index: number): number {
  return 2 + index + Math.floor(index / 41) + 3 * Math.floor(index / 499);
}
