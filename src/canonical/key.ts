import { fail } from "../domain/errors/tidemark-error.ts";
import type { RecordKey } from "../domain/ids.ts";
import type { MwRecord } from "../domain/record.ts";
import type { TableSchema } from "../domain/schema/schema.ts";

/** What a key stands for. */
export type KeyMeaning =
  | { readonly kind: "code"; readonly code: string }
  | { readonly kind: "sequence"; readonly seq: number };

const SEQUENCE = /^[1-9]\d{0,9}$/;
const MAX_SEQUENCE = 0xffffffff;

/** Whether a table's records are keyed by sequence number, not by a code of their own. */
export function isSequenceKeyed(schema: TableSchema): boolean {
  return schema.key === "sequencenumber";
}

/**
 * A record's natural key: its sequence number in decimal, or its code exactly as MoneyWorks wrote it (protected as
 * protect.ts describes). A record whose code is blank is `#` and its sequence number; a code that begins with `#` gets
 * a second one in front, so that no code can be mistaken for such a number.
 */
export function keyOf(schema: TableSchema, parsed: { readonly seq: number; readonly record: MwRecord }): RecordKey {
  if (isSequenceKeyed(schema)) return String(parsed.seq) as RecordKey;
  const name = `${schema.prefix}${schema.key}`;
  const code = parsed.record.fields.find((field) => field.name === name)?.value;
  return code === undefined ? (`#${parsed.seq}` as RecordKey) : keyOfCode(code);
}

/** The key of a code that is not blank. */
export function keyOfCode(code: string): RecordKey {
  return (code.startsWith("#") ? `#${code}` : code) as RecordKey;
}

/**
 * The inverse of `keyOf`.
 * @throws canonical.bad-key for a key that `keyOf` gives to no record of the table
 */
export function meaningOfKey(schema: TableSchema, key: RecordKey): KeyMeaning {
  const meaning = readKey(schema, key);
  if (meaning === null) throw fail("canonical.bad-key", { key, table: schema.table });
  return meaning;
}

/** `meaningOfKey` for text that may be no key at all: null then. */
export function readKey(schema: TableSchema, key: string): KeyMeaning | null {
  if (isSequenceKeyed(schema)) return sequence(key);
  if (key.startsWith("##")) return { kind: "code", code: key.slice(1) };
  if (key.startsWith("#")) return sequence(key.slice(1));
  return key === "" ? null : { kind: "code", code: key };
}

function sequence(digits: string): KeyMeaning | null {
  return SEQUENCE.test(digits) && Number(digits) <= MAX_SEQUENCE ? { kind: "sequence", seq: Number(digits) } : null;
}
