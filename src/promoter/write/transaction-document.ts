import { buildImport, type ImportField } from "../../canonical/import-document.ts";
import type { TableSchema } from "../../domain/schema/schema.ts";
import { importOrder } from "./import-order.ts";
import { type SentFields, sentField } from "./record-document.ts";

export interface TransactionOrder {
  readonly header: TableSchema;
  readonly detail: TableSchema;
  readonly fields: SentFields;
  /** Lines of the user, in their order; without prefix. */
  readonly lines: readonly SentFields[];
}

/** What MoneyWorks is asked to work out when a new transaction does not give it. */
const WORKED_OUT: ReadonlySet<string> = new Set(["ourref", "duedate", "gross"]);
/** The same for a line; the first four only where it names a product. */
const FROM_PRODUCT: ReadonlySet<string> = new Set(["account", "description", "unitprice", "saleunit"]);
const LINE_WORKED_OUT: ReadonlySet<string> = new Set(["taxcode", "net", "tax", "gross"]);

/** A new transaction. What it leaves open MoneyWorks works out, in its own order. @throws canonical.unsendable */
export function newTransactionDocument(order: TransactionOrder): string {
  return transactionDocument(
    order,
    {},
    {
      header: (name) => WORKED_OUT.has(name),
      line: (name, line) => LINE_WORKED_OUT.has(name) || (FROM_PRODUCT.has(name) && line.has("stockcode")),
    },
  );
}

/**
 * A debtor invoice in the place of one that is not posted (MoneyWorks manual, `update seqnum`). All of it is given: nothing is worked
 * out anew. @throws canonical.unsendable
 */
export function invoiceDocument(order: TransactionOrder, seq: number): string {
  const never = () => false;
  return transactionDocument(order, { update: "true", seqnum: String(seq) }, { header: never, line: never });
}

interface WorkedOut {
  readonly header: (name: string) => boolean;
  readonly line: (name: string, line: SentFields) => boolean;
}

function transactionDocument(
  { header, detail, fields, lines }: TransactionOrder,
  attributes: Readonly<Record<string, string>>,
  workedOut: WorkedOut,
): string {
  const rows = lines.map((line) => contentOf(detail, line, (name) => workedOut.line(name, line)));
  const all = contentOf(header, fields, workedOut.header);
  const isGross = ({ name }: ImportField) => name === "gross";
  const subfile = { subfile: detail.name, element: detail.record, rows };
  const content = [...all.filter((field) => !isGross(field)), subfile, ...all.filter(isGross)];
  return buildImport({ table: header.name, attributes, element: header.record, content });
}

function contentOf(schema: TableSchema, fields: SentFields, isWorkedOut: (name: string) => boolean): ImportField[] {
  return importOrder(schema, new Set(fields.keys())).flatMap((name): ImportField[] => {
    const sent = fields.get(name);
    if (sent !== undefined) return sentField(schema, name, sent);
    return isWorkedOut(name) ? [{ name: `${schema.prefix}${name}`, workItOut: true }] : [];
  });
}
