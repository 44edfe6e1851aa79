import { expect, test } from "bun:test";
import fc from "fast-check";
import type { Item } from "../../anonymizer/model/batch.ts";
import { ExportScanner } from "../../anonymizer/reading/export-scanner.ts";
import { FileScanner } from "../../anonymizer/reading/file-scanner.ts";
import type { ReadBatch } from "../../anonymizer/reading/read-batch.ts";
import { parseExport } from "../../src/canonical/parse-export.ts";
import { parseRecord } from "../../src/canonical/parse-record.ts";
import { recordBytes } from "../../src/canonical/print.ts";
import type { TableName } from "../../src/domain/ids.ts";
import { SCHEMA, type TableSchema } from "../../src/domain/schema/schema.ts";
import { anyRecord } from "../support/canonical-arbitraries.ts";
import { SimulatedExports } from "../support/simulated-exports.ts";

const SEED = { seed: 20_261_130 };
const company = new SimulatedExports(80);
const schemaOf = (table: string) => SCHEMA.get(table as TableName) as TableSchema;
const NAMES = schemaOf("name");

/** What breaks careless readers, put in at any place. */
const SNIPPETS = [
  ..."<>&\"'/ \t\n\r\u0000\u000B\u00e9",
  "\u241B",
  "\u241B{B}",
  "&#11;",
  "&#x0D;",
  "&#55296;",
  "&amp;",
  "&amp",
  "]]>",
  "<!-- -->",
  "<![CDATA[x]]>",
  "<?x?>",
  ' system="true"',
  " x='1'",
  "\r\n",
  "0",
  "\uFFFE",
  "\uFEFF",
  ..."aZ7 .-\n\t",
  "&gt;",
  "&#13;",
  "&quot;",
].map((text) => Buffer.from(text));

/** One small damage, or change, of bytes: a piece taken out, doubled, moved, or one of the snippets put in. */
const anyMutation = fc.record({
  kind: fc.constantFrom("insert", "insert", "overwrite", "overwrite", "remove", "double", "swap"),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  where: fc.constantFrom("anywhere", "whole line", "value", "value"),
  size: fc.oneof({ weight: 4, arbitrary: fc.constant(1) }, fc.integer({ min: 2, max: 12 })),
  snippet: fc.oneof(fc.constantFrom(...SNIPPETS), fc.uint8Array({ minLength: 1, maxLength: 2 })),
});

type Mutation = typeof anyMutation extends fc.Arbitrary<infer T> ? T : never;

function mutated(original: Uint8Array, { kind, at, where, size, snippet }: Mutation): Uint8Array {
  const bytes = Buffer.from(original);
  const anywhere = Math.floor(at * bytes.length);
  const place = where === "value" ? Math.max(0, bytes.indexOf("</", anywhere)) : anywhere;
  const start = where === "whole line" ? bytes.lastIndexOf(10, place) + 1 : place;
  const end =
    where === "whole line" ? bytes.indexOf(10, place) + 1 || bytes.length : Math.min(bytes.length, start + size);
  const [before, piece, after] = [bytes.subarray(0, start), bytes.subarray(start, end), bytes.subarray(end)];
  if (kind === "insert") return Buffer.concat([bytes.subarray(0, place), snippet, bytes.subarray(place)]);
  if (kind === "overwrite") return Buffer.concat([before, snippet, after]);
  if (kind === "remove") return Buffer.concat([before, after]);
  if (kind === "double") return Buffer.concat([before, piece, piece, after]);
  const next = after.indexOf(10) + 1 || after.length;
  return Buffer.concat([before, after.subarray(0, next), piece, after.subarray(next)]);
}

function orNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}

const files = new FileScanner(NAMES);

test("a canonical file is read as the strict reader reads it", () => {
  fc.assert(
    fc.property(anyRecord, (record) => {
      const bytes = recordBytes({ ...record, element: NAMES.record });
      expect(files.scan(bytes)).toEqual(parseRecord(bytes));
    }),
    { ...SEED, numRuns: 60 },
  );
});

test("no file is taken that the strict reader refuses, and none is read in another way", () => {
  let taken = 0;
  fc.assert(
    fc.property(anyRecord, fc.array(anyMutation, { minLength: 1, maxLength: 1 }), (record, mutations) => {
      const bytes = mutations.reduce(mutated, recordBytes({ ...record, element: NAMES.record }));
      const scanned = files.scan(bytes);
      if (scanned === null) return;
      taken++;
      expect(scanned).toEqual(orNull(() => parseRecord(bytes)) as never);
    }),
    { ...SEED, numRuns: 400 },
  );
  expect(taken).toBeGreaterThan(20);
});

/** null: the scanner leaves it to another reader. */
function scan(table: TableName, bytes: Uint8Array): ReadBatch | null {
  const names = new Set<string>();
  const items: Item[] = [];
  const records = (scanners.get(table) as ExportScanner).scan(bytes, names);
  let next = records.next();
  for (; next.done !== true; next = records.next()) items.push(next.value);
  return next.value ? { items, fields: [...names] } : null;
}

function expectSame(scanned: ReadBatch, bytes: Uint8Array, schema: TableSchema): void {
  const parsed = orNull(() => parseExport(bytes, schema));
  expect(scanned.items).toEqual(parsed?.records as never);
  expect(new Set(scanned.fields)).toEqual(new Set(parsed?.fields));
}

const scanners = new Map([...SCHEMA.values()].map((schema) => [schema.table, new ExportScanner(schema)] as const));
const anyExport = fc.record({
  table: fc.constantFrom(...(company.tables as TableName[])),
  verbose: fc.boolean(),
  crlf: fc.boolean(),
  escapeGt: fc.boolean(),
  trailingNewline: fc.boolean(),
  controlCharacters: fc.constantFrom("raw" as const, "reference" as const),
  extraFields: fc.constantFrom<readonly string[]>(
    [],
    ["name.loyalty=gold", "detail.extra", "transaction.new1", "transaction.new2=0"],
  ),
  missingFields: fc.constantFrom<readonly string[]>([], ["transaction.gross", "detail.sort", "name.code"]),
});

test("an export is read as the strict reader reads it, from one batch to the next", () => {
  fc.assert(
    fc.property(anyExport, ({ table, verbose, ...quirks }) => {
      const bytes = company.export(table, { verbose, quirks });
      const scanned = scan(table, bytes);
      expect(scanned).not.toBeNull();
      expectSame(scanned as ReadBatch, bytes, schemaOf(table));
    }),
    { ...SEED, numRuns: 40 },
  );
});

test("no export is taken that the strict reader refuses, and none is read in another way", () => {
  let taken = 0;
  fc.assert(
    fc.property(
      anyExport,
      fc.array(anyMutation, { minLength: 1, maxLength: 1 }),
      ({ table, verbose, ...quirks }, mutations) => {
        const whole = company.export(table, { verbose, quirks });
        const bytes = Buffer.from(mutations.reduce(mutated, whole.subarray(0, 6000)));
        const closed = Buffer.concat([
          bytes.subarray(0, bytes.lastIndexOf(`\n\t<${schemaOf(table).record}>`) + 1),
          Buffer.from("</table>\n"),
        ]);
        const scanned = scan(table, closed);
        if (scanned === null) return;
        taken++;
        expectSame(scanned, closed, schemaOf(table));
      },
    ),
    { ...SEED, numRuns: 300 },
  );
  expect(taken).toBeGreaterThan(10);
});
