import type { FieldSchema } from "../../domain/schema/schema.ts";
import { ImportRefused } from "./refused.ts";

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)$/;
/** Field sizes of the short code types. */
const CODE_SIZES: Readonly<Record<string, number>> = { char2: 3, char4: 4 };

/**
 * A value as the document would hold it: numbers in their stored form, text cut to the field's size (inferred), a
 * blank as the empty string.
 * @param text from an import (dates `YYYYMMDD`, `.` as the decimal point: manual)
 * @throws ImportRefused when a number or date is none
 */
export function normalise(field: FieldSchema, text: string): string {
  switch (field.kind) {
    case "N":
      return text.trim() === "" ? "" : numberText(field, parseNumber(field, text));
    case "B":
      return /^\s*(1|true|yes)\s*$/i.test(text) ? "1" : "";
    case "D":
      return digits(field, text, 8);
    case "S":
      return digits(field, text, 14);
    default: {
      const size = CODE_SIZES[field.type] ?? field.size;
      return size > 0 ? [...text].slice(0, size).join("") : text;
    }
  }
}

/** A number as the field stores it; zero is blank. */
export function numberText(field: FieldSchema, value: number): string {
  const text = value.toFixed(decimalsOf(field));
  return Number(text) === 0 ? "" : text;
}

function decimalsOf(field: FieldSchema): number {
  if (field.type === "decimal") return 2;
  return field.type === "double" || field.type === "float" ? 6 : 0;
}

function parseNumber(field: FieldSchema, text: string): number {
  if (!NUMBER.test(text.trim())) throw new ImportRefused(`"${text}" is not a number (${field.name})`);
  const value = Number(text);
  return decimalsOf(field) === 0 ? Math.trunc(value) : value;
}

function digits(field: FieldSchema, text: string, length: 8 | 14): string {
  const trimmed = text.trim();
  if (trimmed === "" || trimmed.startsWith("19040101")) return "";
  const padded = length === 14 && trimmed.length === 8 ? `${trimmed}000000` : trimmed;
  if (!/^\d+$/.test(padded) || padded.length !== length || !isCalendarDay(padded)) {
    throw new ImportRefused(`"${text}" is not a date (${field.name})`);
  }
  return padded;
}

function isCalendarDay(text: string): boolean {
  const [year, month, day] = [Number(text.slice(0, 4)), Number(text.slice(4, 6)), Number(text.slice(6, 8))];
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}
