import { keyOf } from "../canonical/key.ts";
import { fail } from "../domain/errors/tidemark-error.ts";
import { BLANK_MODTIME, type RecordKey, type TableName } from "../domain/ids.ts";
import type { Displaced, Staging } from "../domain/ports/staging.ts";
import type { SourceRecord } from "../domain/record.ts";
import type { TableSchema } from "../domain/schema/schema.ts";
import { type Canonical, canonicalize } from "./canonicalize.ts";
import { classify } from "./classify.ts";
import type { RunContext } from "./context.ts";
import { knownRows } from "./known-rows.ts";
import { readRecords } from "./quarantine/records.ts";
import { writePage } from "./write-page.ts";

/** Two records of a table with one key. One file cannot stand for both, so one of them keeps it until they differ. */
interface Contest {
  readonly key: RecordKey;
  /** Number of the record whose file it is: it was there first, or has the smaller number. */
  readonly keeper: number;
  readonly other: number;
}

/** A page without the records that lost their key to another one: staged again by each run, they would take turns for ever. */
export function withoutContested(
  staging: Staging,
  table: TableName,
  records: readonly Canonical[],
): readonly Canonical[] {
  const contests = readContests(staging, table);
  if (contests.length === 0) return records;
  const losers = new Map(contests.map(({ key, other }) => [other, key]));
  return records.filter(({ seq, key }) => losers.get(seq) !== key);
}

/**
 * Remembers keys that changed hands in the middle of a first read, which may be cut off or let another run go first: the run that
 * comes to its end settles them.
 */
export function noteDisplaced(staging: Staging, table: TableName, displaced: readonly Displaced[]): void {
  if (displaced.length > 0) storeContests(staging, table, unique(suspectsOf(readContests(staging, table), displaced)));
}

/**
 * The end of a table whose keys changed hands. That is right when the old owner is gone or has another key now. Where both hold it,
 * the owner gets its file back, and the table is read whole by every run until the keys differ.
 * @throws sync.duplicate-key
 */
export async function settleKeys(
  context: RunContext,
  schema: TableSchema,
  displaced: readonly Displaced[],
): Promise<void> {
  const { staging } = context.ports;
  const { table } = schema;
  const suspects = suspectsOf(readContests(staging, table), displaced);
  if (suspects.length === 0) return;
  const contests: Contest[] = [];
  for (const suspect of unique(suspects)) if (await isContested(context, schema, suspect)) contests.push(suspect);
  storeContests(staging, table, contests);
  const [first] = contests;
  if (first === undefined) return;
  writePage(context, schema, { cursor: { after: 0, startedAt: context.sampled, highest: BLANK_MODTIME } });
  throw fail("sync.duplicate-key", { table, key: first.key, first: first.keeper, second: first.other });
}

/**
 * Asks for both in one request: of two answers, a key that went there and back in between would be in both. Stages the one whose
 * file it is. One that cannot be read has lost its file to the other: nobody can tell whether it still claims the key.
 */
async function isContested(
  context: RunContext,
  schema: TableSchema,
  { key, keeper, other }: Contest,
): Promise<boolean> {
  const { table } = schema;
  const known = context.ports.staging.quarantined(table).map(({ seq }) => seq);
  const numbers = [keeper, other].sort((a, b) => a - b);
  const { records, setAside } = await readRecords(context, { table, numbers, known });
  if (setAside.length > 0) writePage(context, schema, { setAside });
  const claiming = records.filter((record) => keyOf(schema, record) === key);
  const owner = claiming.find(({ seq }) => seq === keeper) ?? claiming[0];
  if (owner !== undefined) stage(context, schema, owner);
  return claiming.length > 1;
}

function stage(context: RunContext, schema: TableSchema, record: SourceRecord): void {
  const rows = context.ports.staging.rowsBySeq(schema.table, [record.seq]);
  const classified = classify(schema, [canonicalize(schema, record)], knownRows(context, schema, rows));
  writePage(context, schema, { classified });
}

function suspectsOf(before: readonly Contest[], displaced: readonly Displaced[]): readonly Contest[] {
  return [...before, ...displaced.map(({ key, seq, by }) => ({ key, keeper: seq, other: by }))];
}

/** One key has one keeper, however many claim it: the one of the first suspicion. */
function unique(suspects: readonly Contest[]): readonly Contest[] {
  const contests: Contest[] = [];
  for (const [key, same] of Map.groupBy(suspects, (suspect) => suspect.key)) {
    const [{ keeper }] = same as [Contest];
    const others = new Set(same.flatMap((suspect) => [suspect.keeper, suspect.other]));
    others.delete(keeper);
    for (const other of others) contests.push({ key, keeper, other });
  }
  return contests;
}

const settingOf = (table: TableName) => `contested/${table}`;

function readContests(staging: Staging, table: TableName): readonly Contest[] {
  const stored = staging.setting(settingOf(table)) ?? "";
  return stored === "" ? [] : (JSON.parse(stored) as Contest[]);
}

function storeContests(staging: Staging, table: TableName, contests: readonly Contest[]): void {
  const text = contests.length === 0 ? "" : JSON.stringify(contests);
  if (text !== (staging.setting(settingOf(table)) ?? "")) staging.setSetting(settingOf(table), text);
}
