import type { Reason } from "../../domain/promotion.ts";
import type { MwRecord } from "../../domain/record.ts";
import type { TableSchema } from "../../domain/schema/schema.ts";
import { balanceFaults } from "./balance.ts";
import { isLines, linePath } from "./lines.ts";
import type { MergedLines } from "./merge-lines.ts";
import type { EditedRecord } from "./plan-update.ts";
import { subfileFault } from "./subfiles.ts";
import { type FieldComparison, type FieldMap, fieldMap, type Values } from "./three-way.ts";
import { reason } from "./values.ts";

/** Why MoneyWorks does not take another version of this transaction. */
export function statusFaults({ fields }: MwRecord): Reason[] {
  const value = (name: string) => fields.find((field) => field.name === name)?.value ?? "";
  if (value("status") === "P") {
    const text =
      "It is posted: MoneyWorks does not change posted transactions. Cancel it there, and enter another one.";
    return [reason("posted", null, text)];
  }
  if (value("type").startsWith("DI")) return [];
  const text = "MoneyWorks replaces debtor invoices (DI) alone, and this is none. Edit it in MoneyWorks.";
  return [reason("transaction-type", null, text)];
}

/**
 * Changes that would make another transaction of it: MoneyWorks takes any type from an import, and enters its own date where
 * there is none.
 */
export function changeFaults(changes: readonly FieldComparison[]): Reason[] {
  return changes.flatMap(({ name, theirs }) => {
    if (name === "type") {
      const text = "The type of a transaction that is there stays: an import would make another transaction of it.";
      return [reason("transaction-type", "type", text)];
    }
    // A date of zero is a blank one.
    if (name !== "transdate" || !(theirs === null || /^19040101/.test(theirs))) return [];
    return [reason("missing-field", "transdate", "transdate is missing: MoneyWorks would enter a date of its own.")];
  });
}

/** The invoice as MoneyWorks is to have it. */
export interface MergedInvoice {
  readonly header: Values;
  readonly lines: MergedLines["lines"];
}

/** What is wrong with the invoice as it would be sent. Nothing in it is worked out, and what is not sent would be gone. */
export function wholeFaults(
  { header, lines }: MergedInvoice,
  { ours, schema }: Pick<EditedRecord, "ours" | "schema">,
  detail: TableSchema,
): readonly Reason[] {
  if (lines.length === 0) return [reason("missing-field", "detail", "A transaction needs a line.")];
  const placed = lines.map((line) => ({ path: linePath(line, detail), values: line.values, own: line.own }));
  const bare = placed.filter(({ values }) => (values.get("detail.account") ?? null) === null);
  return [
    ...ours.subfiles.filter((subfile) => !isLines(subfile, detail)).map(({ name }) => subfileFault(name)),
    ...unknownFaults(fieldMap(ours.fields), schema, ""),
    ...placed.flatMap(({ own, path }) => unknownFaults(own, detail, path)),
    ...bare.map(({ path }) => reason("missing-field", `${path}account`, `${path}account is missing.`)),
    ...balanceFaults({ header, lines: placed, isWhole: true }),
  ];
}

/** Fields of which nobody knows how to give them back: MoneyWorks replaces the whole invoice, and they would be gone with it. */
function unknownFaults(own: FieldMap, { field, prefix }: TableSchema, path: string): Reason[] {
  const lost = [...own.values()].filter(({ name, system }) => !system && !field.has(name.slice(prefix.length)));
  return lost.map(({ name }) => {
    const place = path + name.slice(prefix.length);
    const text = `The invoice is replaced as a whole, and MoneyWorks is not known to take ${place} from an import: it would be lost.`;
    return reason("not-importable", place, text);
  });
}
