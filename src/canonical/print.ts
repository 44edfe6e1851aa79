import type { Field, MwRecord, Subfile } from "../domain/record.ts";

const SPECIAL = /[&<>\r]/;
const SPECIALS = /[&<>\r]/g;
const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#xD;" };

/**
 * The one canonical text of a record; docs/repository-format.md describes it. Equal records print equal text, and
 * `parseRecord(recordBytes(r))` is r again. Without its final newline the text is its own Canonical XML 1.1.
 */
export function printRecord(record: MwRecord): string {
  let text = `<${record.element}>\n${printFields(record.fields, "  ")}`;
  for (const subfile of record.subfiles) text += printSubfile(subfile);
  return `${text}</${record.element}>\n`;
}

/** `printRecord` in UTF-8. */
export function recordBytes(record: MwRecord): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(printRecord(record));
}

function printSubfile(subfile: Subfile): string {
  let text = `  <subfile name="${subfile.name}">\n`;
  for (const row of subfile.rows) {
    const start = row.system ? `<${subfile.element} system="true">` : `<${subfile.element}>`;
    text += `    ${start}\n${printFields(row.fields, "      ")}    </${subfile.element}>\n`;
  }
  return `${text}  </subfile>\n`;
}

function printFields(fields: readonly Field[], indent: string): string {
  let text = "";
  for (const { name, value, system } of fields) {
    const start = system ? `<${name} system="true">` : `<${name}>`;
    text += `${indent}${start}${escapeText(value)}</${name}>\n`;
  }
  return text;
}

/**
 * Character data as Canonical XML 1.1 (section 2.3) writes it: tabs and line feeds stay raw, a carriage return must be a
 * reference because a parser would turn a raw one into a line feed.
 */
export function escapeText(value: string): string {
  return SPECIAL.test(value) ? value.replace(SPECIALS, (character) => ESCAPES[character] as string) : value;
}
