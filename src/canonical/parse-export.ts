import { fail } from "../domain/errors/tidemark-error.ts";
import { isModtime, type Modtime, type TableName } from "../domain/ids.ts";
import type { MwRecord } from "../domain/record.ts";
import { SCHEMA, type TableSchema } from "../domain/schema/schema.ts";
import { parseMarkup } from "./markup.ts";
import { RowReader } from "./row-reader.ts";
import { SubfileReader } from "./subfiles.ts";
import { elementOnly, isLayout, nodes, type XmlElement, type XmlNode } from "./xml.ts";

/** One answer to an export in `xml-verbose` (or `xml-terse`, which has no numbers and times). */
export interface ParsedExport {
  /** The table as the server spells it: `TaxRate`. */
  readonly name: string;
  /** Records in this answer, as the server counts them; null where the server does not say. */
  readonly count: number | null;
  /** Offset of the first record, from 0. */
  readonly start: number | null;
  /** Records that match the search. */
  readonly found: number | null;
  /** In the server's order. */
  readonly records: readonly ParsedRecord[];
  /** Names of the elements in these records, blank ones and lines' (`detail.gross`) too; no subfiles. In any order. */
  readonly fields: readonly string[];
  /** Characters that XML forbids, replaced as protect.ts describes. */
  readonly replaced: number;
}

export interface ParsedRecord {
  /** `sequencenumber`; null where the XML has none (terse exports, and payments in every form). */
  readonly seq: number | null;
  /** `lastmodifiedtime`; null where the XML has none. */
  readonly modtime: Modtime | null;
  readonly record: MwRecord;
}

/**
 * Reads an export of one table. Fields that the schema does not know are taken, fields that it knows may be missing.
 * The caller compares `count` with the number of records. Nothing is returned of an answer that is wrong anywhere.
 * @throws canonical.malformed-xml, canonical.encoding, canonical.doctype, canonical.wrong-root, canonical.wrong-table,
 *   canonical.bad-attribute, canonical.unexpected-element, canonical.unexpected-text, canonical.bad-name,
 *   canonical.duplicate-field, canonical.bad-value
 */
export function parseExport(body: Uint8Array, schema: TableSchema): ParsedExport {
  const { document, replaced } = parseMarkup(body);
  const table = rootTable(document);
  const name = attribute(table, "name") ?? "";
  if (name.toLowerCase() !== schema.name.toLowerCase()) {
    throw fail("canonical.wrong-table", { expected: schema.name, found: name.slice(0, 80) });
  }
  return {
    name,
    count: countAttribute(table, "count"),
    start: countAttribute(table, "start"),
    found: countAttribute(table, "found"),
    ...readRecords(table, schema),
    replaced,
  };
}

function rootTable(document: XmlElement): XmlElement {
  const [root = ""] = Object.keys(document);
  if (root !== "table") throw fail("canonical.wrong-root", { root: root.slice(0, 80) });
  return elementOnly(document.table as XmlNode, "table");
}

/** Only direct children of `<table>` are records: a `name` record holds a field called `name`. */
function readRecords(table: XmlElement, schema: TableSchema): Pick<ParsedExport, "records" | "fields"> {
  const rows = new RowReader(schema.record, schema);
  const subfiles = new SubfileReader((element) => SCHEMA.get(element as TableName));
  const records: ParsedRecord[] = [];
  for (const key in table) {
    if (key.startsWith("@")) continue;
    const child = table[key] as XmlNode | readonly XmlNode[];
    if (key === "#text") refuseText(child);
    else if (key.toLowerCase() !== schema.record) {
      throw fail("canonical.unexpected-element", { element: key.slice(0, 80), parent: "table" });
    } else for (const node of nodes(child)) records.push(readRecord(node, { schema, rows, subfiles }));
  }
  return { records, fields: [...rows.names(), ...subfiles.names()] };
}

interface Readers {
  readonly schema: TableSchema;
  readonly rows: RowReader;
  readonly subfiles: SubfileReader;
}

function readRecord(node: XmlNode, { schema, rows, subfiles }: Readers): ParsedRecord {
  const parts = rows.read(node);
  return {
    seq: sequenceNumber(parts.seq, schema.record),
    modtime: modtime(parts.modtime, schema.record),
    record: { element: schema.record, fields: parts.fields, subfiles: subfiles.read(parts.subfiles) },
  };
}

function sequenceNumber(text: string | null, element: string): number | null {
  if (text === null || text === "") return null;
  const number = Number(text);
  if (/^[1-9]\d{0,9}$/.test(text) && number <= 0xffffffff) return number;
  throw fail("canonical.bad-value", { field: "sequencenumber", element, expected: "positive number" });
}

function modtime(text: string | null, element: string): Modtime | null {
  if (text === null || text === "") return null;
  if (isModtime(text)) return text;
  throw fail("canonical.bad-value", { field: "lastmodifiedtime", element, expected: "14-digit time" });
}

function countAttribute(table: XmlElement, name: string): number | null {
  const text = attribute(table, name);
  if (text === null) return null;
  if (/^\d{1,10}$/.test(text)) return Number(text);
  throw fail("canonical.bad-attribute", { attribute: name, value: text.slice(0, 40) });
}

function attribute(table: XmlElement, name: string): string | null {
  const value = table[`@${name}`];
  return typeof value === "string" ? value : null;
}

function refuseText(text: XmlNode | readonly XmlNode[]): void {
  if (typeof text !== "string" || !isLayout(text)) throw fail("canonical.unexpected-text", { element: "table" });
}
