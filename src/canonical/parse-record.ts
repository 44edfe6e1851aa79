import { fail, TidemarkError } from "../domain/errors/tidemark-error.ts";
import type { Field, MwRecord } from "../domain/record.ts";
import { elementName } from "./names.ts";
import { printRecord } from "./print.ts";
import { isProtected } from "./protect.ts";
import { RowReader } from "./row-reader.ts";
import { SubfileReader } from "./subfiles.ts";
import { parseXml, type XmlNode } from "./xml.ts";

/**
 * Reads one record file. Strict: only the very bytes that `recordBytes` prints for some record are taken, so a file
 * has one meaning and a record one file. Whether a zero is blank cannot be told without the schema and is not asked.
 * @throws canonical.not-canonical with the first line that differs, or with what is wrong with the XML
 */
export function parseRecord(bytes: Uint8Array): MwRecord {
  const text = decode(bytes);
  const declaration = text.indexOf("<!");
  if (declaration !== -1) throw otherForm(text, declaration);
  const record = readRecord(text);
  const canonical = printRecord(record);
  if (canonical !== text) throw otherForm(text, firstDifference(text, canonical));
  refuseWrongMarks(text, record);
  return record;
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw fail("canonical.not-canonical", { reason: "it is not UTF-8." }, { cause });
  }
}

/** The readers' own errors speak of a server's answer; here the same fault is one of a file. */
function readRecord(text: string): MwRecord {
  try {
    const document = parseXml(text);
    const [root = ""] = Object.keys(document);
    const element = elementName(root);
    const parts = new RowReader(element, undefined).read(document[root] as XmlNode);
    return { element, fields: parts.fields, subfiles: new SubfileReader(() => undefined).read(parts.subfiles) };
  } catch (cause) {
    if (!(cause instanceof TidemarkError)) throw cause;
    throw fail("canonical.not-canonical", { reason: cause.message }, { cause });
  }
}

/** A sign of protected text that begins no mark would be read as another text than it was written as. */
function refuseWrongMarks(text: string, record: MwRecord): void {
  if (!text.includes("\u241B")) return;
  const bad = allFields(record).find((field) => !isProtected(field.value));
  if (bad) throw otherForm(text, text.indexOf("\u241B", text.indexOf(`<${bad.name}`)));
}

function allFields(record: MwRecord): Field[] {
  return [...record.fields, ...record.subfiles.flatMap(({ rows }) => rows.flatMap((row) => row.fields))];
}

function otherForm(text: string, at: number): TidemarkError {
  const line = text.slice(0, at).split("\n").length;
  return fail("canonical.not-canonical", { reason: `first seen in line ${line}.` });
}

function firstDifference(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return at;
}
