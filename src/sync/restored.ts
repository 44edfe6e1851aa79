import { mayBeOneRecord } from "../domain/errors/one-record.ts";
import { asTidemarkError, fail } from "../domain/errors/tidemark-error.ts";
import type { Modtime, TableName } from "../domain/ids.ts";
import type { Staging } from "../domain/ports/staging.ts";
import type { SyncPorts } from "./context.ts";
import { eventName, lastSweep } from "./last-sweep.ts";
import { earlierOf } from "./modtime.ts";
import { lastLook, type NewestRecord, newestFirst } from "./newest-records.ts";
import { isTableOnly } from "./table-failure.ts";

/** Tries where one record can be the reason: it may be one that nobody can read. */
const TRIES = 2;
/** So many of the newest records in a row must be gone or older than before. */
const LEAST = 3;
/** The setting that says that the document was put back, until a person or its records say otherwise: when it was last as it was. */
const PUT_BACK = "put-back";

/** A record that staging knows, and its stamp now; null: it is gone, undefined: nobody can tell. */
export interface Sighting extends NewestRecord {
  readonly now: Modtime | null | undefined;
  /** Stamps from here on are edits of today, whatever was put back; null: there are none. */
  readonly fresh: Modtime | null;
}

/**
 * How many of the newest records speak for a document that was put back: newest first, up to the first that is as it was, each is
 * gone or carries an older stamp, and at least two carry one: records that are merely gone were deleted, and a slow clock may have
 * stamped one of those that are left. A stamp as late as the last look at the document says nothing: somebody edits in any
 * document, and with any clock. Nor does one behind a jump of the server's clock.
 * @param least fewer than that say nothing; one: a single older stamp will do
 * @returns 0 when nothing speaks for it
 */
export function rewoundRecords(sightings: readonly Sighting[], least = LEAST): number {
  const telling = sightings.filter(
    ({ now, fresh }) => now !== undefined && (now === null || fresh === null || now < fresh),
  );
  const end = telling.findIndex(({ now, modtime }) => now !== null && now !== undefined && now >= modtime);
  const lost = end < 0 ? telling : telling.slice(0, end);
  const older = lost.filter(({ now }) => now !== null);
  return lost.length >= least && older.length >= Math.min(least, 2) ? lost.length : 0;
}

/**
 * A document that was put back from a backup keeps its `DocUUID`: the newest records that were read before are gone then, or as
 * old as the backup. Three are asked for in each run, and the others only when one of those is not as it was.
 * @param known the newest records of earlier runs, newest first
 * @throws sync.document-restored
 */
export async function refuseRestored(
  ports: Pick<SyncPorts, "source" | "staging">,
  known: readonly NewestRecord[],
  signal: AbortSignal,
): Promise<void> {
  const { staging } = ports;
  // One that was recognised stays so although people go on working in it, which leaves ever less to recognise it by.
  const recognised = (staging.setting(PUT_BACK) || null) as Modtime | null;
  if (recognised === null && !stampsProve(staging)) return;
  const first = await look(ports, known.slice(0, LEAST), signal);
  if (recognised === null && first.every(({ now, modtime }) => now === modtime)) return;
  const asItWas = recognised ?? lastLook(staging);
  const fresh = freshStamps(staging, asItWas);
  const sightings = (await look(ports, known, signal)).map((one) => ({ ...one, fresh }));
  const lost = rewoundRecords(sightings, recognised === null ? LEAST : 1);
  if ((recognised !== null) !== lost > 0) staging.setSetting(PUT_BACK, lost > 0 ? (asItWas ?? "") : "");
  if (lost === 0) return;
  const [newest] = sightings;
  const example = sightings.find(({ now, modtime }) => typeof now === "string" && now < modtime) ?? newest;
  throw fail("sync.document-restored", {
    lost,
    table: example?.table ?? "",
    number: example?.seq ?? 0,
    before: example?.modtime ?? "",
    now: example?.now ?? "gone",
  });
}

/**
 * After an event of the server's clock, stamps that are lower than before prove nothing until a sweep has read what such records
 * hold: of two opposite jumps between two looks only their sum is seen.
 */
function stampsProve(staging: Staging): boolean {
  const [event] = staging.clockEvents(1);
  return event === undefined || lastSweep(staging)?.event === eventName(event);
}

/** A person takes the document as it is. */
export function forgetRestored(staging: Staging): void {
  staging.setSetting(PUT_BACK, "");
}

/**
 * From the last look on; after a clock event from where the next poll of any table has to ask: a table that was not read yet has
 * records among the newest too, and no poll of its own to widen.
 */
function freshStamps(staging: Staging, since: Modtime | null): Modtime | null {
  const widened = staging.markers().map(({ table }) => staging.pollFrom(table));
  const all = [since, ...widened].filter((stamp) => stamp !== null);
  return all.reduce<Modtime | null>((least, stamp) => (least === null ? stamp : earlierOf(least, stamp)), null);
}

async function look(
  { source }: Pick<SyncPorts, "source">,
  records: readonly NewestRecord[],
  signal: AbortSignal,
): Promise<Omit<Sighting, "fresh">[]> {
  const sightings: Omit<Sighting, "fresh">[] = [];
  for (const [table, some] of Map.groupBy(records, (record) => record.table)) {
    const numbers = some.map(({ seq }) => seq);
    const stamps = await stampsOf({ source }, { table, numbers }, signal);
    for (const one of some)
      sightings.push({ ...one, now: stamps === null ? undefined : (stamps.get(one.seq) ?? null) });
  }
  return sightings.sort(newestFirst);
}

/** null: this table cannot be asked now; its own reading will say why. */
async function stampsOf(
  { source }: Pick<SyncPorts, "source">,
  { table, numbers }: { table: TableName; numbers: readonly number[] },
  signal: AbortSignal,
): Promise<ReadonlyMap<number, Modtime> | null> {
  try {
    const found = await source.records(table, numbers, signal, TRIES);
    return new Map(found.map(({ seq, modtime }) => [seq, modtime]));
  } catch (reason) {
    const error = asTidemarkError(reason, signal);
    if (mayBeOneRecord(error) || (await isTableOnly(error, { ports: { source }, signal, done: 0, earlier: [] })))
      return null;
    throw error;
  }
}
