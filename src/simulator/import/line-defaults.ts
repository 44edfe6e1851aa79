import { findAccount } from "../ledger/accounts.ts";
import { familyOf } from "../ledger/families.ts";
import { amountText, doubleText } from "../ledger/money.ts";
import { taxRate } from "../ledger/tax.ts";
import type { SimDocument } from "../store/document.ts";
import { type FieldValues, fieldNumber, fieldText, type SimRow } from "../store/row.ts";

export interface LineContext {
  readonly document: SimDocument;
  /** The header's fields that stand before the lines. */
  readonly header: FieldValues;
  /** `YYYYMMDD`. */
  readonly today: string;
}

type Rule = (line: LineContext, before: FieldValues) => string | null;

/** MoneyWorks' default logic for a line's field, from the fields before it. @returns null when there is none */
export function workOutLine(line: LineContext, field: string, before: FieldValues): string | null {
  return RULES[field]?.(line, before) ?? null;
}

const RULES: Readonly<Record<string, Rule>> = {
  account: (line, before) => fromProduct(line, before, ["salesacct", "stockacct"]),
  description: (line, before) => fromProduct(line, before, ["description", "description"]),
  saleunit: (line, before) => fromProduct(line, before, ["sellunit", "buyunit"]),
  costprice: (line, before) => fromProduct(line, before, ["costprice", "costprice"]),
  unitprice,
  taxcode,
  stockqty: () => doubleText(1),
  net,
  tax,
  gross: (_line, before) => amountText(number(before, "net") + number(before, "tax")),
};

function product({ document }: LineContext, before: FieldValues): SimRow | undefined {
  const code = before.stockcode ?? "";
  return code === "" ? undefined : document.table("product").byKey("code", code);
}

function isSale({ header }: LineContext): boolean {
  return familyOf(header.type ?? "")?.sale ?? true;
}

/** @param fields of the product, on a sale and on a purchase */
function fromProduct(
  line: LineContext,
  before: FieldValues,
  [sale, purchase]: readonly [string, string],
): string | null {
  const row = product(line, before);
  return row === undefined ? null : fieldText(row, isSale(line) ? sale : purchase);
}

function unitprice(line: LineContext, before: FieldValues): string | null {
  const row = product(line, before);
  if (row === undefined) return null;
  if (isSale(line)) return fieldText(row, "sellprice");
  return doubleText(fieldNumber(row, "buyprice") / (fieldNumber(row, "conversionfactor") || 1));
}

/** The product's own tax code, or else the account's. */
function taxcode(line: LineContext, before: FieldValues): string | null {
  const override = fromProduct(line, before, ["selltaxcodeoverride", "buytaxcodeoverride"]);
  if (override !== null && override !== "") return override;
  const account = findAccount(line.document, before.account ?? "");
  return account === null ? null : fieldText(account.account, "taxcode");
}

function net(line: LineContext, before: FieldValues): string {
  if (!("gross" in before)) {
    const price = number(before, "stockqty") * number(before, "unitprice");
    return amountText(price * (1 - number(before, "discount") / 100));
  }
  const gross = number(before, "gross");
  return amountText("tax" in before ? gross - number(before, "tax") : gross / (1 + rateOf(line, before)));
}

function tax(line: LineContext, before: FieldValues): string {
  const rate = rateOf(line, before);
  if ("net" in before) return amountText(number(before, "net") * rate);
  return amountText((number(before, "gross") * rate) / (1 + rate));
}

function rateOf({ document, header, today }: LineContext, before: FieldValues): number {
  return taxRate(document, before.taxcode ?? "", header.transdate || today);
}

function number(fields: FieldValues, name: string): number {
  return Number(fields[name] ?? 0);
}
