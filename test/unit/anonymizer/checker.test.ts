import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { NewRow } from "../../../src/simulator/company/data.ts";
import { TemporaryDirectory } from "../../support/temporary.ts";
import { describeWithTool } from "../../support/tools.ts";
import { checkBooks } from "../../support/true-books/check-books.ts";
import { trueCompanyData } from "../../support/true-books/company.ts";
import { writeExport } from "../../support/true-books/export-files.ts";
import { ExportText } from "../../support/true-books/export-text.ts";

setDefaultTimeout(60_000);

type Tables = Record<string, NewRow[]>;
type Fields = Record<string, string>;

/** Transactions: the first block of 32 has every kind, and half paid invoices come from the second on. */
const COMPANY = { seed: 3, transactions: 320 };

let place: TemporaryDirectory;
beforeAll(() => {
  place = new TemporaryDirectory();
});
afterAll(() => place[Symbol.dispose]());

function written(name: string, tables: Tables): string {
  const directory = join(place.path, name);
  mkdirSync(directory);
  const text = new ExportText("verbose");
  for (const [table, rows] of Object.entries(tables)) writeExport(directory, text, { table, count: rows.length, rows });
  return directory;
}

function snapshot(name: string, tables: Tables): string {
  const path = join(place.path, name);
  const records = Object.entries(tables).flatMap(([table, rows]) => rows.map((row) => ({ table, ...row })));
  const header = { format: "tidemark-simulator", version: 2, uuid: "A" };
  writeFileSync(path, [header, ...records].map((line) => `${JSON.stringify(line)}\n`).join(""));
  return path;
}

/** Changes the fields of the row of a table that `which` finds, from the end when `last`. */
function spoil(tables: Tables, table: string, which: (row: NewRow) => boolean, fields: Fields): void {
  const rows = tables[table] ?? [];
  const at = rows.findIndex(which);
  const row = rows[at];
  if (row === undefined) throw new Error(`no such ${table}`);
  rows[at] = { ...row, fields: { ...row.fields, ...fields } };
}

function spoilLine(tables: Tables, seq: number, at: number, fields: Fields): void {
  const rows = tables.transaction ?? [];
  const index = rows.findIndex((row) => row.seq === seq);
  const row = rows[index] as NewRow;
  const lines = (row.lines ?? []).map((line, place) =>
    place === at ? { ...line, fields: { ...line.fields, ...fields } } : line,
  );
  rows[index] = { ...row, lines };
}

const plusCent = (text = "0.00"): string => ((Math.round(Number(text) * 100) + 1) / 100).toFixed(2);

/** The last transaction with a line that has the field, and which line that is. */
function lineWith(rows: readonly NewRow[], field: string): [NewRow, number] {
  const row = rows.findLast(({ lines }) => lines?.some(({ fields }) => fields[field] !== undefined)) as NewRow;
  return [row, row.lines?.findIndex(({ fields }) => fields[field] !== undefined) ?? 0];
}

