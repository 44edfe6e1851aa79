import { expect, test } from "bun:test";
import fc from "fast-check";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { parseExport } from "../../src/canonical/parse-export.ts";
import type { Field } from "../../src/domain/record.ts";
import { anyText } from "../support/canonical-arbitraries.ts";
import { schemaOf, utf8 } from "../support/canonical-tools.ts";

/** What a second, independent parser makes of the same export: records, their leaves by name, and lines. */
interface Reading {
  readonly fields: Record<string, string>;
  readonly system: readonly string[];
  readonly lines: readonly Reading[];
}

type Ordered = Record<string, unknown> & { ":@"?: Record<string, string> };

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  trimValues: false,
  parseTagValue: false,
  htmlEntities: true,
  processEntities: { enabled: true, maxTotalExpansions: 1_000_000, maxExpandedLength: 10_000_000 },
});

function secondReading(xml: string): Reading[] {
  expect(XMLValidator.validate(xml)).toBe(true);
  const [table] = (parser.parse(xml) as Ordered[]).filter((node) => "table" in node);
  return children(table, "table").map((record) => readingOf(record));
}

function nameOf(node: Ordered): string {
  return Object.keys(node).find((key) => key !== ":@") ?? "";
}

function children(node: Ordered | undefined, name: string): Ordered[] {
  return ((node?.[name] ?? []) as Ordered[]).filter((child) => !("#text" in child));
}

function readingOf(row: Ordered): Reading {
  const inside = children(row, nameOf(row));
  const leaves = inside.filter((child) => !("subfile" in child) && !nameOf(child).endsWith("lastmodifiedtime"));
  const texts = leaves.map((leaf) => [nameOf(leaf), textOf(leaf)] as const).filter(([, text]) => text !== "");
  const named = new Set(texts.map(([name]) => name));
  return {
    fields: Object.fromEntries(texts),
    system: leaves
      .filter((leaf) => leaf[":@"]?.["@_system"] === "true")
      .map(nameOf)
      .filter((name) => named.has(name))
      .sort(),
    lines: inside.filter((child) => "subfile" in child).flatMap((child) => children(child, "subfile").map(readingOf)),
  };
}

function textOf(leaf: Ordered): string {
  return ((leaf[nameOf(leaf)] ?? []) as Record<string, string>[]).map((piece) => piece["#text"] ?? "").join("");
}

function ourReading(xml: string): Reading[] {
  const rowOf = (fields: readonly Field[], lines: readonly Reading[]): Reading => ({
    fields: Object.fromEntries(fields.map((field) => [field.name, field.value])),
    system: fields.filter((field) => field.system).map((field) => field.name),
    lines,
  });
  return parseExport(utf8(xml), schemaOf("transaction")).records.map(({ record }) =>
    rowOf(
      record.fields,
      record.subfiles.flatMap(({ rows }) => rows.map((row) => rowOf(row.fields, []))),
    ),
  );
}

/** Texts that XML can carry raw or escaped; fields are of unknown type, so that only the empty ones are blank. */
const anyXmlText = anyText.map((text) =>
  text
    .toWellFormed()
    .replace(/[\p{Cc}--[\t\n\r]]|[\u{FFFE}\u{FFFF}\u{241B}]/gv, "")
    .replace(/[<>&\r]/g, (c) => `&#${c.charCodeAt(0)};`),
);
const anyLeaf = fc.record({ value: anyXmlText, system: fc.boolean() });

function leafXml(name: string, { value, system }: { value: string; system: boolean }): string {
  return `<${name}${system ? ' system="true"' : ""}>${value}</${name}>`;
}

const anyExport = fc
  .array(
    fc.record({
      leaves: fc.array(anyLeaf, { maxLength: 4 }),
      lines: fc.array(fc.array(anyLeaf, { maxLength: 3 }), { maxLength: 3 }),
    }),
    { maxLength: 3 },
  )
  .map((records) => {
    const rows = records.map(({ leaves, lines }) => {
      const detail = lines.map(
        (line, n) =>
          `\n\t\t\t<detail>\n${leafXml("detail.sort", { value: String(n + 1), system: true })}${line.map((leaf, i) => leafXml(`detail.x${i}`, leaf)).join("\n")}</detail>`,
      );
      return `\n\t<transaction>\n${leaves.map((leaf, i) => leafXml(`x${i}`, leaf)).join("\n\t\t")}\n<lastmodifiedtime>20250310141502</lastmodifiedtime><subfile name="Detail">${detail.join("")}\n</subfile></transaction>`;
    });
    return `<?xml version="1.0"?>\n<table name="Transaction" count="${rows.length}">${rows.join("")}\n</table>\n`;
  });

test("fast-xml-parser reads every export as we do", () => {
  fc.assert(
    fc.property(anyExport, (xml) => {
      expect(ourReading(xml)).toEqual(secondReading(xml));
    }),
    { seed: 20_260_715, numRuns: 300 },
  );
});

test("no export is accepted with a piece cut out of its markup", () => {
  fc.assert(
    fc.property(anyExport, fc.nat(), (xml, where) => {
      const tags = [...xml.matchAll(/<\/[^>]+>/g)];
      const tag = tags[where % tags.length];
      const cut = xml.slice(0, tag?.index) + xml.slice((tag?.index ?? 0) + (tag?.[0].length ?? 0));
      expect(() => parseExport(utf8(cut), schemaOf("transaction"))).toThrow("not well-formed");
    }),
    { seed: 20_260_716, numRuns: 300 },
  );
});
