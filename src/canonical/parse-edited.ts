import { fail } from "../domain/errors/tidemark-error.ts";
import type { TableName } from "../domain/ids.ts";
import type { MwRecord } from "../domain/record.ts";
import { SCHEMA, type TableSchema } from "../domain/schema/schema.ts";
import { hasDoctype } from "./doctype.ts";
import { elementName } from "./names.ts";
import { isProtected } from "./protect.ts";
import { RowReader } from "./row-reader.ts";
import { SubfileReader } from "./subfiles.ts";
import { parseXml, type XmlNode } from "./xml.ts";

/**
 * Reads a record file as people and programs leave it: any layout, order of fields, line ends and way to write a character, blank
 * fields there or not. Lines stay in the order in which they stand. What it says is taken at its word: whether it makes sense for
 * its table is for the caller to see.
 * @param blanks `typed`: a field is blank by its type (zero, false, no date); `empty`: only when it is empty, so that a zero can be asked for
 * @throws canonical.* with what is wrong with the XML
 */
export function parseEdited(bytes: Uint8Array, blanks: "typed" | "empty" = "typed"): MwRecord {
  const text = decode(bytes);
  refuseEncoding(text);
  if (hasDoctype(text)) throw fail("canonical.doctype");
  const document = parseXml(text);
  const [root = ""] = Object.keys(document);
  const element = elementName(root);
  const schemaOf = (name: string) => (blanks === "typed" ? schemaOfElement(name) : undefined);
  const parts = new RowReader(element, schemaOf(element)).read(document[root] as XmlNode);
  const subfiles = new SubfileReader(schemaOf, (rows) => [...rows]).read(parts.subfiles);
  const record = { element, fields: parts.fields, subfiles };
  refuseWrongMarks(record);
  return record;
}

/** Record elements are called like their tables, all but a few. */
function schemaOfElement(element: string): TableSchema | undefined {
  const schema = SCHEMA.get(element as TableName);
  return schema?.record === element ? schema : undefined;
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw fail("canonical.malformed-xml", { reason: "it is not UTF-8." }, { cause });
  }
}

const DECLARATION = /^<\?xml[^>]*?\sencoding\s*=\s*["']([^"'>]{0,80})/;
const UTF8 = /^(?:utf-?8|us-ascii)$/i;

/** Whatever the declaration says, text in ASCII is read as it was meant. */
function refuseEncoding(text: string): void {
  const [, encoding = ""] = DECLARATION.exec(text) ?? [];
  if (encoding === "" || UTF8.test(encoding) || !/[^\0-\x7F]/.test(text)) return;
  throw fail("canonical.encoding", { encoding: encoding.slice(0, 40) });
}

/** U+241B stands for a character that XML cannot hold; by itself it would be read as another text than it was written as. */
function refuseWrongMarks({ element, fields, subfiles }: MwRecord): void {
  const all = [...fields, ...subfiles.flatMap(({ rows }) => rows.flatMap((row) => row.fields))];
  const bad = all.find(({ value }) => !isProtected(value));
  if (bad === undefined) return;
  const expected = "text in which each sign U+241B begins a mark";
  throw fail("canonical.bad-value", { field: bad.name, element, expected });
}
