import type { TableSchema } from "../domain/schema/schema.ts";
import { type FieldName, fieldName, quote, type Search } from "./search.ts";

declare const brand: unique symbol;
/** An expression for `evaluate` that only this file can make. */
export type Expression = string & { readonly [brand]: "Expression" };
/** A custom export format that only this file can make; `[…]` is evaluated per record, nothing is added between records. */
export type Format = string & { readonly [brand]: "Format" };

const expression = (text: string) => text as Expression;

/** The server's local time in 14 digits: `DateToText` form -7 (MoneyWorks manual, date functions). */
export const LOCAL_TIME = expression("DateToText(Time(),-7)");
/** Local time with milliseconds, `2021-10-07 15:23:27.708`; MoneyWorks 9.0.4 or later. */
export const TIMESTAMP_LOCAL = expression("Timestamp()");
/** The same in UTC, `2021-10-07T02:23:27.707Z`. */
export const TIMESTAMP_UTC = expression("Timestamp(TSZ_UTC,TSF_ISO8601)");
/** The cheapest expression there is: shows that expressions are allowed, and ends a lingering worker. */
export const ONE = expression("1");
export const DOCUMENT_ID = expression("DocUUID");
/** The document's tables, one a line. */
export const TABLE_NAMES = expression("GetDatabaseFiles()");

/** How many records of a table match; asked when an export answers with nothing at all. */
export function countOf(schema: TableSchema, search: Search): Expression {
  return expression(`Find(${quote(schema.table)},${quote(search)})`);
}

/** The server's local time from an export, for users who may export but not evaluate. */
export const LOCAL_TIME_ROW = `[${LOCAL_TIME}]\\n` as Format;

/** One line per record: its number, its modtime in 14 digits, and further number fields, separated by tabs. */
export function manifestFormat(schema: TableSchema, ...more: readonly string[]): Format {
  const number = (field: FieldName) => `[${field}]`;
  const stamp = `[DateToText(${fieldName(schema, "lastmodifiedtime")},-7)]`;
  const others = more.map((field) => number(fieldName(schema, field)));
  return `${[number(fieldName(schema, "sequencenumber")), stamp, ...others].join("\\t")}\\n` as Format;
}
