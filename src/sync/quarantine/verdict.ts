import { TidemarkError } from "../../domain/errors/tidemark-error.ts";
import type { TableName } from "../../domain/ids.ts";
import type { SetAside } from "../../domain/ports/staging-quarantine.ts";
import type { SourceRecord } from "../../domain/record.ts";
import { type AskingContext, listFirst, orOneRecord, type Place, unreadable } from "./at-fault.ts";

/** What became of a single record. */
export type Verdict =
  | { readonly kind: "readable"; readonly record: SourceRecord }
  | { readonly kind: "gone"; readonly seq: number }
  | { readonly kind: "unreadable"; readonly record: SetAside };

/**
 * The first record of a place, with what reading it alone ended with. Its number and stamp are taken from a list, and it is
 * asked for once more: a server that lists it in between and fails again speaks of the record.
 * @throws `error` when it is the server after all · sync.unreadable where nobody knows its number
 */
export async function judgeFirst(context: AskingContext, place: Place, error: TidemarkError): Promise<Verdict> {
  const { seq, modtime } = await requireListed(context, place, error);
  const again = await orOneRecord(readAlone(context, place.table, seq));
  if (again instanceof TidemarkError) {
    return { kind: "unreadable", record: { seq, modtime, code: again.code, reason: again.message } };
  }
  return again === null ? { kind: "gone", seq } : { kind: "readable", record: again };
}

/**
 * A record that was set aside before, once more, with one try: it is listed for its stamp of now when that fails.
 * @throws as `judgeFirst`
 */
export async function judgeKnown(context: AskingContext, table: TableName, seq: number): Promise<Verdict> {
  const record = await orOneRecord(readAlone(context, table, seq));
  if (!(record instanceof TidemarkError)) return record === null ? { kind: "gone", seq } : { kind: "readable", record };
  const place = placeOf(table, seq);
  const { modtime } = await requireListed(context, place, record);
  return { kind: "unreadable", record: { seq, modtime, code: record.code, reason: record.message } };
}

async function requireListed(context: AskingContext, place: Place, error: TidemarkError) {
  const first = await listFirst(context, place, error);
  if (first === "none") throw error;
  if (first === "no lists") throw unreadable(place, "this server lists no numbers", error.message);
  return first;
}

export function placeOf(table: TableName, seq: number): Place {
  return { table, after: seq - 1, below: seq + 1 };
}

/** null: there is no such record. Asked for once. */
export async function readAlone(context: AskingContext, table: TableName, seq: number): Promise<SourceRecord | null> {
  const request = { ...placeOf(table, seq), limit: 1, tries: 1 };
  const { records } = await context.ports.source.page(request, context.request.signal);
  return records[0] ?? null;
}
