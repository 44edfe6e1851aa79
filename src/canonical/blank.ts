import type { FieldSchema } from "../domain/schema/schema.ts";

/** Whether a value is what its field holds when nobody entered anything. */
export type BlankTest = (value: string) => boolean;

const ZERO = /^[-+]?(?:0+(?:\.0*)?|\.0+)$/;
const NO_DATE = /^19040101(?:000000)?$/;

/**
 * MoneyWorks' terse exports leave blank and zero fields out (manual, chapter on XML export); so do we, by the field's
 * type. A field that the schema does not know is blank only when it is empty: its zero may mean something.
 */
export function blankTest(field: FieldSchema | undefined): BlankTest {
  switch (field?.kind) {
    case "N":
      return isZero;
    case "B":
      return isFalse;
    case "D":
    case "S":
      return isNoDate;
    default:
      return isEmpty;
  }
}

function isEmpty(value: string): boolean {
  return value === "";
}

function isZero(value: string): boolean {
  return value === "" || value === "0" || value === "0.00" || value === "0.000000" || ZERO.test(value);
}

function isFalse(value: string): boolean {
  return isZero(value) || value.toLowerCase() === "false";
}

/** `19040101` and `19040101000000` are the blank date and the blank timestamp (observed on 9.2.1). */
function isNoDate(value: string): boolean {
  return value === "" || NO_DATE.test(value);
}
