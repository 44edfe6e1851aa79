import type { FieldState } from "../../domain/promotion.ts";
import type { FieldSchema, TableSchema } from "../../domain/schema/schema.ts";
import { hundredths } from "../write/numbers.ts";
import { sameValue } from "./values.ts";

/** What becomes of a value that MoneyWorks was sent. */
export type HeldState = Extract<FieldState, "applied" | "truncated" | "case" | "recomputed" | "different">;

export interface Holding {
  /** null: it was to be blank. */
  readonly asked: string | null;
  readonly held: string | null;
  /** What it held before; absent: there was nothing before, or it was replaced as a whole. */
  readonly before?: string | null;
}

/**
 * Whether MoneyWorks holds a value as asked, or in the form that it makes of it by itself. A value that is as it was before was not
 * taken, however alike the two look.
 * @param name without prefix
 */
export function heldState(schema: TableSchema, name: string, { asked, held, before }: Holding): HeldState {
  const field = schema.field.get(name);
  if (sameValue(field, asked, held)) return "applied";
  if (asked === null && FILLED_IN.has(`${schema.table}.${name}`)) return "recomputed";
  if (before !== undefined && sameValue(field, before, held)) return "different";
  if (isText(field) && asked !== null && held !== null) {
    if (asked.toLowerCase() === held.toLowerCase()) return "case";
    if (!CODES.has(`${schema.table}.${name}`) && isCut(asked, held)) return "truncated";
  }
  return isWorkedOut(schema, name, { asked, held }) ? "recomputed" : "different";
}

function isText(field: FieldSchema | undefined): boolean {
  return field?.kind === "T" || field?.kind === "A";
}

/** MoneyWorks keeps the beginning of a text that is too long for it. */
function isCut(asked: string, held: string): boolean {
  const form = (text: string) => text.replace(/\r\n?/g, "\n");
  return form(asked).startsWith(form(held));
}

/** Codes of other records: one that is cut is another one. */
const CODES: ReadonlySet<string> = new Set([
  ...["type", "namecode", "contra"].map((name) => `transaction.${name}`),
  ...["account", "stockcode", "jobcode", "taxcode"].map((name) => `detail.${name}`),
]);
/** What MoneyWorks enters from the name and the date where a transaction leaves it blank. */
const FILLED_IN: ReadonlySet<string> = new Set(
  ["transdate", "duedate", "contra", "tofrom", "prodpricecode"].map((name) => `transaction.${name}`),
);
/** What MoneyWorks keeps by itself although it takes it from an import. */
const KEPT: ReadonlySet<string> = new Set(["transaction.colour", "detail.costprice"]);
const AMOUNTS: ReadonlySet<string> = new Set(["transaction.gross", "detail.net", "detail.tax", "detail.gross"]);
/** By so many cents MoneyWorks moves an amount so that a transaction adds up (MoneyWorks manual, `rounding_tolerance`). */
const TOLERANCE = 2;

/** MoneyWorks' own doing in a transaction: of other records it computes nothing that an import gives. */
function isWorkedOut({ table, field: fields }: TableSchema, name: string, { asked, held }: Holding): boolean {
  if (table !== "transaction" && table !== "detail") return false;
  const place = `${table}.${name}`;
  // `DI` is stored as `DII`; an account without department ends in a hyphen (observed).
  if (place === "transaction.type") return asked !== null && held?.startsWith(asked) === true;
  if (place === "detail.account") return accountForm(asked) === accountForm(held);
  if (AMOUNTS.has(place)) return Math.abs(hundredths(asked) - hundredths(held)) <= TOLERANCE;
  return KEPT.has(place) || fields.get(name)?.importable !== true;
}

function accountForm(account: string | null): string {
  return (account ?? "").toLowerCase().replace(/-$/, "");
}
