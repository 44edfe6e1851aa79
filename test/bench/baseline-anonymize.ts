import { parseExport } from "../../src/canonical/parse-export.ts";
import { recordBytes } from "../../src/canonical/print.ts";
import type { TableName } from "../../src/domain/ids.ts";
import { SCHEMA, type TableSchema } from "../../src/domain/schema/schema.ts";
import { trueCompany } from "../support/true-books/company.ts";
import { ExportText, TABLE_END } from "../support/true-books/export-text.ts";
import { scriptArgument } from "./measure/run-process.ts";

/**
 * What reading and printing alone cost, in one thread: transactions of the company as pages of XML, parsed and printed
 * again by the product's own readers, which is what a backfill does. Answers with CPU seconds.
 */
const { transactions } = scriptArgument<{ transactions: number }>();
const PAGE = 100;
const schema = SCHEMA.get("transaction" as TableName) as TableSchema;
const text = new ExportText("verbose");
const encoder = new TextEncoder();
let [records, bytes, seconds] = [0, 0, 0];
let page: string[] = [];
for (const { table, rows } of trueCompany({ seed: 1, transactions })) {
  if (table !== schema.table) continue;
  for (const row of rows()) {
    page.push(text.record(table, row));
    if (page.length === PAGE) work();
  }
}
work();
console.log(JSON.stringify({ records, bytes, seconds }));

function work(): void {
  if (page.length === 0) return;
  const xml = encoder.encode(text.start(schema.table, page.length) + page.join("") + TABLE_END);
  const started = performance.now();
  for (const { record } of parseExport(xml, schema).records) bytes += recordBytes(record).length;
  seconds += (performance.now() - started) / 1000;
  records += page.length;
  page = [];
}
