import { blobOid } from "../canonical/blob.ts";
import { keyOf } from "../canonical/key.ts";
import { recordBytes } from "../canonical/print.ts";
import type { Modtime, Oid, RecordKey } from "../domain/ids.ts";
import type { MwRecord, SourceRecord } from "../domain/record.ts";
import type { TableSchema } from "../domain/schema/schema.ts";

/** A record as it is compared and staged. */
export interface Canonical {
  readonly key: RecordKey;
  readonly seq: number;
  readonly modtime: Modtime;
  readonly record: MwRecord;
  readonly bytes: Uint8Array;
  readonly oid: Oid;
}

export function canonicalize(schema: TableSchema, source: SourceRecord): Canonical {
  const bytes = recordBytes(source.record);
  return {
    key: keyOf(schema, source),
    seq: source.seq,
    modtime: source.modtime,
    record: source.record,
    bytes,
    oid: blobOid(bytes),
  };
}
