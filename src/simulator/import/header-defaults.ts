import { systemAccount } from "../ledger/accounts.ts";
import { familyOf } from "../ledger/families.ts";
import { amountText } from "../ledger/money.ts";
import { type FieldValues, fieldNumber, fieldText, type SimRow } from "../store/row.ts";
import type { ImportContext } from "./context.ts";

/** What the header's default logic looks at. */
export interface HeaderContext {
  readonly context: ImportContext;
  /** Lines read so far: `gross` before the lines works out to nothing (manual: gross last). */
  readonly lines: readonly FieldValues[];
}

type Rule = (header: HeaderContext, before: FieldValues) => string | null;

/** MoneyWorks' default logic for a header field, from the fields before it. @returns null when there is none */
export function workOutHeader(header: HeaderContext, field: string, before: FieldValues): string | null {
  return RULES[field]?.(header, before) ?? null;
}

const RULES: Readonly<Record<string, Rule>> = {
  ourref,
  transdate: ({ context }) => context.session.stamp.slice(0, 8),
  duedate,
  contra,
  tofrom: (header, before) => fromName(header, before, "name"),
  prodpricecode: (header, before) => fromName(header, before, "productpricing"),
  salesperson: (header, before) => fromName(header, before, "salesperson"),
  mailingaddress: (header, before) => address(header, before, "address"),
  deliveryaddress: (header, before) => address(header, before, "delivery"),
  gross: ({ lines }) => amountText(lines.reduce((sum, line) => sum + Number(line.gross ?? 0), 0)),
};

/** The next number of the family; without a type before it nobody can tell which (manual: type before ourref). */
function ourref({ context }: HeaderContext, before: FieldValues): string | null {
  const family = familyOf(before.type ?? "");
  if (family === null) return null;
  let highest = 0;
  for (const row of context.session.document.table("transaction").bySequence()) {
    const { type = "", ourref: reference = "" } = row.fields;
    if (!type.startsWith(family.stored.slice(0, 2))) continue;
    const number = Number(reference);
    if (Number.isInteger(number) && number > highest) highest = number;
  }
  return String(highest + 1);
}

/** Terms: positive, days after the date; negative, that day of the following month (observed). */
function duedate(header: HeaderContext, before: FieldValues): string | null {
  const date = before.transdate || header.context.session.stamp.slice(0, 8);
  const name = nameOf(header, before);
  const sale = familyOf(before.type ?? "")?.sale ?? true;
  const terms = name === undefined ? 0 : fieldNumber(name, sale ? "debtorterms" : "creditorterms");
  const [year, month, day] = [Number(date.slice(0, 4)), Number(date.slice(4, 6)), Number(date.slice(6, 8))];
  const due = terms < 0 ? Date.UTC(year, month, -terms) : Date.UTC(year, month - 1, day + terms);
  return new Date(due).toISOString().slice(0, 10).replaceAll("-", "");
}

function contra(header: HeaderContext, before: FieldValues): string | null {
  const control = familyOf(before.type ?? "")?.control ?? null;
  if (control === null) return null;
  const name = nameOf(header, before);
  const own =
    name === undefined || control === "BK" ? "" : fieldText(name, control === "AR" ? "recaccount" : "payaccount");
  return own || systemAccount(header.context.session.document, control);
}

function fromName(header: HeaderContext, before: FieldValues, field: string): string | null {
  const name = nameOf(header, before);
  return name === undefined ? null : fieldText(name, field);
}

function address(header: HeaderContext, before: FieldValues, field: "address" | "delivery"): string | null {
  const name = nameOf(header, before);
  if (name === undefined) return null;
  return ["1", "2", "3", "4"]
    .map((line) => fieldText(name, field + line))
    .filter((line) => line !== "")
    .join("\r");
}

function nameOf({ context }: HeaderContext, before: FieldValues): SimRow | undefined {
  const code = before.namecode ?? "";
  return code === "" ? undefined : context.session.document.table("name").byKey("code", code);
}
