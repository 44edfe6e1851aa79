import { inflate } from "../canonical/blob.ts";
import { parseRecord } from "../canonical/parse-record.ts";
import { recordPath } from "../canonical/path.ts";
import type { RecordKey, TableName } from "../domain/ids.ts";
import type { Staging } from "../domain/ports/staging.ts";
import type { MwRecord } from "../domain/record.ts";
import { SCHEMA, type TableSchema } from "../domain/schema/schema.ts";

/** Promotions that are looked through for a client id; older ones only make a hint less exact. */
const MOST_PROMOTIONS = 1000;

/** A record as staging has it now, with its place on main. */
export interface StagedRecord {
  readonly key: RecordKey;
  readonly path: string;
  readonly record: MwRecord;
}

export function stagedRecord(staging: Staging, table: TableName, seq: number): StagedRecord | null {
  const key = staging.rowsBySeq(table, [seq])[0]?.key;
  const stored = key === undefined ? null : staging.body(table, key);
  if (key === undefined || stored === null) return null;
  return { key, path: pathOf(table, key), record: parseRecord(inflate(stored.body)) };
}

/** Where the record is that an earlier commit made under this client id; null: nobody knows. */
export function placeOfClientId(staging: Staging, table: TableName, clientId: string): string | null {
  for (const { commit } of staging.promotions(MOST_PROMOTIONS)) {
    const entry = staging.imports(commit).find((one) => one.table === table && one.clientId === clientId);
    const seq = entry?.seq ?? null;
    const key = seq === null ? undefined : staging.rowsBySeq(table, [seq])[0]?.key;
    if (key !== undefined) return pathOf(table, key);
  }
  return null;
}

function pathOf(table: TableName, key: RecordKey): string {
  return recordPath(SCHEMA.get(table) as TableSchema, key);
}
