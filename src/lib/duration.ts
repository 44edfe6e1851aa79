const UNITS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
type Unit = keyof typeof UNITS;
const ORDER: readonly Unit[] = ["d", "h", "m", "s", "ms"];

/** `90s`, `10m`, `1h30m`, `250ms`, `1d` in milliseconds; null for anything else, a bare number included. */
export function parseDuration(text: string): number | null {
  if (!/^(\d{1,9}(ms|s|m|h|d))+$/.test(text)) return null;
  let total = 0;
  for (const [, count, unit] of text.matchAll(/(\d+)(ms|s|m|h|d)/g)) total += Number(count) * UNITS[unit as Unit];
  return Number.isSafeInteger(total) ? total : null;
}

/** The shortest text that parseDuration reads back: 5400000 is `1h30m`. @param ms a whole number, not negative */
export function formatDuration(ms: number): string {
  let rest = ms;
  let text = "";
  for (const unit of ORDER) {
    const count = Math.floor(rest / UNITS[unit]);
    if (count > 0) text += `${count}${unit}`;
    rest -= count * UNITS[unit];
  }
  return text === "" ? "0s" : text;
}
