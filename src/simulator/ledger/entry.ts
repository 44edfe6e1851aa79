import { alter, type FieldValues, type SimRow } from "../store/row.ts";
import type { Session } from "./session.ts";

/** A transaction ready to be written: header, user lines and system lines. */
export interface Entry {
  readonly fields: FieldValues;
  readonly lines: readonly FieldValues[];
}

/** Writes a new transaction with its lines, all stamped now, and returns it. */
export function enter(session: Session, { fields, lines }: Entry): SimRow {
  const row = session.document.table("transaction").insert({ modtime: session.stamp, fields, lines: [] });
  return withLines(session, row, lines);
}

/** Writes `entry` over an unposted transaction; its lines get new numbers (inferred). */
export function reenter(session: Session, old: SimRow, { fields, lines }: Entry): SimRow {
  for (const line of old.lines ?? []) session.document.table("detail").remove(line);
  return withLines(session, alter(old, { modtime: session.stamp, fields }), lines);
}

function withLines(session: Session, row: SimRow, lines: readonly FieldValues[]): SimRow {
  const details = session.document.table("detail");
  const numbers = lines.map((fields, index) => {
    return details.insert({ modtime: session.stamp, fields, parent: row.seq, sort: index + 1 }).seq;
  });
  const complete = alter(row, { lines: numbers });
  session.document.table("transaction").replace(complete);
  return complete;
}
