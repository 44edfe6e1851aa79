import type { Modtime } from "../domain/ids.ts";
import type { Displaced } from "../domain/ports/staging.ts";
import type { TableSchema } from "../domain/schema/schema.ts";
import { canonicalize } from "./canonicalize.ts";
import { classify } from "./classify.ts";
import { LateRecords, lateSeconds } from "./clock/late-records.ts";
import { confirmDeletes } from "./confirm.ts";
import { settleKeys } from "./contested.ts";
import type { RunContext } from "./context.ts";
import { knownRows } from "./known-rows.ts";
import { nextMarker, pollSince } from "./marker.ts";
import { readModifiedLines } from "./modified-lines.ts";
import { laterOf } from "./modtime.ts";
import { highestOf, readPages, type TablePage } from "./pages.ts";
import { readRecords, releasedOf } from "./quarantine/records.ts";
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
  displaced.push(...(await readAlso(context, schema, seen)));
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
  const known = context.ports.staging.quarantined(schema.table).map(({ seq }) => seq);
  await stageNumbers(
    context,
    schema,
    parents.filter((parent) => !known.includes(parent)),
  );
}

interface Staged {
  readonly displaced: readonly Displaced[];
  /** Numbers that exist. */
  readonly there: ReadonlySet<number>;
}

/** Reads records by number, whatever their stamps say. */
async function stageNumbers(context: RunContext, schema: TableSchema, numbers: readonly number[]): Promise<Staged> {
  if (numbers.length === 0) return { displaced: [], there: new Set() };
  const { table } = schema;
  const known = context.ports.staging.quarantined(table).map(({ seq }) => seq);
  const { records: found, setAside } = await readRecords(context, { table, numbers, known });
  context.tally.add(table, { read: found.length });
  const records = found.map((record) => canonicalize(schema, record));
  const released = releasedOf(numbers, known, setAside);
  const displaced = await stage(context, schema, { records, setAside, released });
  return { displaced, there: new Set([...records, ...setAside].map(({ seq }) => seq)) };
}

/** The records that the caller knows to be different: they are read even where no stamp tells, and deleted where they are gone. */
async function readAlso(context: RunContext, schema: TableSchema, seen: ReadonlySet<number>): Promise<Displaced[]> {
  const wanted = context.request.also?.get(schema.table) ?? [];
  const numbers = wanted.filter((number) => !seen.has(number));
  const { displaced, there } = await stageNumbers(context, schema, numbers);
  const gone = numbers.filter((number) => !there.has(number));
  const rows = gone.length === 0 ? [] : context.ports.staging.rowsBySeq(schema.table, gone);
  return rows.length === 0 ? [...displaced] : [...displaced, ...(await confirmDeletes(context, schema, rows))];
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
