import type { TableName } from "../../domain/ids.ts";
import { SCHEMA, type TableSchema } from "../../domain/schema/schema.ts";
import { isInvoice } from "../ledger/families.ts";
import { cents } from "../ledger/money.ts";
import { type Payment, pay } from "../ledger/payment.ts";
import { type FieldValues, fieldNumber, fieldText } from "../store/row.ts";
import { type ImportContext, type Outcome, requireUnlocked } from "./context.ts";
import { readFields, userRows } from "./fields.ts";
import { workOutHeader } from "./header-defaults.ts";
import { toleranceOf } from "./line.ts";
import { ImportRefused } from "./refused.ts";
import type { XmlElement } from "./xml-reader.ts";

/**
 * Payments on invoices: `<transaction>` records with a `payments` subfile of invoice numbers and amounts; the receipt
 * is posted automatically (manual). Overpayments are not simulated.
 * @throws ImportRefused
 */
export function importPayment(context: ImportContext, schema: TableSchema, record: XmlElement): Outcome {
  const transaction = schemaOf("transaction");
  const parts: Payment["parts"][number][] = [];
  const subfile = (element: XmlElement) => {
    for (const row of userRows(element)) parts.push(readPart(context, schema, row));
  };
  const workOut = (field: string, before: FieldValues) => workOutHeader({ context, lines: [] }, field, before);
  const fields = readFields(context, { schema: transaction, workOut, subfile }, record);
  checkParts(context, fields, parts);
  const { contra = "", transdate = "", gross: _gross, type: _type, ...rest } = fields;
  const date = transdate || context.session.stamp.slice(0, 8);
  return { kind: "created", seq: pay(context.session, { parts, date, bank: contra, fields: rest }).seq };
}

function readPart(context: ImportContext, schema: TableSchema, row: XmlElement): Payment["parts"][number] {
  const fields = readFields(context, { schema, workOut: () => null }, row);
  const [id = "", amount] = [fields.invoiceid, Number(fields.amount ?? 0)];
  const invoice = context.session.document.table("transaction").get(Number(id));
  if (invoice === undefined || !isInvoice(fieldText(invoice, "type")))
    throw new ImportRefused(`Invoice ${id} does not exist`);
  requireUnlocked(context, "transaction", invoice);
  if (fieldText(invoice, "status") !== "P") throw new ImportRefused(`Invoice ${id} is not posted`);
  const owed = cents(fieldNumber(invoice, "gross") - fieldNumber(invoice, "amtpaid"));
  if (amount <= 0 || cents(amount) > owed)
    throw new ImportRefused(`Invoice ${id} cannot take a payment of ${amount.toFixed(2)}`);
  return { invoice, amount };
}

function checkParts(context: ImportContext, fields: FieldValues, parts: Payment["parts"]): void {
  const [first, ...others] = parts;
  if (first === undefined) throw new ImportRefused("A payment names no invoice");
  const same = (name: string) =>
    others.every((part) => fieldText(part.invoice, name) === fieldText(first.invoice, name));
  if (!same("namecode")) throw new ImportRefused("A payment is for the invoices of one debtor/creditor");
  if (new Set(parts.map((part) => part.invoice.seq)).size !== parts.length)
    throw new ImportRefused("An invoice is paid twice");
  const total = cents(parts.reduce((sum, part) => sum + part.amount, 0));
  if ((fields.gross ?? "") !== "" && Math.abs(Number(fields.gross) - total) > toleranceOf(context)) {
    throw new ImportRefused("Details don't match gross");
  }
}

function schemaOf(table: string): TableSchema {
  const schema = SCHEMA.get(table as TableName);
  if (schema === undefined) throw new RangeError(`no table ${table}`);
  return schema;
}
