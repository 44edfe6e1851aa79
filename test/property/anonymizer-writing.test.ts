import { expect, test } from "bun:test";
import fc from "fast-check";
import type { Item } from "../../anonymizer/model/batch.ts";
import { createReader } from "../../anonymizer/reading/read-batch.ts";
import { createPrinter, type Printed } from "../../anonymizer/writing/printer.ts";
import { parseExport } from "../../src/canonical/parse-export.ts";
import { printRecord } from "../../src/canonical/print.ts";
import type { Modtime, TableName } from "../../src/domain/ids.ts";
import { SCHEMA, type TableSchema } from "../../src/domain/schema/schema.ts";
import { anyRecord } from "../support/canonical-arbitraries.ts";
import { SimulatedExports } from "../support/simulated-exports.ts";
import { describeWithTool } from "../support/tools.ts";

const SEED = { seed: 20_261_130 };
const NAME = "name" as TableName;
const FIRST_LINE = "<!-- tidemark-anonymized -->\n";
const head = (table: string) => `<?xml version="1.0"?>\n<table name="${SCHEMA.get(table as TableName)?.name}">\n`;

/** Any record as one of table `name`, with a number and a time. Marks that an export cannot give back are left to other tests. */
const anyItem: fc.Arbitrary<Item> = fc
  .tuple(anyRecord, fc.integer({ min: 1, max: 0xffffffff }))
  .filter(([record]) => !/\u241B\{(?!241B\})/.test(printRecord(record)))
  .map(([record, seq]) => {
    const number = { name: "sequencenumber", value: String(seq), system: true };
    const others = record.fields.filter(({ name }) => name !== "code" && name !== "sequencenumber");
    const fields = [...others, number, { name: "code", value: `C${seq}`, system: false }];
    fields.sort((a, b) => (a.name < b.name ? -1 : 1));
    return { seq, modtime: "20250101120000" as Modtime, record: { ...record, element: "name", fields } };
  });
const anyItems = fc.uniqueArray(anyItem, { selector: ({ seq }) => seq, minLength: 1, maxLength: 3 });

function print(form: Parameters<typeof createPrinter>[0], items: readonly Item[], table = NAME): Printed {
  const printer = createPrinter(form);
  printer.start(table);
  for (const [origin, item] of items.entries()) printer.add(item, origin);
  return printer.take();
}

function piecesOf({ bytes, ends }: Printed): string[] {
  return [...ends].map((end, i) => Buffer.from(bytes.subarray(i === 0 ? 0 : ends[i - 1], end)).toString());
}

const bySeq = (items: readonly Item[]) => items.toSorted((a, b) => (a.seq as number) - (b.seq as number));

test("what is printed verbose is read back as the same records, ascending by number", () => {
  fc.assert(
    fc.property(anyItems, (items) => {
      const printed = print("verbose", items);
      const body = Buffer.from(`${head("name")}${Buffer.from(printed.bytes).toString()}</table>\n`);
      expect(parseExport(body, SCHEMA.get(NAME) as TableSchema).records).toEqual(bySeq(items) as never);
      expect([...printed.order]).toEqual(bySeq(items).map(({ seq }) => seq as number));
      expect([...printed.origins].map((origin) => items[origin]?.seq)).toEqual(bySeq(items).map(({ seq }) => seq));
    }),
    { ...SEED, numRuns: 20 },
  );
});

test("a canonical file is the record's own text behind a line that nobody takes for a mirror's", () => {
  fc.assert(
    fc.property(anyItems, (items) => {
      const printed = print("canonical", items);
      expect(piecesOf(printed)).toEqual(bySeq(items).map(({ record }) => FIRST_LINE + printRecord(record)));
      expect(printed.paths).toHaveLength(items.length);
    }),
    { ...SEED, numRuns: 20 },
  );
});

test("a line of a snapshot is JSON that has every field", () => {
  fc.assert(
    fc.property(anyItems, (items) => {
      const lines = piecesOf(print("snapshot", items)).map((line) => JSON.parse(line) as Record<string, unknown>);
      for (const [i, { seq, record }] of bySeq(items).entries()) {
        const fields = record.fields.filter(({ name }) => name !== "sequencenumber");
        const values = fields.map(({ name, value }) => [name, value.replaceAll("\u241B{241B}", "\u241B")] as const);
        expect(lines[i]).toEqual({ table: "name", seq, modtime: "20250101120000", fields: Object.fromEntries(values) });
      }
    }),
    { ...SEED, numRuns: 20 },
  );
});

test("the order of records without numbers says nothing of the order in which they came", () => {
  const [first, ...others] = fc.sample(anyItem, { ...SEED, numRuns: 6 }).map((item) => ({ ...item, seq: null }));
  const items = [first, ...others, first] as Item[];
  const printed = print("terse", items);
  expect(print("terse", items.toReversed()).bytes).toEqual(printed.bytes);
  expect([...printed.order]).toEqual([...printed.order].sort((a, b) => a - b));
});

describeWithTool("xmllint", "xmllint", () => {
  test("takes what is printed of a company with awkward texts", () => {
    const company = new SimulatedExports(120);
    const tables = company.tables as TableName[];
    const documents = tables.flatMap((table) =>
      (["verbose", "terse"] as const).map((form) => {
        const bytes = company.export(table, { verbose: form === "verbose" });
        const { items } = createReader().read({ table, form: "export", bytes, ends: null, modtimes: null });
        return Buffer.from(print(form, items, table).bytes).toString();
      }),
    );
    const { stderr, exitCode } = Bun.spawnSync(["xmllint", "--noout", "-"], {
      stdin: new TextEncoder().encode(`<all>${documents.join("")}</all>`),
    });
    expect([exitCode, stderr.toString()]).toEqual([0, ""]);
  });
});
