import type { FieldSchema } from "../../domain/schema/schema.ts";

/** A number as it is written, without what changes nothing: `-0012.50` is `12` and `5`, negative. */
export interface NumberParts {
  readonly isNegative: boolean;
  /** Without leading zeros; empty for none. */
  readonly whole: string;
  /** Without zeros behind it; empty for none. */
  readonly fraction: string;
}

const NUMBER = /^([+-]?)0*(\d*)(?:\.(\d*))?$/;
/** Longer texts are no numbers: matching one against zeros takes time by its square. */
const MOST_CHARACTERS = 60;

/** Digits, with or without a sign and a decimal point; null for everything else, such as `1e9`. */
export function numberParts(text: string): NumberParts | null {
  if (text.length > MOST_CHARACTERS || !/\d/.test(text)) return null;
  const match = NUMBER.exec(text);
  if (match === null) return null;
  const [, sign, whole = "", digits = ""] = match;
  const fraction = digits.replace(/0+$/, "");
  return { isNegative: sign === "-" && whole + fraction !== "", whole, fraction };
}

/** One text for each number, exact whatever the number of digits: zero is empty, 12 is `12.`, -0.5 is `-.5`. null: it is none. */
export function decimalForm(text: string): string | null {
  const parts = numberParts(text);
  if (parts === null) return null;
  const { isNegative, whole, fraction } = parts;
  return whole + fraction === "" ? "" : `${isNegative ? "-" : ""}${whole}.${fraction}`;
}

const PLAIN = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;

/** A number as everybody reads it: without plus sign and leading zeros, with a digit on either side of its point, if it has one. */
export function plainNumber(text: string, places: number): string {
  const parts = numberParts(text);
  const isPlain = PLAIN.test(text) && (places > 0 || !text.includes(".")) && !/^-[0.]+$/.test(text);
  if (parts === null || isPlain) return text;
  const { isNegative, whole, fraction } = parts;
  return `${isNegative ? "-" : ""}${whole === "" ? "0" : whole}${fraction === "" ? "" : `.${fraction}`}`;
}

/** Decimal places that a field keeps, by storage type; a `double` shows six. */
const PLACES: Readonly<Record<string, number>> = { decimal: 2, double: 6, float: 6 };

/** Decimals that a number field keeps; 0 for whole numbers. */
export function placesOf({ type }: FieldSchema): number {
  return PLACES[type] ?? 0;
}

/** Hundredths of a number of at most 15 digits; blank is zero. */
export function hundredths(value: string | null | undefined): number {
  return Math.round(Number(value ?? 0) * 100);
}
