import type { TableName } from "../../domain/ids.ts";
import { SCHEMA } from "../../domain/schema/schema.ts";
import { findAccount, lineAccount } from "../ledger/accounts.ts";
import { cents } from "../ledger/money.ts";
import { type FieldValues, mergeFields } from "../store/row.ts";
import { checkCodes } from "./codes.ts";
import type { ImportContext } from "./context.ts";
import { readFields } from "./fields.ts";
import { type LineContext, workOutLine } from "./line-defaults.ts";
import { ImportRefused } from "./refused.ts";
import type { XmlElement } from "./xml-reader.ts";

/** Accounts with one of these `system` marks take no entries (manual: system accounts); bank accounts do. */
const CLOSED = new Set(["AR", "AP", "GR", "GP", "PL"]);

/**
 * Reads one detail line: its fields in order, then what MoneyWorks fills in, then its checks.
 * @param before the header's fields that stand before the subfile
 * @throws ImportRefused
 */
export function readLine(context: ImportContext, before: FieldValues, element: XmlElement): FieldValues {
  const schema = SCHEMA.get("detail" as TableName);
  if (schema === undefined) throw new RangeError("no table detail");
  const line: LineContext = {
    document: context.session.document,
    header: before,
    today: context.session.stamp.slice(0, 8),
  };
  const workOut = (field: string, soFar: FieldValues) => workOutLine(line, field, soFar);
  const fields = readFields(context, { schema, workOut }, element);
  const filled = checkedAccount(context, fill(fields, line));
  checkCodes(line.document, "detail", filled);
  checkAmounts(filled, line, toleranceOf(context));
  return mergeFields({}, filled);
}

/** `rounding_tolerance`, default 0.02 (manual). */
export function toleranceOf(context: ImportContext): number {
  const text = context.table.attributes.get("rounding_tolerance") ?? "";
  const value = Number(text);
  return (text !== "" && value >= 0 ? value : 0.02) + 1e-9;
}

/** What the import did not supply and MoneyWorks needs; the order lets each see the ones before it. */
function fill(fields: FieldValues, line: LineContext): FieldValues {
  const filled: Record<string, string> = { ...fields };
  const order = "gross" in fields && !("net" in fields) ? ["tax", "net"] : ["net", "tax", "gross"];
  for (const field of ["account", "taxcode", ...order, "saleunit", "costprice"]) {
    if (!(field in filled)) filled[field] = workOutLine(line, field, filled) ?? "";
  }
  return filled;
}

function checkedAccount({ session }: ImportContext, fields: FieldValues): FieldValues {
  const code = fields.account ?? "";
  if (code === "") throw new ImportRefused("A detail line has no account");
  const account = findAccount(session.document, code);
  if (account === null) throw new ImportRefused(`The account code "${code}" does not exist`);
  if (CLOSED.has(account.account.fields.system ?? "")) {
    throw new ImportRefused(`Account "${code}" is a system account`);
  }
  return { ...fields, account: lineAccount(account), dept: account.department };
}

/** `Detail line does not balance`: observed. That the tax must agree with the code: manual, the wording is inferred. */
function checkAmounts(fields: FieldValues, line: LineContext, tolerance: number): void {
  const [net, tax, gross] = ["net", "tax", "gross"].map((name) => Number(fields[name] ?? 0)) as [
    number,
    number,
    number,
  ];
  if (Math.abs(cents(net + tax - gross)) > tolerance) throw new ImportRefused("Detail line does not balance");
  const expected = Number(workOutLine(line, "tax", { taxcode: fields.taxcode ?? "", net: String(net) }) ?? 0);
  if (Math.abs(cents(expected - tax)) > tolerance) {
    throw new ImportRefused("Tax amount does not agree with the tax code");
  }
}
