import { fail } from "../domain/errors/tidemark-error.ts";
import type { Modtime } from "../domain/ids.ts";
import type { StampsPage } from "../domain/ports/source.ts";
import type { Displaced, StagedRow } from "../domain/ports/staging.ts";
import type { TableSchema } from "../domain/schema/schema.ts";
import { canonicalize } from "./canonicalize.ts";
import { classify } from "./classify.ts";
import { LateRecords } from "./clock/late-records.ts";
import { confirmDeletes } from "./confirm.ts";
import { settleKeys } from "./contested.ts";
import type { RunContext } from "./context.ts";
import { knownRows } from "./known-rows.ts";
import { markerOf } from "./marker.ts";
import { readRecords, releasedOf } from "./quarantine/records.ts";
import { type SweptInterval, sweepDoubts } from "./quarantine/sweep-doubts.ts";
import { tellQuarantine } from "./quarantine/tell.ts";
import { writePage } from "./write-page.ts";

/** Rows of one list: 26 bytes each, so a quarter of a megabyte. */
const ROWS = 10_000;

/**
 * Compares number and stamp of every record with staging: finds what was deleted and what polls missed, at a few percent
 * of the cost of reading the table whole. Records in doubt are read; what is missing is deleted once it was asked for
 * again. Neither the marker nor changes that leave no stamp are its business: lines have stamps of their own.
 */
export async function sweepTable(context: RunContext, schema: TableSchema): Promise<void> {
  const { table } = schema;
  const marker = markerOf(context.ports.staging, table);
  const late = new LateRecords(context, table, marker);
  const missing: StagedRow[] = [];
  const displaced: Displaced[] = [];
  for await (const interval of readLists(context, schema)) {
    const { listed, staged } = interval;
    const { doubtful, absent } = compareStamps(listed, staged);
    missing.push(...absent);
    context.tally.add(table, { same: listed.length - doubtful.length });
    const numbers = sweepDoubts(doubtful, interval, context.ports.staging.quarantined(table));
    const read = await readDoubtful(context, schema, { numbers, late });
    displaced.push(...read.displaced);
    missing.push(...read.gone);
  }
  late.note();
  displaced.push(...(await confirmDeletes(context, schema, missing)));
  await settleKeys(context, schema, displaced);
  tellQuarantine(context, table);
}

type Stamp = StampsPage["rows"][number];

/** The table list by list, in ascending order of number; ends with the list that holds all that was found. */
async function* readLists(context: RunContext, { table }: TableSchema): AsyncGenerator<SweptInterval> {
  const { source, staging } = context.ports;
  for (let after = 0; ; ) {
    const { rows, found, bytes } = await source.stamps({ table, after, limit: ROWS }, context.request.signal);
    const last = rows.length >= found;
    const end = rows.at(-1)?.seq ?? after;
    if (!last && end <= after) throw fail("sync.no-progress", { table, after });
    context.progress.read(table, rows.length, bytes);
    context.tally.add(table, { read: rows.length });
    const upTo = last ? null : end;
    yield { listed: rows, staged: staging.interval(table, after, upTo), after, upTo };
    if (last) return;
    after = end;
  }
}

/** Both ascending by number. `doubtful`: numbers that staging does not know, or with another stamp. */
function compareStamps(
  listed: readonly Stamp[],
  staged: readonly StagedRow[],
): { doubtful: number[]; absent: StagedRow[] } {
  const known = new Map<number, Modtime>(staged.map(({ seq, modtime }) => [seq, modtime]));
  const doubtful = listed.filter(({ seq, modtime }) => known.get(seq) !== modtime).map(({ seq }) => seq);
  const here = new Set(listed.map(({ seq }) => seq));
  return { doubtful, absent: staged.filter(({ seq }) => !here.has(seq)) };
}

/** Reads and stages these records; those that are set aside are tried again. `gone`: deleted after they were listed. */
async function readDoubtful(
  context: RunContext,
  schema: TableSchema,
  { numbers, late }: { readonly numbers: readonly number[]; readonly late: LateRecords },
): Promise<{ displaced: readonly Displaced[]; gone: readonly StagedRow[] }> {
  const { staging } = context.ports;
  const { table } = schema;
  const { chunk } = context.settings;
  const displaced: Displaced[] = [];
  const gone: StagedRow[] = [];
  for (let at = 0; at < numbers.length; at += chunk) {
    const some = numbers.slice(at, at + chunk);
    const known = staging.quarantined(table).map(({ seq }) => seq);
    const found = await readRecords(context, { table, numbers: some, known });
    const records = found.records.map((record) => canonicalize(schema, record));
    const rows = staging.rowsBySeq(table, some);
    const { setAside } = found;
    const here = new Set([...records, ...setAside].map(({ seq }) => seq));
    gone.push(...rows.filter(({ seq }) => !here.has(seq)));
    const classified = classify(schema, records, knownRows(context, schema, rows));
    context.newest.see(table, records, context.sampled);
    late.meet(records, () => rows);
    await context.checkpoints.beforePage(classified.write.upserts.length);
    const released = releasedOf(some, known, setAside);
    displaced.push(...writePage(context, schema, { classified, setAside, released }));
  }
  return { displaced, gone };
}
