import type { Modtime } from "../domain/ids.ts";
import type { Displaced } from "../domain/ports/staging.ts";
import type { TableSchema } from "../domain/schema/schema.ts";
import { canonicalize } from "./canonicalize.ts";
import { classify } from "./classify.ts";
import { LateRecords, lateSeconds } from "./clock/late-records.ts";
import { settleKeys } from "./contested.ts";
import type { RunContext } from "./context.ts";
import { knownRows } from "./known-rows.ts";
import { nextMarker, pollSince } from "./marker.ts";
import { readModifiedLines } from "./modified-lines.ts";
import { laterOf } from "./modtime.ts";
import { highestOf, readPages, type TablePage } from "./pages.ts";
import { readRecords } from "./quarantine/records.ts";
import { tellQuarantine } from "./quarantine/tell.ts";
import { writePage } from "./write-page.ts";

/** Runs that try a record which is set aside before polls leave it alone. */
const TRIED_BY_POLLS = 4;

/** Reads what was modified since the marker and moves the marker when the whole set has arrived. */
export async function pollTable(context: RunContext, schema: TableSchema, marker: Modtime): Promise<void> {
  const { staging, clock } = context.ports;
  const { overlapSeconds } = context.settings;
  const pollFrom = staging.pollFrom(schema.table);
  const since = pollSince({ marker, overlapSeconds, lateSeconds: lateSeconds(staging, clock.now()), pollFrom });
  const late = new LateRecords(context, schema.table, marker);
  const displaced: Displaced[] = [];
  const seen = new Set<number>();
  let highest = marker;
  const aside = staging.quarantined(schema.table);
  // What a trouble of some minutes set aside comes back with the next polls; what stays is left to sweeps and full syncs.
  const retry = aside.some(({ tries }) => tries < TRIED_BY_POLLS);
  const known = aside.map(({ seq }) => seq);
  for await (const page of readPages(context, { schema, after: 0, since, known, retry })) {
    late.meet(page.records, (numbers) => staging.rowsBySeq(schema.table, numbers));
    displaced.push(...(await stage(context, schema, page)));
    for (const { seq } of [...page.records, ...page.setAside]) seen.add(seq);
    highest = highestOf(page, highest);
  }
  late.note();
  if (since !== undefined && schema.subfiles.length > 0) {
    highest = laterOf(highest, await pollLines(context, schema, { since, seen }));
  }
  await settleKeys(context, schema, displaced);
  const next = nextMarker({ previous: marker, highest, sampled: context.sampled });
  if (next !== marker || pollFrom !== null) writePage(context, schema, { marker: next });
  tellQuarantine(context, schema.table);
}

interface LinesRequest {
  readonly since: Modtime;
  /** Transactions this poll has read already. */
  readonly seen: Set<number>;
}

/**
 * Lines have modtimes of their own: a reconciliation stamps the line and perhaps not its transaction. Transactions
 * with a line modified since are read again. Returns the highest modtime among the lines.
 */
async function pollLines(context: RunContext, schema: TableSchema, { since, seen }: LinesRequest): Promise<Modtime> {
  let highest = since;
  for await (const lines of readModifiedLines(context, since)) {
    highest = laterOf(highest, lines.highest);
    const parents = lines.parents.filter((parent) => !seen.has(parent));
    for (const parent of parents) seen.add(parent);
    await stageParents(context, schema, parents);
  }
  return highest;
}

/** Those that are set aside were tried with the pages, or are left to the next sweep. */
async function stageParents(context: RunContext, schema: TableSchema, parents: readonly number[]): Promise<void> {
  const { table } = schema;
  const known = context.ports.staging.quarantined(table).map(({ seq }) => seq);
  const numbers = parents.filter((parent) => !known.includes(parent));
  if (numbers.length === 0) return;
  const found = await readRecords(context, { table, numbers, known });
  context.tally.add(table, { read: found.records.length });
  const records = found.records.map((record) => canonicalize(schema, record));
  await stage(context, schema, { records, setAside: found.setAside, released: [] });
}

async function stage(
  context: RunContext,
  schema: TableSchema,
  { records, setAside, released }: Pick<TablePage, "records" | "setAside" | "released">,
): Promise<readonly Displaced[]> {
  const numbers = records.map((record) => record.seq);
  const rows = context.ports.staging.rowsBySeq(schema.table, numbers);
  const classified = classify(schema, records, knownRows(context, schema, rows));
  context.newest.see(schema.table, records, context.sampled);
  await context.checkpoints.beforePage(classified.write.upserts.length);
  return writePage(context, schema, { classified, setAside, released });
}
