import { deflate, inflate } from "../canonical/blob.ts";
import { diffRecords } from "../canonical/diff.ts";
import { parseRecord } from "../canonical/parse-record.ts";
import { leafOf } from "../canonical/path.ts";
import { TidemarkError } from "../domain/errors/tidemark-error.ts";
import type { RecordKey } from "../domain/ids.ts";
import type { NewChange, PageWrite, StagedRow, Upsert } from "../domain/ports/staging.ts";
import type { MwRecord } from "../domain/record.ts";
import type { TableSchema } from "../domain/schema/schema.ts";
import type { Canonical } from "./canonicalize.ts";

/** What staging knows about the records of one page. */
export interface Known {
  bySeq(seq: number): StagedRow | null;
  byKey(key: RecordKey): StagedRow | null;
  /** The stored zlib stream of a live record. */
  body(key: RecordKey): Uint8Array | null;
}

export interface Classified {
  readonly write: Pick<PageWrite, "upserts" | "touches" | "changes">;
  readonly added: number;
  readonly changed: number;
  readonly same: number;
  /** Keys whose record goes on under another key, and that no record of the page takes over. */
  readonly renamed: readonly RecordKey[];
}

/** Sorts the records of a page into new, changed, only touched and untouched, with the field changes of each. */
export function classify(schema: TableSchema, records: readonly Canonical[], known: Known): Classified {
  const upserts: Upsert[] = [];
  const touches: { key: RecordKey; seq: number; modtime: StagedRow["modtime"] }[] = [];
  const changes: NewChange[] = [];
  let added = 0;
  let changed = 0;
  for (const record of records) {
    const row = rowFor(record, known);
    if (row !== null && row.oid === record.oid) {
      if (row.modtime !== record.modtime || row.seq !== record.seq) {
        touches.push({ key: record.key, seq: record.seq, modtime: record.modtime });
      }
      continue;
    }
    upserts.push(upsertOf(schema, record));
    if (row === null) added += 1;
    else changed += 1;
    changes.push(...changesOf(record, row === null ? null : known.body(record.key)));
  }
  const same = records.length - added - changed;
  return { write: { upserts, touches, changes }, added, changed, same, renamed: renamedKeys(records, known) };
}

function renamedKeys(records: readonly Canonical[], known: Known): RecordKey[] {
  const left = records.flatMap(({ seq, key }) => {
    const before = known.bySeq(seq)?.key;
    return before === undefined || before === key ? [] : [before];
  });
  if (left.length === 0) return [];
  const taken = new Set(records.map(({ key }) => key));
  return left.filter((key) => !taken.has(key));
}

/** The row under the record's key: under another key the same number is another file (a renamed code). */
function rowFor(record: Canonical, known: Known): StagedRow | null {
  const row = known.bySeq(record.seq);
  return row !== null && row.key === record.key ? row : known.byKey(record.key);
}

function upsertOf(schema: TableSchema, record: Canonical): Upsert {
  const { key, seq, modtime, oid, bytes } = record;
  return { key, seq, modtime, oid, leaf: leafOf(schema, key), body: deflate(bytes), size: bytes.length };
}

function changesOf(record: Canonical, oldBody: Uint8Array | null): NewChange[] {
  const { key } = record;
  if (oldBody === null) return [{ key, operation: "added", field: null, old: null, new: null }];
  return fieldChanges(inflate(oldBody), record.record).map((change) => ({ key, operation: "changed", ...change }));
}

/** What somebody else wrote on main may be in no form of ours: which fields differ cannot be told then. */
function fieldChanges(old: Uint8Array, record: MwRecord): Pick<NewChange, "field" | "old" | "new">[] {
  try {
    return diffRecords(parseRecord(old), record);
  } catch (error) {
    if (!(error instanceof TidemarkError) || error.code !== "canonical.not-canonical") throw error;
    return [{ field: null, old: null, new: null }];
  }
}
