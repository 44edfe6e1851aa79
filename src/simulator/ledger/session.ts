import type { SimDocument } from "../store/document.ts";
import { alter, type FieldValues, mergeFields, type SimRow } from "../store/row.ts";
import type { Periods } from "./periods.ts";

/** Who changes the document, and when: one stamp for everything that one request or control does. */
export interface Session {
  readonly document: SimDocument;
  /** `YYYYMMDDHHMMSS`, server local time. */
  readonly stamp: string;
  /** At most three characters. */
  readonly initials: string;
  readonly periods: Periods;
  /** First and last period that take entries. */
  readonly openPeriods: readonly [first: number, last: number];
}

/** Lays `changes` over a record and stamps it, as any save does. */
export function save(session: Session, table: string, row: SimRow, changes: FieldValues): SimRow {
  const saved = alter(row, { modtime: session.stamp, fields: mergeFields(row.fields, changes) });
  session.document.table(table).replace(saved);
  return saved;
}
