import type { FieldSchema } from "../../domain/schema/schema.ts";
import { placesOf, plainNumber } from "./numbers.ts";

/**
 * A value as an import carries it. A field that is to be blank is sent empty, or as its type's nothing: zero, the blank date. Numbers
 * lose what a reader might stumble over. Line ends become MoneyWorks' own, a carriage return (observed), unless the field has line feeds of MoneyWorks' in it already.
 * @param ours what MoneyWorks has there
 */
export function importValue(field: FieldSchema, value: string | null, ours: string | null): string {
  if (value === null) return BLANKS[field.kind] ?? "";
  if (field.kind === "B") return /^(1|true)$/i.test(value) ? "1" : "0";
  if (field.kind === "N") return plainNumber(value, placesOf(field));
  const isText = field.kind === "T" || field.kind === "A";
  return isText && ours?.includes("\n") !== true ? value.replace(/\r?\n/g, "\r") : value;
}

const BLANKS: Readonly<Record<string, string>> = { N: "0", B: "0", D: "19040101", S: "19040101000000" };
