import { parseRecord } from "../../canonical/parse-record.ts";
import { fail } from "../../domain/errors/tidemark-error.ts";
import type { Modtime, TableName } from "../../domain/ids.ts";
import type { Staging } from "../../domain/ports/staging.ts";
import type { TableSchema } from "../../domain/schema/schema.ts";
import { isCompared } from "../comparison.ts";
import { markerOf } from "../marker.ts";
import { readPages, type TablePage } from "../pages.ts";
import { Candidates } from "./candidates.ts";
import { confirmCandidates } from "./confirm-candidates.ts";
import type { CheckContext } from "./context.ts";

/**
 * Compares every record of a table with what main holds. Memory grows with the records that seem different, by a key and a number
 * each.
 * @throws check.first-read-unfinished
 */
export async function checkTable(context: CheckContext, schema: TableSchema): Promise<void> {
  const { staging } = context.ports;
  const marker = staging.read((now) => requireRead(now, schema.table));
  const candidates = new Candidates();
  context.tally.add(schema.table, {});
  const known = staging.read((now) => now.quarantined(schema.table)).map(({ seq }) => seq);
  let unread = 0;
  for await (const page of readPages(context, { schema, after: 0, known, retry: true })) {
    unread += page.unread.size;
    const equal = staging.read((now) => comparePage(now, schema, { page, candidates }));
    context.tally.add(schema.table, { equal, quarantined: page.unread.size });
  }
  addTombstones(context, schema, candidates);
  await confirmCandidates(context, schema, { candidates, marker });
  if (unread > 0) throw fail("check.unreadable", { table: schema.table, records: unread });
}

/** The table's marker, when there is something to compare with. */
function requireRead(staging: Staging, table: TableName): Modtime {
  const marker = markerOf(staging, table);
  const cursor = staging.cursor(table);
  if (marker !== null && cursor !== null) throw fail("check.contested", { table });
  const isRead = cursor === null && staging.unread(table) === 0 && isCompared(staging, table);
  if (marker === null || !isRead) throw fail("check.first-read-unfinished", { table });
  return marker;
}

/** Notes what main does not hold as the page has it. Returns the number of records that it does. */
function comparePage(
  staging: Staging,
  { table }: TableSchema,
  { page, candidates }: { readonly page: TablePage; readonly candidates: Candidates },
): number {
  const rows = staging.interval(table, page.after, page.upTo).filter(({ seq }) => !page.unread.has(seq));
  const bySeq = new Map(rows.map((row) => [row.seq, row]));
  let equal = 0;
  for (const { seq, key, oid } of page.records) {
    const row = bySeq.get(seq);
    if (row?.key === key && row.mainOid === oid) equal += 1;
    else candidates.add(key, seq);
  }
  const here = new Map(page.records.map(({ seq, key }) => [seq, key]));
  for (const { seq, key, mainOid } of rows) if (mainOid !== null && here.get(seq) !== key) candidates.add(key, seq);
  return equal;
}

/** Staging knows no number of a record that it holds for gone; the file on main does. */
function addTombstones({ ports }: CheckContext, schema: TableSchema, candidates: Candidates): void {
  for (const { key, mainOid } of ports.staging.read((now) => now.tombstones(schema.table))) {
    const { fields } = parseRecord(ports.blob(mainOid));
    const number = fields.find(({ name }) => name === `${schema.prefix}sequencenumber`)?.value;
    candidates.add(key, number === undefined ? null : Number(number));
  }
}
