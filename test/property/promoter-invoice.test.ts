import { expect, test } from "bun:test";
import fc from "fast-check";
import { printRecord } from "../../src/canonical/print.ts";
import { restoreText } from "../../src/canonical/protect.ts";
import type { MwRecord, SubfileRow } from "../../src/domain/record.ts";
import { sameValue } from "../../src/promoter/plan/values.ts";
import { readXml, type XmlElement } from "../../src/simulator/import/xml-reader.ts";
import { schemaOf } from "../support/canonical-tools.ts";
import { anyValues, editableFields, type FieldValues, fieldsOf } from "../support/edit-arbitraries.ts";
import { INVOICE_PATH, planOne } from "../support/planning.ts";
import { anyReformat } from "../support/reformat.ts";

const SEEDED = { seed: 20_261_201, numRuns: 300 };
const AMOUNTS = ["net", "tax", "gross"];
const HEADER = editableFields("transaction", "usertext", "type", "gross", "ourref", "namecode");
const LINE = editableFields("detail", ...AMOUNTS, "account");

interface Line {
  /** null: new. */
  readonly id: number | null;
  readonly cents: number;
  readonly values: FieldValues;
}

interface Invoice {
  readonly header: FieldValues;
  readonly lines: readonly Line[];
}

const anyLine = fc.record({ cents: fc.integer({ min: -99_999, max: 99_999 }), values: anyValues(LINE) });
const anyInvoice: fc.Arbitrary<Invoice> = fc
  .tuple(anyValues(HEADER), fc.array(anyLine, { minLength: 1, maxLength: 5 }))
  .map(([header, lines]) => ({ header, lines: lines.map((line, index) => ({ ...line, id: 900 + index })) }));

type Edit = (invoice: Invoice) => Invoice;

function onLines(change: (lines: readonly Line[]) => readonly Line[]): Edit {
  return ({ header, lines }) => ({ header, lines: change(lines) });
}

const anyPlace = fc.nat({ max: 4 });
const anyEdit: fc.Arbitrary<Edit> = fc.oneof(
  anyValues(HEADER).map(
    (values): Edit =>
      ({ header, lines }) => ({ header: { ...header, ...values }, lines }),
  ),
  fc
    .tuple(anyPlace, anyLine)
    .map(([at, { cents, values }]) =>
      onLines((lines) =>
        lines.map((line, index) =>
          index === at ? { id: line.id, cents, values: { ...line.values, ...values } } : line,
        ),
      ),
    ),
  fc.tuple(anyPlace, anyLine).map(([at, line]) => onLines((lines) => lines.toSpliced(at, 0, { ...line, id: null }))),
  anyPlace.map((at) => onLines((lines) => (lines.length > 1 ? lines.toSpliced(at, 1) : lines))),
  anyPlace.map((at) => onLines((lines) => [...lines.slice(at), ...lines.slice(0, at)])),
);
const anyEdits = fc.array(anyEdit, { maxLength: 4 }).map(
  (edits): Edit =>
    (invoice) =>
      edits.reduce((all, edit) => edit(all), invoice),
);

function money(cents: number): string | null {
  return cents === 0 ? null : (cents / 100).toFixed(2);
}

function lineValues({ cents, values }: Line): FieldValues {
  return { ...values, account: "4000-", net: money(cents * 2), tax: money(cents), gross: money(cents * 3) };
}

function headerValues({ header, lines }: Invoice): FieldValues {
  const gross = money(lines.reduce((sum, { cents }) => sum + cents * 3, 0));
  return { ...header, type: "DII", namecode: "ROWAN", ourref: "7", gross };
}

/** A line keeps its number and its place wherever its author moves it; a new one has neither. */
function recordOf(invoice: Invoice): MwRecord {
  const rows = invoice.lines.map((line): SubfileRow => {
    const marks: FieldValues =
      line.id === null ? {} : { sequencenumber: String(line.id), sort: String((line.id % 100) + 1) };
    return {
      system: false,
      fields: fieldsOf({ ...lineValues(line), ...marks }, schemaOf("detail"), Object.keys(marks)),
    };
  });
  const own = { sequencenumber: "1042", status: "U" };
  return {
    element: "transaction",
    fields: fieldsOf({ ...headerValues(invoice), ...own }, { prefix: "" }, Object.keys(own)),
    subfiles: [{ name: "Detail", element: "detail", rows }],
  };
}

