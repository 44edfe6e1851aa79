import { TidemarkError } from "../domain/errors/tidemark-error.ts";
import type { Clock } from "../domain/ports/clock.ts";
import type { Capabilities } from "../domain/ports/source.ts";
import { type Client, NO_EXPRESSION } from "./client.ts";
import type { Sample } from "./probe-sample.ts";
import { allOf, compare, fieldName, modifiedSince, type SinceFilter } from "./search.ts";
import { modtimeOf, readServerTime, secondsBetween, type TimeMethod } from "./server-time.ts";

/** Far enough ahead of any record, and before 2040, where MoneyWorks' 32-bit seconds since 1904 end. */
const FUTURE_SECONDS = 2 * 365 * 86_400;
/** The server's clock goes on between reading it and the search that builds on the reading. */
const MARGIN_SECONDS = 120;

export interface SinceContext {
  readonly client: Client;
  readonly clock: Clock;
  readonly sample: Sample;
  readonly time: TimeMethod;
}

/**
 * A way to say "modified since" counts as working when it finds a record by that record's own modtime, and finds nothing
 * modified since two years ahead. `LastModifiedTime>=TextToDate("…")` first; `TimeAdd(Time(),-n)` where that fails.
 */
export async function probeModifiedSince(
  context: SinceContext,
  signal: AbortSignal,
): Promise<Capabilities["modifiedSince"]> {
  const { client, clock, sample, time } = context;
  const future: SinceFilter = { kind: "texttodate", from: modtimeOf(clock.now() + FUTURE_SECONDS * 1000) };
  const exact: SinceFilter = { kind: "texttodate", from: sample.modtime };
  if (await works(context, [exact, future], signal)) return "texttodate";
  const { local } = await readServerTime(client, time, signal);
  const past = secondsBetween(local, sample.modtime) - MARGIN_SECONDS;
  const relative = [past, FUTURE_SECONDS].map((seconds): SinceFilter => ({ kind: "timeadd", seconds }));
  return (await works(context, relative, signal)) ? "timeadd" : "none";
}

async function works(
  { client, sample }: SinceContext,
  filters: readonly SinceFilter[],
  signal: AbortSignal,
): Promise<boolean> {
  try {
    const found: number[] = [];
    for (const filter of filters) found.push(await countSample(client, sample, { filter, signal }));
    return found.join() === "1,0";
  } catch (error) {
    if (error instanceof TidemarkError && NO_EXPRESSION.has(error.code)) return false;
    throw error;
  }
}

async function countSample(
  client: Client,
  { schema, seq }: Sample,
  { filter, signal }: { readonly filter: SinceFilter; readonly signal: AbortSignal },
): Promise<number> {
  const own = compare(fieldName(schema, "sequencenumber"), "=", seq);
  const search = allOf(own, modifiedSince(fieldName(schema, "lastmodifiedtime"), filter));
  return (await client.exportXml({ schema, search, after: seq - 1, limit: 1 }, signal)).found;
}

/** The filter for records modified at `since` or later, said the way that works; null where none does. */
export async function sinceFilter(
  {
    client,
    time,
    way,
  }: { readonly client: Client; readonly time: TimeMethod; readonly way: Capabilities["modifiedSince"] },
  since: Sample["modtime"],
  signal: AbortSignal,
): Promise<SinceFilter | null> {
  if (way === "none") return null;
  if (way === "texttodate") return { kind: "texttodate", from: since };
  const { local } = await readServerTime(client, time, signal);
  return { kind: "timeadd", seconds: Math.floor(secondsBetween(local, since)) - MARGIN_SECONDS };
}
