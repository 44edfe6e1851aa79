import { fail } from "./errors/tidemark-error.ts";

declare const brand: unique symbol;
type Brand<T, B extends string> = T & { readonly [brand]: B };

/** A MoneyWorks table in lower case, as it is spelled in paths and logs: `name`, `taxrate`. */
export type TableName = Brand<string, "TableName">;
/** A record's natural key: a code exactly as MoneyWorks wrote it, or a sequence number in decimal. */
export type RecordKey = Brand<string, "RecordKey">;
/** `lastmodifiedtime`: `YYYYMMDDHHMMSS` on the server's local wall clock, one second resolution. */
export type Modtime = Brand<string, "Modtime">;
/** A git object id: 40 lower-case hexadecimal digits (SHA-1). */
export type Oid = Brand<string, "Oid">;
/** One execution of poll, backfill, full sync: a UUIDv7, so ids sort by time. */
export type RunId = Brand<string, "RunId">;

/** MoneyWorks' blank timestamp. */
export const BLANK_MODTIME = "19040101000000" as Modtime;
/** The id git gives to "no commit" in a ref update. */
export const ZERO_OID = "0".repeat(40) as Oid;

const MODTIME = /^\d{4}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])([01]\d|2[0-3])[0-5]\d[0-5]\d$/;

/** @throws `usage.table-name` for anything but a lower-case letter followed by letters and digits. */
export function parseTableName(text: string): TableName {
  if (!/^[a-z][a-z0-9]{0,30}$/.test(text)) throw fail("usage.table-name", { table: text });
  return text as TableName;
}

/** @throws `internal.bad-id` unless the text is 40 lower-case hexadecimal digits. */
export function parseOid(text: string): Oid {
  if (!/^[0-9a-f]{40}$/.test(text)) throw fail("internal.bad-id", { kind: "oid", value: text });
  return text as Oid;
}

/** Whether the text is a real 14-digit local time. */
export function isModtime(text: string): text is Modtime {
  return MODTIME.test(text);
}