function expectSent({ children }: XmlElement, wanted: FieldValues, table: string): void {
  const { prefix, field } = schemaOf(table);
  const sent = new Map(children.map(({ name, text }) => [name.slice(prefix.length), text]));
  for (const name of new Set([...sent.keys(), ...Object.keys(wanted)])) {
    const value = wanted[name] ?? null;
    const asked = value === null ? null : restoreText(value);
    if (!sameValue(field.get(name), sent.get(name) || null, asked))
      expect([name, sent.get(name)]).toEqual([name, asked as string]);
  }
}

/** Whether a document says what an invoice is to be, line by line. */
function expectDocument(document: string, wanted: Invoice): void {
  const record = readXml(document).children[0] as XmlElement;
  const isLines = ({ name }: XmlElement) => name === "subfile";
  const header = { ...record, children: record.children.filter((child) => !isLines(child)) };
  const rows = record.children.find(isLines)?.children ?? [];
  expectSent(header, headerValues(wanted), "transaction");
  expect(rows).toHaveLength(wanted.lines.length);
  for (const [index, row] of rows.entries()) expectSent(row, lineValues(wanted.lines[index] as Line), "detail");
  expect(record.children.at(-1)?.name ?? "gross").toMatch(/^gross$|^subfile$/);
}

test("an edited invoice is sent as the commit has it, however it was edited and written", () => {
  fc.assert(
    fc.property(anyInvoice, anyEdits, anyReformat, (base, edit, reformat) => {
      const theirs = edit(base);
      const planned = planOne(INVOICE_PATH, { base: printRecord(recordOf(base)), theirs: reformat(recordOf(theirs)) });
      expect(planned.reasons).toEqual([]);
      if (planned.order !== null) expectDocument(planned.order.document, theirs);
      else expect(printRecord(recordOf(theirs))).toBe(printRecord(recordOf(base)));
    }),
    SEEDED,
  );
});

test("edits of different fields on either side never conflict, and both survive", () => {
  const anyFieldEdits = fc.tuple(
    anyValues(LINE),
    anyValues(LINE),
    anyPlace,
    anyPlace,
    anyValues(HEADER),
    anyValues(HEADER),
  );
  fc.assert(
    fc.property(anyInvoice, anyFieldEdits, (base, [mine, yours, here, there, head, other]) => {
      const without = (values: FieldValues, names: FieldValues) =>
        Object.fromEntries(Object.entries(values).filter(([name]) => !(name in names)));
      const change = (invoice: Invoice, at: number, values: FieldValues, header: FieldValues): Invoice => ({
        header: { ...invoice.header, ...header },
        lines: invoice.lines.map((line, index) =>
          index === at ? { ...line, values: { ...line.values, ...values } } : line,
        ),
      });
      const [yourLine, yourHead] = [without(yours, mine), without(other, head)];
      const theirs = change(base, here, mine, head);
      const ours = change(base, there, yourLine, yourHead);
      const [b, t, o] = [base, theirs, ours].map((invoice) => printRecord(recordOf(invoice))) as [
        string,
        string,
        string,
      ];
      const planned = planOne(INVOICE_PATH, { base: b, theirs: t, ours: o });
      expect(planned.reasons).toEqual([]);
      if (planned.order !== null) expectDocument(planned.order.document, change(theirs, there, yourLine, yourHead));
    }),
    SEEDED,
  );
});

test("an invoice that was replaced as asked, its lines numbered anew, is not sent again", () => {
  fc.assert(
    fc.property(anyInvoice, anyEdits, (base, edit) => {
      const theirs = edit(base);
      const replaced = { ...theirs, lines: theirs.lines.map((line, index) => ({ ...line, id: 1900 + index })) };
      const [b, t, o] = [base, theirs, replaced].map((invoice) => printRecord(recordOf(invoice))) as [
        string,
        string,
        string,
      ];
      const planned = planOne(INVOICE_PATH, { base: b, theirs: t, ours: o });
      expect([planned.order, planned.reasons]).toEqual([null, []]);
    }),
    SEEDED,
  );
});
