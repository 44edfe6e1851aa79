const ZERO = 48;
const POINT = 46;
const TWO_DIGITS = Array.from({ length: 100 }, (_, cents) => String(cents).padStart(2, "0"));

/** Amounts in whole cents. NaN: no number, more than two decimals that say something, or too large to be exact. */
export function parseCents(text: string): number {
  const negative = text.charCodeAt(0) === 45;
  let value = 0;
  let decimals = -1;
  for (let i = negative ? 1 : 0; i < text.length; i += 1) {
    const digit = text.charCodeAt(i) - ZERO;
    if (digit === -2 && decimals < 0) decimals = 0;
    else if (digit < 0 || digit > 9) return Number.NaN;
    else if (decimals < 2) {
      value = value * 10 + digit;
      if (decimals >= 0) decimals += 1;
    } else if (digit !== 0) return Number.NaN;
  }
  if (decimals < 2) value *= decimals === 1 ? 10 : 100;
  if (!Number.isSafeInteger(value)) return Number.NaN;
  return negative ? -value : value;
}

/** How many digits follow the point. */
export function decimalsOf(text: string): number {
  if (text.charCodeAt(text.length - 3) === POINT) return 2;
  const point = text.indexOf(".");
  return point < 0 ? 0 : text.length - point - 1;
}

/** Cents with as many decimals as asked for, and as many as it takes. Zero is blank: an empty text. */
export function formatCents(cents: number, decimals = 2): string {
  if (cents === 0) return "";
  const absolute = Math.abs(cents);
  const whole = Math.floor(absolute / 100);
  const part = absolute - whole * 100;
  const sign = cents < 0 ? "-" : "";
  if (decimals === 2) return `${sign}${whole}.${TWO_DIGITS[part]}`;
  if (decimals > 2) return `${sign}${whole}.${TWO_DIGITS[part]}${"0".repeat(decimals - 2)}`;
  return part === 0 ? `${sign}${whole}${decimals === 1 ? ".0" : ""}` : `${sign}${whole}.${TWO_DIGITS[part]}`;
}

/** Half away from zero, as MoneyWorks rounds. */
export function roundAway(value: number): number {
  return value < 0 ? -Math.round(-value) : Math.round(value);
}
