import type { PromotedField, Reason } from "../../domain/promotion.ts";
import type { MwRecord } from "../../domain/record.ts";
import type { TableSchema } from "../../domain/schema/schema.ts";
import type { SentFields } from "../write/record-document.ts";
import { invoiceDocument } from "../write/transaction-document.ts";
import { balanceFaults } from "./balance.ts";
import { formFaults, isLines, linePath, linesOf } from "./lines.ts";
import { type MergedLine, type MergedLines, mergeLines } from "./merge-lines.ts";
import type { InvoiceOrder, Judged } from "./plan-types.ts";
import { type EditedRecord, judgeHeader, seqOf } from "./plan-update.ts";
import { orUnsendable } from "./sendable.ts";
import { subfileFault, subfileFaults } from "./subfiles.ts";
import { type FieldMap, fieldMap, mergedValues, type Values } from "./three-way.ts";
import { reason } from "./values.ts";

/**
 * An edited transaction. MoneyWorks replaces debtor invoices that are not posted, as a whole; of no other transaction is it known how
 * an import could change it.
 */
export function planInvoice(edited: EditedRecord, detail: TableSchema): Judged {
  const { bases, theirs, ours } = edited;
  const header = judgeHeader(edited);
  const sides = {
    bases: bases.map((base) => linesOf(base, detail)),
    theirs: linesOf(theirs, detail),
    ours: linesOf(ours, detail),
  };
  const lines = mergeLines(sides, detail);
  const fields = [...header.fields, ...lines.fields];
  const faults = [
    ...header.reasons,
    ...lines.reasons,
    ...formFaults(theirs, detail),
    ...subfileFaults(edited, (subfile) => isLines(subfile, detail)),
  ];
  const isChanged = header.changes.length > 0 || lines.isChanged;
  if (!isChanged && faults.length === 0) return { fields, reasons: [], order: null };
  const merged = { header: mergedValues(fieldMap(ours.fields), header.changes), lines: lines.lines };
  const whole = faults.length > 0 ? [] : wholeFaults(merged, ours, detail);
  const reasons = [...statusFaults(ours), ...faults, ...whole];
  return reasons.length > 0
    ? { fields, reasons, order: null }
    : { fields, ...orderOf({ edited, fields, detail }, merged) };
}

/** Why MoneyWorks does not take another version of this transaction. */
function statusFaults({ fields }: MwRecord): Reason[] {
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

interface MergedInvoice {
  readonly header: Values;
  readonly lines: MergedLines["lines"];
}

/** What is wrong with the invoice as it would be sent. Nothing in it is worked out, and what is not sent would be gone. */
function wholeFaults({ header, lines }: MergedInvoice, ours: MwRecord, detail: TableSchema): readonly Reason[] {
  if (lines.length === 0) return [reason("missing-field", "detail", "A transaction needs a line.")];
  const placed = lines.map((line) => ({ path: linePath(line, detail), values: line.values }));
  const bare = placed.filter(({ values }) => (values.get("detail.account") ?? null) === null);
  return [
    ...ours.subfiles.filter((subfile) => !isLines(subfile, detail)).map(({ name }) => subfileFault(name)),
    ...bare.map(({ path }) => reason("missing-field", `${path}account`, `${path}account is missing.`)),
    ...balanceFaults({ header, lines: placed, isWhole: true }),
  ];
}

interface OrderParts {
  readonly edited: EditedRecord;
  readonly fields: readonly PromotedField[];
  readonly detail: TableSchema;
}

function orderOf(
  { edited, fields: told, detail }: OrderParts,
  { header, lines }: MergedInvoice,
): Pick<Judged, "reasons" | "order"> {
  const { path, schema, key, ours } = edited;
  const fields = sentFields(header, fieldMap(ours.fields), schema);
  const rows = lines.map(({ values, own }) => sentFields(values, own, detail));
  const seq = seqOf(ours);
  const built = orUnsendable(() => invoiceDocument({ header: schema, detail, fields, lines: rows }, seq));
  if ("reason" in built) return { reasons: [built.reason], order: null };
  const expectedLines = rows.map((row, index) => {
    return { path: linePath(lines[index] as MergedLine, detail), fields: valuesOf(row) };
  });
  const expected = { fields: valuesOf(fields), lines: expectedLines, told };
  const order: InvoiceOrder = { kind: "invoice", path, schema, key, seq, ours, document: built.document, expected };
  return { reasons: [], order };
}

function valuesOf(sent: SentFields): Values {
  return new Map([...sent].map(([name, { value }]) => [name, value]));
}

/** All that is not MoneyWorks' own: a verbose export may be posted back (MoneyWorks manual, XML import). */
function sentFields(values: Values, ours: FieldMap, { field: schemas, prefix }: TableSchema): SentFields {
  return new Map(
    [...values].flatMap(([name, value]) => {
      const bare = name.slice(prefix.length);
      const schema = schemas.get(bare);
      const own = ours.get(name);
      const isOwn = own?.system === true || schema === undefined || schema.system;
      return isOwn ? [] : [[bare, { value, ours: own?.value ?? null }] as const];
    }),
  );
}
