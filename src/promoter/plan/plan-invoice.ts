import type { PromotedField } from "../../domain/promotion.ts";
import type { TableSchema } from "../../domain/schema/schema.ts";
import type { SentFields } from "../write/record-document.ts";
import { invoiceDocument } from "../write/transaction-document.ts";
import { changeFaults, type MergedInvoice, statusFaults, wholeFaults } from "./invoice-faults.ts";
import { formFaults, isLines, linePath, linesOf } from "./lines.ts";
import { type MergedLine, mergeLines } from "./merge-lines.ts";
import type { InvoiceOrder, Judged } from "./plan-types.ts";
import { type EditedRecord, judgeHeader, seqOf } from "./plan-update.ts";
import { orUnsendable } from "./sendable.ts";
import { subfileFaults } from "./subfiles.ts";
import { type FieldMap, fieldMap, mergedValues, type Values } from "./three-way.ts";

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
  const own = [...statusFaults(ours), ...changeFaults(header.changes), ...faults];
  const reasons = faults.length > 0 ? own : [...own, ...wholeFaults(merged, edited, detail)];
  return reasons.length > 0
    ? { fields, reasons, order: null }
    : { fields, ...orderOf({ edited, fields, detail }, merged) };
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
