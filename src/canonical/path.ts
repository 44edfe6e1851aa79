import type { RecordKey, TableName } from "../domain/ids.ts";
import { SCHEMA, type TableSchema } from "../domain/schema/schema.ts";
import { fileName, keyOfFileName } from "./file-name.ts";
import { isSequenceKeyed, meaningOfKey, readKey } from "./key.ts";

export { fileName, keyOfFileName };

/**
 * The number of the leaf directory that holds a record's file. Sequence keys: 64 neighbours share a leaf, so that a
 * day's new transactions touch few directories. Codes: the first 12 bits of the SHA-1 of the key's UTF-8.
 * @throws canonical.bad-key for a key that no record of the table can have
 */
export function leafOf(schema: TableSchema, key: RecordKey): number {
  const meaning = meaningOfKey(schema, key);
  if (isSequenceKeyed(schema) && meaning.kind === "sequence") return meaning.seq >>> 6;
  const hash = Bun.SHA1.hash(key) as Uint8Array;
  return ((hash[0] as number) << 4) | ((hash[1] as number) >>> 4);
}

/**
 * The leaf's path in the repository, 6 bits a level in two small hex digits: `transaction/00/00/00/10` (the first level
 * holds what is left of 32 bits), `name/3a/05`.
 */
export function leafDirectory(schema: TableSchema, leaf: number): string {
  const levels = isSequenceKeyed(schema)
    ? [leaf >>> 18, (leaf >>> 12) & 63, (leaf >>> 6) & 63, leaf & 63]
    : [leaf >>> 6, leaf & 63];
  return [schema.table, ...levels.map((level) => level.toString(16).padStart(2, "0"))].join("/");
}

/** Where a record's file is: `transaction/00/00/00/10/1042.xml`. @throws canonical.bad-key, canonical.key-too-long */
export function recordPath(schema: TableSchema, key: RecordKey): string {
  return `${leafDirectory(schema, leafOf(schema, key))}/${fileName(key)}`;
}

/** The inverse of `recordPath` over all tables; null for every path that is not some record's one path. */
export function parseRecordPath(path: string): { readonly table: TableName; readonly key: RecordKey } | null {
  const parts = path.split("/");
  const schema = SCHEMA.get(parts[0] as TableName);
  const key = keyOfFileName(parts.at(-1) as string);
  if (!schema || key === null || readKey(schema, key) === null) return null;
  return recordPath(schema, key) === path ? { table: schema.table, key } : null;
}
