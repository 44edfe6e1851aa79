import type { TableName } from "../../src/domain/ids.ts";
import { type FieldKind, SCHEMA } from "../../src/domain/schema/schema.ts";
import type { Rule } from "../model/rule.ts";

/** What each kind of rule can be put on. One that does not fit would leave values as they are: `date` on a phone number. */
const FITS: Readonly<Record<Rule["kind"], readonly FieldKind[]>> = {
  keep: ["N", "T", "A", "D", "S", "B"],
  drop: ["N", "T", "A", "D", "S", "B"],
  code: ["T", "A"],
  fake: ["T", "A"],
  address: ["T", "A"],
  text: ["T", "A"],
  number: ["N"],
  amount: ["N"],
  price: ["N"],
  date: ["D", "S"],
};

const HOLDS: Readonly<Record<FieldKind, string>> = {
  N: "a number",
  T: "a text",
  A: "a short code",
  D: "a date",
  S: "a time",
  B: "yes or no",
};

/** Why a rule cannot be put on these fields of a table; null when it can, or when nobody knows what they hold. */
export function misfit(table: string, fields: readonly string[], rule: Rule): string | null {
  const schema = SCHEMA.get(table as TableName);
  for (const field of fields) {
    const kind = schema?.field.get(field)?.kind;
    if (kind === undefined || FITS[rule.kind].includes(kind)) continue;
    const fitting = Object.entries(FITS).flatMap(([word, kinds]) => (kinds.includes(kind) ? [word] : []));
    return `the field holds ${HOLDS[kind]}, for which there is ${fitting.join(", ")}`;
  }
  return null;
}
