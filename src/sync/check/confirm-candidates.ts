import type { Modtime } from "../../domain/ids.ts";
import type { TableSchema } from "../../domain/schema/schema.ts";
import { type Canonical, canonicalize } from "../canonicalize.ts";
import type { Candidate, Candidates } from "./candidates.ts";
import type { CheckContext } from "./context.ts";
import { EditTimes } from "./edit-times.ts";
import { type Evidence, judge, type Verdict } from "./judge.ts";
import { tellDifference } from "./tell-difference.ts";

/** Records that are judged together: when lines were edited is asked once a group, and costs the server a look at every line. */
const GROUP = 500;

export interface Suspects {
  readonly candidates: Candidates;
  /** The table's marker when its check began. */
  readonly marker: Modtime;
}

/** Asks MoneyWorks and staging once more for everything that seemed different, and tells what still is. */
export async function confirmCandidates(context: CheckContext, schema: TableSchema, suspects: Suspects): Promise<void> {
  const times = new EditTimes(context, schema, suspects.marker);
  for (const group of suspects.candidates.groups(GROUP)) {
    const evidence = await lookAgain(context, schema, group);
    const isFresh = await times.freshness(evidence.flatMap(doubtful));
    for (const one of evidence) {
      for (const verdict of judge(one, isFresh)) await conclude(context, schema, { one, verdict, times });
    }
  }
}

async function lookAgain(
  { ports, settings, request }: CheckContext,
  schema: TableSchema,
  group: readonly Candidate[],
): Promise<Evidence[]> {
  const { table } = schema;
  const keys = group.map(({ key }) => key);
  const before = ports.staging.read((now) => now.mainOids(table, keys));
  const numbers = [...new Set(group.flatMap((one) => one.numbers))].sort((a, b) => a - b);
  const records: Canonical[] = [];
  for (let at = 0; at < numbers.length; at += settings.chunk) {
    const found = await ports.source.records(table, numbers.slice(at, at + settings.chunk), request.signal);
    records.push(...found.map((record) => canonicalize(schema, record)));
  }
  const after = ports.staging.read((now) => now.mainOids(table, keys));
  const byKey = Map.groupBy(records, ({ key }) => key);
  return group.map(({ key, numbers: mine }) => ({
    key,
    before: before.get(key) ?? null,
    after: after.get(key) ?? null,
    records: byKey.get(key) ?? [],
    renamed: records.filter((record) => record.key !== key && mine.includes(record.seq)),
  }));
}

/** Records whose time of edit decides. */
function doubtful({ records, renamed, before, after }: Evidence): readonly Canonical[] {
  if (records.length === 0) return after === null ? [] : renamed;
  return records.filter(({ oid }) => oid !== before && oid !== after);
}

async function conclude(
  context: CheckContext,
  schema: TableSchema,
  { one, verdict, times }: { readonly one: Evidence; readonly verdict: Verdict; readonly times: EditTimes },
): Promise<void> {
  const { tally } = context;
  if (verdict.kind === "nothing") return;
  if (verdict.kind === "equal") return tally.add(schema.table, { equal: 1 });
  if (verdict.kind === "meanwhile") return tally.add(schema.table, { changedMeanwhile: 1 });
  const { operation, record } = verdict;
  tally.add(schema.table, { [operation]: 1 });
  const sinceLastPoll = record !== null && (await times.isSincePoll(record));
  tellDifference(context, schema, { key: one.key, operation, record, mainOid: one.after, sinceLastPoll });
}