/** One fault of every kind, each in a record of its own, and what the checker is to say of it. */
function spoiled(tables: Tables): RegExp[] {
  const open = (tables.transaction ?? []).filter(({ fields }) => fields.type === "DII" && fields.status === "P");
  const [first, second, third, fourth, fifth] = open as [NewRow, NewRow, NewRow, NewRow, NewRow];
  const receipt = (tables.transaction ?? []).find(({ fields }) => fields.type === "CRD") as NewRow;
  const [priced, item] = lineWith(open, "unitprice");
  const lineOf = (row: NewRow, at: number): Fields => row.lines?.[at]?.fields ?? {};
  const bank = second.lines?.findIndex(({ fields }) => fields.flags === "-32768") ?? 0;
  spoilLine(tables, first.seq, 0, { tax: plusCent(plusCent(plusCent(lineOf(first, 0).tax))) });
  spoilLine(tables, second.seq, bank, { debit: plusCent(lineOf(second, bank).debit) });
  spoilLine(tables, priced.seq, item, { unitprice: "0.123457" });
  spoilLine(tables, third.seq, 0, { account: "9999-" });
  spoilLine(tables, fourth.seq, 0, { transactiontype: "CII" });
  spoil(tables, "transaction", ({ seq }) => seq === fifth.seq, { namecode: "NOBODY", duedate: "20250231" });
  spoil(tables, "transaction", ({ seq }) => seq === receipt.seq, { gross: plusCent(receipt.fields.gross) });
  spoil(tables, "payments", ({ fields }) => Number(fields.invoiceid) > 0, { amount: "0.01" });
  spoil(tables, "payments", ({ fields }) => Number(fields.invoiceid) < 0, { invoiceid: "-2147400000" });
  spoil(tables, "name", ({ fields }) => fields.dbalance !== undefined, { dbalance: "0.01" });
  const codes = (tables.name ?? []).map(({ fields }) => fields.code ?? "");
  spoil(tables, "name", ({ fields }) => fields.code === codes[7], { code: (codes[1] ?? "").toLowerCase() });
  spoil(tables, "ledger", ({ fields }) => fields.balance !== undefined, { balance: "77.77" });
  spoil(tables, "contacts", () => true, { parentseq: "999999" });
  spoil(tables, "product", () => true, { sellunit: "dozens" });
  (tables.memo ?? []).splice(0, 0, ...(tables.memo ?? []).slice(0, 1));
  return [
    /^detail \d+: net and tax are not its gross$/,
    /^detail \d+: tax is not \d+\.\d % of its net, by /,
    /^detail \d+: quantity and price are -?\d+\.\d cents more than it$/,
    /^transaction \d+: the tax of its lines is not its taxamount$/,
    /^transaction \d+: a tax line is not the tax of its lines$/,
    new RegExp(`^transaction ${second.seq}: debits and credits differ by 1 cents$`),
    /^detail: 1 different codes in account are of no account$/,
    /^detail \d+: transactiontype is another than its transaction's type$/,
    /^transaction: 2 different codes in namecode are of no name$/,
    new RegExp(`^transaction ${fifth.seq}: duedate is no day$`),
    new RegExp(`^transaction ${receipt.seq}: its lines add up to -1 cents more than its gross$`),
    /^transaction \d+: amtpaid is -?\d+ cents more than its payments$/,
    /^transaction \d+: gross is -?\d+ cents more than what it pays$/,
    /^payments: something is on account of name 83648, which is not there$/,
    /^name \d+: what it owes by age is not dbalance$/,
    /^name \d+: dbalance is -?\d+ cents more than what is open$/,
    /^name \d+: another record has its code$/,
    /^ledger: balance adds up to -?\d+ cents over all rows$/,
    /^ledger \d+: balance is -?\d+ cents more than what was posted$/,
    /^contacts: 1 numbers in parentseq are of no name$/,
    /^product \d+: sellunit is longer than 5$/,
    /^memo \d+: another record has its number$/,
  ];
}

describeWithTool("python3", "the independent checker", () => {
  test("finds nothing in a company with true books, and its own shape in another form", () => {
    const { tables } = trueCompanyData(COMPANY);
    const records = Object.values(tables).reduce((sum, rows) => sum + rows.length, 0);
    const verbose = written("true", tables);
    const answer = checkBooks(verbose, "--same-shape-as", snapshot("true.jsonl", tables));
    expect(answer).toMatchObject({ code: 0, errors: "", lines: [expect.stringContaining(`${records} records, `)] });
  });

  test("finds one fault of every kind", () => {
    const { tables } = trueCompanyData(COMPANY);
    const expected = spoiled(tables);
    const { code, lines, errors } = checkBooks(written("false", tables), "--all");
    expect({ code, errors }).toEqual({ code: 1, errors: "" });
    expect(expected.filter((finding) => !lines.some((line) => finding.test(line)))).toEqual([]);
  });

  test("finds that a company is of another shape", () => {
    const before = trueCompanyData(COMPANY).tables;
    const { tables } = trueCompanyData(COMPANY);
    spoil(tables, "name", ({ fields }) => fields.phone !== undefined, { phone: "" });
    spoil(tables, "name", ({ fields }) => fields.category1 === "NORTH", { category1: "NEITHER" });
    tables.ledger = (tables.ledger ?? []).map((row) => ({ ...row, fields: { ...row.fields, balancelast03: "0.01" } }));
    tables.link = [];
    const { code, lines } = checkBooks(
      snapshot("other.jsonl", tables),
      "--same-shape-as",
      snapshot("before.jsonl", before),
      "--no-sums",
    );
    expect(code).toBe(1);
    expect(lines).toEqual([
      "ledger.balancelast03: not blank in 38 records, became 88",
      "ledger.balancelast03: the sum of its sizes is 0.000 times what it was",
      "link: 2 records were 0",
      "name.phone: not blank in 102 records, became 101",
      "name.category1: 4 different codes became 5",
      expect.stringMatching(/: 5 findings$/),
    ]);
  });

  test("says what cannot be read", () => {
    const path = join(place.path, "broken");
    mkdirSync(path);
    writeFileSync(join(path, "name.xml"), '<table name="Name" count="1"><name><code>A</name></table>');
    expect(checkBooks(path)).toMatchObject({ code: 2, errors: expect.stringMatching(/^cannot be read: name.xml: /) });
  });
});
