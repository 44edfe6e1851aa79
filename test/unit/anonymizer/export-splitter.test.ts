import { expect, test } from "bun:test";
import fc from "fast-check";
import {
  createExportSplitter,
  type SplitBatch,
  type SplitOptions,
} from "../../../anonymizer/reading/export-splitter.ts";
import { parseExport } from "../../../src/canonical/parse-export.ts";
import type { TableName } from "../../../src/domain/ids.ts";
import { SCHEMA, type TableSchema } from "../../../src/domain/schema/schema.ts";
import { SimulatedExports } from "../../support/simulated-exports.ts";

const company = new SimulatedExports(300);
const encode = (text: string) => new TextEncoder().encode(text);
const NAMES = ["A", "B", "C", "D", "E", "F", "G"];

function split(bytes: Uint8Array, chunk: number, options: Partial<SplitOptions> = {}): SplitBatch[] {
  const splitter = createExportSplitter({ file: "name.xml", ...options });
  const batches: SplitBatch[] = [];
  for (let at = 0; at < bytes.length; at += chunk) batches.push(...splitter.push(bytes.subarray(at, at + chunk)));
  return [...batches, ...splitter.end()];
}

function recordsIn(batches: readonly SplitBatch[]): unknown[] {
  return batches.flatMap(({ batch, records }) => {
    const parsed = parseExport(batch.bytes, SCHEMA.get(batch.table) as TableSchema).records;
    expect(parsed).toHaveLength(records);
    return parsed;
  });
}

function errorOf(bytes: Uint8Array, chunk = 7, options: Partial<SplitOptions> = {}): string {
  try {
    split(bytes, chunk, options);
  } catch (error) {
    return (error as { code: string }).code;
  }
  return "none";
}

const names = (record: (code: string) => string, between = "", count: string | null = null) =>
  `<?xml version="1.0"?>\n<table name="Name"${count ?? ""}>${NAMES.map(record).join(between)}\n</table>\n`;

const LAYOUTS = {
  "a server's own": names((code) => `\n\t<name>\n\t\t<code>${code}</code>\n\t\t<name>${code}\n\t</name>\n\t</name>`),
  "one line": names((code) => `<name><code>${code}</code><name>x</name></name>`),
  "comments that look like records": names(
    (code) => `\n\t<name>\n\t\t<code>${code}</code>\n\t</name>`,
    "<!-- \n\t</name>\n\t<name> -->",
  ),
  "CDATA that looks like records": names(
    (code) => `\n\t<name>\n\t\t<code>${code}</code><comment><![CDATA[\n\t</name>\n\t<name>]]></comment>\n\t</name>`,
  ),
  "attributes with >": names((code) => `\n\t<name a="x > y" b='</name>'>\n\t\t<code>${code}</code>\n\t</name>`),
  "empty records": names((code) => (code === "C" ? "\n\t<name/>" : `\n\t<name>\n\t\t<code>${code}</code>\n\t</name>`)),
  "a mark and CR LF": `\uFEFF${names((code) => `\r\n\t<name>\r\n\t\t<code>${code}</code>\r\n\t</name>`)}`,
};

for (const [layout, text] of Object.entries(LAYOUTS)) {
  test(`an export with ${layout} is cut where records end, whatever the chunks`, () => {
    const bytes = encode(text.replaceAll("b='</name>'", "b='&lt;/name>'"));
    const whole = parseExport(bytes, SCHEMA.get("name" as TableName) as TableSchema).records;
    for (const limits of [{ batchRecords: 1 }, { batchRecords: 3 }, { batchBytes: 90 }, {}]) {
      const once = split(bytes, bytes.length, limits);
      expect(recordsIn(once)).toEqual([...whole]);
      for (const chunk of [1, 2, 13, 64]) expect(split(bytes, chunk, limits)).toEqual(once);
    }
  });
}

for (const verbose of [true, false]) {
  test(`a ${verbose ? "verbose" : "terse"} table is cut at the same places for every size of chunks`, () => {
    const anyCut = fc.record({
      table: fc.constantFrom(...(company.tables as TableName[])),
      chunk: fc.integer({ min: 50, max: 5000 }),
      batchBytes: fc.integer({ min: 1, max: 20_000 }),
      crlf: fc.boolean(),
    });
    fc.assert(
      fc.property(anyCut, ({ table, chunk, batchBytes, crlf }) => {
        const bytes = company.export(table, { verbose, quirks: { crlf } });
        const batches = split(bytes, chunk, { batchBytes });
        const whole = parseExport(bytes, SCHEMA.get(table) as TableSchema).records;
        expect(recordsIn(batches)).toEqual([...whole]);
        expect(split(bytes, bytes.length, { batchBytes })).toEqual(batches);
        const middle = batches[batches.length >> 1]?.place ?? 0;
        expect(split(bytes, chunk, { batchBytes, from: middle })).toEqual(
          batches.filter(({ place }) => place > middle),
        );
      }),
      { seed: 7, numRuns: 12 },
    );
  });
}

test("a file that was cut off at any byte is an error, never a shorter one", () => {
  const bytes = encode(LAYOUTS["a server's own"]);
  const end = bytes.length - "\n".length;
  for (let length = 0; length < end; length++) {
    expect(errorOf(bytes.subarray(0, length))).toMatch(/^anonymize\.(?:export-cut-off|no-export)$/);
  }
  expect(errorOf(bytes.subarray(0, end))).toBe("none");
});

test("a count that does not hold is an error", () => {
  const export7 = (count: string) =>
    encode(names((code) => `<name><code>${code}</code></name>`, "", ` count="${count}"`));
  expect(errorOf(export7("7"))).toBe("none");
  expect(errorOf(export7("8"))).toBe("anonymize.export-count");
  expect(errorOf(export7("6"), 1000)).toBe("anonymize.export-count");
});

test("what is no export is told so", () => {
  const refused: Readonly<Record<string, string>> = {
    "could not understand the search": "anonymize.no-export",
    "": "anonymize.no-export",
    "<html><body>no</body></html>": "anonymize.no-export",
    "<import><table name='Name'/></import>": "anonymize.no-export",
    "<table><name/></table>": "anonymize.no-export",
    '<table name="Nonsense"></table>': "anonymize.unknown-table",
    '<!DOCTYPE table><table name="Name"></table>': "canonical.doctype",
    "\u0000<\u0000t\u0000a": "canonical.encoding",
    '<table name="Name"></table><table name="Name"></table>': "anonymize.no-export",
    '<table name="Name"></table> and more': "anonymize.no-export",
  };
  for (const [text, code] of Object.entries(refused)) expect([text, errorOf(encode(text))]).toEqual([text, code]);
  expect(errorOf(encode('<table name="Name"/>\n<!-- the end -->\n'))).toBe("none");
});

test("a record is as long as it is, up to a limit", () => {
  const long = encode(
    names((code) => `\n\t<name>\n\t\t<code>${code}</code>\n\t\t<comment>${"long ".repeat(4000)}</comment>\n\t</name>`),
  );
  expect(split(long, 100, { batchBytes: 10 })).toHaveLength(NAMES.length);
  expect(errorOf(long, 1000, { batchBytes: 10, recordBytes: 15_000 })).toBe("anonymize.record-too-large");
});
