import { parseRecord } from "../canonical/parse-record.ts";
import { printRecord } from "../canonical/print.ts";
import { fail, type TidemarkError } from "../domain/errors/tidemark-error.ts";
import type { Oid, RecordKey, TableName } from "../domain/ids.ts";
import type { PastRecord } from "../domain/ports/mirror.ts";
import type { MwRecord } from "../domain/record.ts";
import { iso } from "./iso.ts";
import { maskRecord } from "./mask-record.ts";

export interface RecordRequest {
  readonly table: TableName;
  readonly key: RecordKey;
  /** Host time in ms; null: now. */
  readonly at: number | null;
}

/** One record as main holds or held it, private values hidden. */
export interface ShownRecord {
  readonly table: TableName;
  readonly key: RecordKey;
  readonly commit: Oid;
  /** When that commit was made, ISO 8601. */
  readonly at: string;
  /** Canonical XML. */
  readonly xml: string;
  readonly record: MwRecord;
}

export function shownRecord(
  { table, key }: RecordRequest,
  { commit, at, bytes }: PastRecord,
  hidden: ReadonlySet<string>,
): ShownRecord {
  const record = maskRecord(parseRecord(bytes), table, hidden);
  return { table, key, commit, at: iso(at), xml: printRecord(record), record };
}

/** @param began when the mirror's first commit was made; null: it does not matter, or there is none */
export function missingRecord({ table, key, at }: RecordRequest, began: number | null): TidemarkError {
  if (at === null) return fail("record.not-found", { table, key, when: "" });
  if (began === null || at >= began) return fail("record.not-found", { table, key, when: ` at ${iso(at)}` });
  return fail("record.before-mirror", { table, key, at: iso(at), began: iso(began) });
}
