import { fail } from "../../src/domain/errors/tidemark-error.ts";
import type { TableName } from "../../src/domain/ids.ts";
import { HEADER, HEADER_NOTES, LINE, LINE_NOTES } from "../books/sheet.ts";
import type { Rule, Rules } from "../model/rule.ts";
import { NO_SHEET, type RowPlanOptions } from "./row-plan.ts";

/** Amounts that a transaction cannot be balanced without. */
const CORE = [
  ["transaction", "gross"],
  ["detail", "gross"],
  ["detail", "tax"],
  ["detail", "net"],
  ["detail", "debit"],
  ["detail", "credit"],
] as const;

/**
 * Whether transactions are scaled and balanced; where none of their amounts is scaled there is nothing to balance.
 * @throws anonymize.amounts-apart when the rules scale some of them and not the others
 */
export function isBalanced({ tables }: Rules): boolean {
  const kinds = CORE.map(
    ([table, field]) => [`${table}.${field}`, tables.get(table as TableName)?.get(field)?.kind] as const,
  );
  const others = kinds.filter(([, kind]) => kind !== undefined && kind !== "amount").map(([name]) => name);
  const scaled = kinds.filter(([, kind]) => kind === "amount").map(([name]) => name);
  if (others.length === 0 || scaled.length === 0) return scaled.length > 0;
  throw fail("anonymize.amounts-apart", { scaled: scaled.join(", "), others: others.join(", ") });
}

/** Which fields of transactions, and of their lines, go through the books. */
export function sheetUse(table: string, balanced: boolean): RowPlanOptions["use"] {
  if (!balanced) return NO_SHEET;
  if (table === "transaction") return (name, rule) => use(name, rule, HEADER, HEADER_NOTES);
  return table === "detail" ? (name, rule) => use(name, rule, LINE, LINE_NOTES) : NO_SHEET;
}

type Places = Readonly<Record<string, number>>;

function use(name: string, rule: Rule, slots: Places, notes: Places): ReturnType<RowPlanOptions["use"]> {
  const slot = rule.kind === "amount" ? (slots[name] ?? -1) : -1;
  const price = name === "unitprice" && (rule.kind === "amount" || rule.kind === "price");
  return { slot, note: notes[name] ?? -1, price };
}
