import type { TableName } from "../../domain/ids.ts";
import { SCHEMA, type TableSchema } from "../../domain/schema/schema.ts";
import { importAppended, importCoded } from "./coded-table.ts";
import { type ImportContext, isSet, type Outcome, type Tally, tally } from "./context.ts";
import { importPayment } from "./payments.ts";
import { ImportRefused } from "./refused.ts";
import { discardTransaction, importTransaction, postTransaction } from "./transaction.ts";
import { importUser } from "./user-table.ts";
import { readXml, type XmlElement } from "./xml-reader.ts";

type Importer = (context: ImportContext, schema: TableSchema, record: XmlElement) => Outcome;

/** How each importable table takes a record; every other table is refused (inferred from the manual's list). */
const IMPORTERS: Readonly<Record<string, Importer>> = {
  name: importCoded,
  product: importCoded,
  job: importCoded,
  account: importCoded,
  department: importCoded,
  asset: importCoded,
  assetcat: importCoded,
  general: importAppended,
  message: importAppended,
  memo: importAppended,
  contacts: importAppended,
  lists: importAppended,
  build: importAppended,
  jobsheet: importAppended,
  user: importUser,
  user2: importUser,
  transaction: importTransaction,
  payments: importPayment,
};

/** What an import answers with. */
export interface Imported extends Tally {
  /** A table asked for the last sequence number instead of counts. */
  readonly returnSeq: boolean;
}

/**
 * Takes an import document: one `<table name="X">`, or `<import>` around several (manual). Nothing of it stays when
 * any record is refused (manual for the interface, inferred for REST).
 * @param context everything but the table, which each `<table>` brings itself
 * @param fallback table name of the URL, for a `<table>` without one
 * @throws ImportRefused
 */
export function importDocument(context: Omit<ImportContext, "table">, body: string, fallback: string): Imported {
  const root = readXml(body);
  const tables = root.name.toLowerCase() === "import" ? root.children : [root];
  const outcomes = context.session.document.atomically(() =>
    tables.flatMap((table) => importTable({ ...context, table }, fallback)),
  );
  const returnSeq = tables.some((table) => table.attributes.get("return_seq")?.toLowerCase() === "true");
  return { ...tally(outcomes), returnSeq };
}

function importTable(context: ImportContext, fallback: string): Outcome[] {
  const { table } = context;
  if (table.name.toLowerCase() !== "table") throw new ImportRefused(`Expected <table>, found <${table.name}>`);
  const name = (table.attributes.get("name") ?? fallback).toLowerCase();
  const schema = context.view.schema(name);
  if (schema === null) throw new ImportRefused(`There is no table "${name}"`);
  const importer = IMPORTERS[name];
  if (importer === undefined) throw new ImportRefused(refusal(schema));
  if (table.children.length === 0) return withoutRecords(context);
  return table.children.map((record) => importer(context, schema, checkedRecord(schema, record)));
}

/** `<table name="Transaction" post="true" seqnum="7"/>`. */
function withoutRecords(context: ImportContext): Outcome[] {
  const { table } = context;
  if (table.attributes.get("seqnum") === undefined) return [];
  if (isSet(context, table, "post")) return [postTransaction(context, table)];
  return isSet(context, table, "discard") ? [discardTransaction(context, table)] : [];
}

/** Records of `payments` are transactions (manual). */
function checkedRecord(schema: TableSchema, record: XmlElement): XmlElement {
  const expected = schema.table === "payments" ? SCHEMA.get("transaction" as TableName)?.record : schema.record;
  if (record.name.toLowerCase() !== expected) throw new ImportRefused(`Expected <${expected}>, found <${record.name}>`);
  return record;
}

function refusal(schema: TableSchema): string {
  if (schema.table === "taxrate") return "Tax rates can be imported in single-user mode only";
  return `${schema.name} cannot be imported`;
}
