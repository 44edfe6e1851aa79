import type { StagedRow } from "../domain/ports/staging.ts";
import type { TableSchema } from "../domain/schema/schema.ts";
import type { Known } from "./classify.ts";
import type { RunContext } from "./context.ts";

/** What staging knows of a page's records: `rows` answers by number, staging itself by key and content. */
export function knownRows(context: RunContext, { table }: TableSchema, rows: readonly StagedRow[]): Known {
  const { staging } = context.ports;
  const bySeq = new Map(rows.map((row) => [row.seq, row]));
  return {
    bySeq: (seq) => bySeq.get(seq) ?? null,
    byKey: (key) => staging.rowByKey(table, key),
    body: (key) => staging.body(table, key)?.body ?? null,
  };
}
