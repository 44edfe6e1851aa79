import { inflate } from "../../canonical/blob.ts";
import { diffRecords } from "../../canonical/diff.ts";
import { parseRecord } from "../../canonical/parse-record.ts";
import type { FieldDifference } from "../../domain/check.ts";
import type { Modtime, Oid, RecordKey, TableName } from "../../domain/ids.ts";
import type { FieldChange, Operation } from "../../domain/record.ts";
import type { TableSchema } from "../../domain/schema/schema.ts";
import type { Canonical } from "../canonicalize.ts";
import { masking } from "../private-fields.ts";
import type { CheckContext } from "./context.ts";

export interface Found {
  readonly key: RecordKey;
  readonly operation: Operation;
  /** As MoneyWorks has it; null: it has not. */
  readonly record: Canonical | null;
  readonly mainOid: Oid | null;
  readonly sinceLastPoll: boolean;
}

/** Hands a difference to whoever listens, with both sides' values, while there is room for it. */
export function tellDifference(context: CheckContext, { table }: TableSchema, found: Found): void {
  const { request, tally } = context;
  if (request.maxDifferences !== null && tally.shown >= request.maxDifferences) return;
  tally.shown += 1;
  const { key, operation, record, mainOid, sinceLastPoll } = found;
  const changed = operation === "changed" && record !== null && mainOid !== null;
  const changes = changed
    ? diffRecords(parseRecord(mainBytes(context, { table, key, oid: mainOid })), record.record)
    : [];
  const fields = changes.map((change) => shown(context.settings.privateFields, table, change));
  request.onDifference({ table, key, operation, ...place(context, table, found), fields, sinceLastPoll });
}

/** Number and stamp: MoneyWorks', or for a record that it does not have those that staging remembers. */
function place(
  { ports }: CheckContext,
  table: TableName,
  { key, record }: Found,
): { seq: number | null; modtime: Modtime | null } {
  const one = record ?? ports.staging.read((now) => now.rowByKey(table, key));
  return { seq: one?.seq ?? null, modtime: one?.modtime ?? null };
}

/** Staging holds what main holds, unless something newer waits for a commit. */
function mainBytes(
  { ports }: CheckContext,
  { table, key, oid }: { table: TableName; key: RecordKey; oid: Oid },
): Uint8Array {
  const staged = ports.staging.read((now) => now.body(table, key));
  return staged?.oid === oid ? inflate(staged.body) : ports.blob(oid);
}

function shown(hidden: ReadonlySet<string>, table: TableName, { field, old, new: now }: FieldChange): FieldDifference {
  const mask = masking(hidden, table, field);
  return { field, main: mask(old), moneyworks: mask(now) };
}
