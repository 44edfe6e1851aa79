import type { FieldKind } from "../../domain/schema/schema.ts";
import {
  BLANK_DATE,
  BLANK_TIMESTAMP,
  booleanValue,
  dateValue,
  numberValue,
  textValue,
  timestampValue,
  type Value,
} from "./value.ts";

/** What a blank field of each kind is to an expression. */
const BLANKS: Readonly<Record<FieldKind, Value>> = {
  N: numberValue(0),
  T: textValue(""),
  A: { kind: "text", value: "", wildcards: false },
  D: dateValue(BLANK_DATE),
  S: timestampValue(BLANK_TIMESTAMP),
  B: booleanValue(false),
};

/**
 * The value that an expression sees in a field.
 * @param kind the field's kind in src/domain/schema
 * @param text as MoneyWorks writes it in XML; undefined or "": blank
 */
export function fieldValue(kind: FieldKind, text: string | undefined): Value {
  if (text === undefined || text === "") return BLANKS[kind];
  switch (kind) {
    case "N":
      return { kind: "number", value: Number(text) };
    case "T":
      return { kind: "text", value: text };
    case "A":
      return { kind: "text", value: text, wildcards: false };
    case "D":
      return { kind: "date", value: text };
    case "S":
      return { kind: "timestamp", value: text };
    case "B":
      return booleanValue(text !== "0");
  }
}
