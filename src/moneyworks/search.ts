import { fail } from "../domain/errors/tidemark-error.ts";
import type { Modtime } from "../domain/ids.ts";
import type { TableSchema } from "../domain/schema/schema.ts";

declare const brand: unique symbol;
/** A search expression that only the functions of this file can make, never longer than `MAX_SEARCH` bytes. */
export type Search = string & { readonly [brand]: "Search" };
/** A field of the vendor's schema as search expressions spell it: `sequencenumber`, `detail.parentseq`. */
export type FieldName = string & { readonly [brand]: "FieldName" };

/** MoneyWorks limits search expressions to 255 characters (manual, relational searches); counted here as UTF-8 bytes. */
export const MAX_SEARCH = 254;

/** How "modified since" is said to this server. */
export type SinceFilter =
  | { readonly kind: "texttodate"; readonly from: Modtime }
  /** Seconds relative to the server's `Time()`; negative for the past. */
  | { readonly kind: "timeadd"; readonly seconds: number };

/** @throws `internal.bad-id` for a field that the table does not have */
export function fieldName(schema: TableSchema, field: string): FieldName {
  if (!schema.field.has(field)) throw fail("internal.bad-id", { kind: `field of ${schema.table}`, value: field });
  return (schema.prefixExcept.includes(field) ? field : `${schema.prefix}${field}`) as FieldName;
}

export function compare(field: FieldName, operator: ">" | ">=" | "<=" | "=", value: number): Search {
  if (!Number.isSafeInteger(value)) throw fail("internal.bad-id", { kind: "number in a search", value });
  return search(`${field}${operator}${value}`);
}

/** Equality without wildcards: `=` would take `@` for "anything" (MoneyWorks manual, search expressions). */
export function equalsText(field: FieldName, value: string): Search {
  return search(`${field}==${quote(value)}`);
}

/** `>=` and not `>`: the second of the marker itself may hold more than what was seen. Equality never matches. */
export function modifiedSince(field: FieldName, filter: SinceFilter): Search {
  if (filter.kind === "texttodate") return search(`${field}>=TextToDate(${quote(filter.from)})`);
  return search(`${field}>=TimeAdd(Time(),${Math.trunc(filter.seconds)})`);
}

export function allOf(...terms: readonly Search[]): Search {
  return search(terms.join(" and "));
}

/** In brackets, so that it can stand inside `allOf`. */
export function anyOf(...terms: readonly Search[]): Search {
  return search(terms.length === 1 ? terms.join("") : `(${terms.join(" or ")})`);
}

/** Numbers from `first` to `last`, both included. */
export function between(field: FieldName, first: number, last: number): Search {
  if (first === last) return compare(field, "=", first);
  return search(`(${compare(field, ">=", first)} and ${compare(field, "<=", last)})`);
}

/**
 * A string literal of MoneyWorks' expression language: `"…"` with the escapes `\" \\ \t \n \r`.
 * @throws `moneyworks.search-text` for what no request can carry: NUL, which ends a C string, and lone surrogates
 */
export function quote(value: string): string {
  if (value.includes("\0") || !value.isWellFormed()) throw fail("moneyworks.search-text");
  return `"${value.replace(/["\\\t\n\r]/g, (char) => ESCAPES[char] ?? char)}"`;
}

const ESCAPES: Readonly<Record<string, string>> = { '"': '\\"', "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };

function search(text: string): Search {
  const bytes = Buffer.byteLength(text, "utf8");
  if (bytes > MAX_SEARCH) throw fail("moneyworks.search-too-long", { bytes, most: MAX_SEARCH });
  return text as Search;
}
