import { BLANK_MODTIME, type Modtime } from "../domain/ids.ts";
import type { Displaced, ReadCursor, StagedRow } from "../domain/ports/staging.ts";
import type { TableSchema } from "../domain/schema/schema.ts";
import { classify, type Known } from "./classify.ts";
import { LateRecords } from "./clock/late-records.ts";
import { noteCompared } from "./comparison.ts";
import { confirmDeletes } from "./confirm.ts";
import { noteDisplaced, settleKeys, withoutContested } from "./contested.ts";
import type { RunContext } from "./context.ts";
import { knownRows } from "./known-rows.ts";
import { markerOf, nextMarker } from "./marker.ts";
import { earlierOf } from "./modtime.ts";
import { highestOf, readPages, type TablePage } from "./pages.ts";
import { tellQuarantine } from "./quarantine/tell.ts";
import { writePage } from "./write-page.ts";

/** `yielded`: the run ends behind the last checkpoint, before the page in hand; the table's cursor is there. */
export type TableEnd = "read" | "yielded";

/**
 * Reads every record of a table and stages what differs. The first read of a table keeps a cursor with every page, so
 * that it goes on where a crash cut it off or where it let another run go first; a later one compares each page with the interval of
 * sequence numbers it covers and finds what is gone.
 */
export async function readTable(context: RunContext, schema: TableSchema): Promise<TableEnd> {
  const { staging } = context.ports;
  const { table } = schema;
  const marker = markerOf(staging, table);
  const start = marker === null ? firstCursor(context, schema) : null;
  const late = new LateRecords(context, table, marker);
  const missing: StagedRow[] = [];
  const displaced: Displaced[] = [];
  let highest: Modtime = start?.highest ?? BLANK_MODTIME;

  const known = staging.quarantined(table).map(({ seq }) => seq);
  for await (const page of readPages(context, { schema, after: start?.after ?? 0, known, retry: true })) {
    const rows = staging.interval(table, page.after, page.upTo);
    const records = withoutContested(staging, table, page.records);
    late.meet(records, () => rows);
    highest = highestOf(page, highest);
    const classified = classify(schema, records, knownFor(context, schema, { rows, first: start !== null }));
    const cursor = start === null || page.upTo === null ? undefined : { ...start, after: page.upTo, highest };
    const isCheckpoint = await context.checkpoints.beforePage(classified.write.upserts.length);
    if (isCheckpoint && start !== null && context.request.shouldYield?.() === true) return "yielded";
    const { setAside, released } = page;
    context.newest.see(table, records, context.sampled);
    const fresh = writePage(context, schema, { classified, cursor, setAside, released });
    displaced.push(...fresh);
    if (start !== null) noteDisplaced(staging, table, fresh);
    missing.push(...absent(rows, page));
  }
  late.note();
  displaced.push(...(await confirmDeletes(context, schema, missing)));
  await settleKeys(context, schema, displaced);
  const sampled = start === null ? context.sampled : beganAt(context, schema, start);
  writePage(context, schema, {
    cursor: null,
    marker: nextMarker({ previous: marker ?? BLANK_MODTIME, highest, sampled }),
  });
  noteCompared(staging, table);
  tellQuarantine(context, table);
  return "read";
}

/**
 * The time that the marker of a first read may not pass. When the server's clock went back while it was cut off, edits of records that
 * had gone by carry stamps from there on.
 */
function beganAt(context: RunContext, { table }: TableSchema, { startedAt }: ReadCursor): Modtime {
  return earlierOf(startedAt, context.ports.staging.pollFrom(table) ?? startedAt);
}

function firstCursor(context: RunContext, schema: TableSchema): ReadCursor {
  const cursor = context.ports.staging.cursor(schema.table);
  return cursor ?? { after: 0, startedAt: context.sampled, highest: BLANK_MODTIME };
}

/** A first read over an empty table meets no known record; looking each one up would cost a tenth of a backfill. */
function knownFor(
  context: RunContext,
  schema: TableSchema,
  { rows, first }: { rows: readonly StagedRow[]; first: boolean },
): Known {
  const fresh = first && rows.length === 0 && context.ports.staging.unread(schema.table) === 0;
  return fresh ? { bySeq: () => null, byKey: () => null, body: () => null } : knownRows(context, schema, rows);
}

function absent(rows: readonly StagedRow[], page: TablePage): StagedRow[] {
  if (rows.length === 0) return [];
  const here = new Set(page.records.map((record) => record.seq));
  return rows.filter((row) => !here.has(row.seq) && !page.unread.has(row.seq));
}
