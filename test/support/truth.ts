import { createHash } from "node:crypto";
import type { TableName } from "../../src/domain/ids.ts";
import { SCHEMA, type TableSchema } from "../../src/domain/schema/schema.ts";
import type { Simulator } from "../../src/simulator/simulator.ts";
import { type Element, readXml } from "./second-reader.ts";

/*
 * A second opinion on what the mirror must hold, made from the simulator's own export by another XML parser and with
 * none of the code that makes the mirror: no parser, printer, key or path function of it.
 */

/** A record's content: values by field path, `phone` or `detail[2].gross`; `phone@system` marks a system field. */
export type Content = ReadonlyMap<string, string>;
/** Contents by `table/key`. */
export type Contents = ReadonlyMap<string, Content>;

/** What the mirror of these tables must hold now. */
export function expectedContents(
  simulator: Pick<Simulator, "rows" | "exportXml">,
  tables: readonly TableName[],
): Map<string, Content> {
  const contents = new Map<string, Content>();
  for (const table of tables) {
    const schema = schemaOf(table);
    const rows = simulator.rows(table);
    readXml(simulator.exportXml(table)).children.forEach((record, index) => {
      const content = exportedContent(record, schema);
      content.set("sequencenumber", String(rows[index]?.seq)).set("sequencenumber@system", "true");
      contents.set(`${table}/${keyOf(schema, content)}`, content);
    });
  }
  return contents;
}

/** What the files of a commit hold. @throws for a file that is no record's, or is not where that record belongs */
export function actualContents(files: ReadonlyMap<string, Uint8Array>): Map<string, Content> {
  const contents = new Map<string, Content>();
  for (const [path, bytes] of files) {
    if (path.startsWith(".tidemark/")) continue;
    const [table = ""] = path.split("/", 1);
    const name = path.slice(path.lastIndexOf("/") + 1);
    const key = keyOfName(name);
    if (path !== `${directoryOf(schemaOf(table), key)}/${name}`) throw new Error(`${path} is in the wrong place`);
    contents.set(`${table}/${key}`, fileContent(bytes));
  }
  return contents;
}

/** Readable lines on what differs, at most `most`; empty when the two are equal. */
export function differences(expected: Contents, actual: Contents, most = 10): string[] {
  const lines: string[] = [];
  for (const record of new Set([...expected.keys(), ...actual.keys()])) {
    const [wanted, found] = [expected.get(record), actual.get(record)];
    if (wanted === undefined) lines.push(`${record} should not be there`);
    else if (found === undefined) lines.push(`${record} is missing`);
    else lines.push(...fieldDifferences(wanted, found).map((text) => `${record} ${text}`));
    if (lines.length >= most) break;
  }
  return lines.slice(0, most);
}

function fieldDifferences(wanted: Content, found: Content): string[] {
  const paths = [...new Set([...wanted.keys(), ...found.keys()])].filter(
    (path) => wanted.get(path) !== found.get(path),
  );
  return paths.map((path) => {
    const [is, should] = [found, wanted].map((content) => JSON.stringify(content.get(path) ?? null));
    return `${path}: ${is} instead of ${should}`;
  });
}

/** The content of a canonical file: every element counts, nothing is left out. @throws when it is not in order */
export function fileContent(bytes: Uint8Array): Map<string, string> {
  const record = readXml(new TextDecoder().decode(bytes));
  const fields = record.children.filter(({ name }) => name !== "subfile");
  requireAscending(fields.map(({ name }) => name));
  for (const line of linesOf(record)) requireAscending(line.children.map(({ name }) => name));
  return contentOf(
    record,
    () => true,
    (text) => text,
  );
}

/** The content that a record of a verbose export comes to: without blanks and stamps, forbidden characters marked. */
function exportedContent(record: Element, schema: TableSchema): Map<string, string> {
  const detail = schemaOf("detail");
  const keep = (field: Element, inLine: boolean) => isKept(inLine ? detail : schema, field);
  return contentOf(record, keep, protectedText);
}

type Keep = (field: Element, inLine: boolean) => boolean;

function contentOf(record: Element, keep: Keep, textOf: (text: string) => string): Map<string, string> {
  const content = new Map<string, string>();
  const add = (path: string, { text, system }: Element) => {
    if (content.has(path)) throw new Error(`${path} stands there twice`);
    content.set(path, textOf(text));
    if (system) content.set(`${path}@system`, "true");
  };
  for (const field of record.children) if (field.name !== "subfile" && keep(field, false)) add(field.name, field);
  for (const line of linesOf(record)) {
    const path = `${line.name}[${line.children.find(({ name }) => name === "detail.sort")?.text}]`;
    if (line.system) content.set(`${path}@system`, "true");
    for (const field of line.children) {
      if (keep(field, true)) add(`${path}.${field.name.replace(`${line.name}.`, "")}`, field);
    }
  }
  return content;
}

function linesOf(record: Element): readonly Element[] {
  return record.children.filter(({ name }) => name === "subfile").flatMap(({ children }) => children);
}

function requireAscending(names: readonly string[]): void {
  if (names.some((name, index) => index > 0 && (names[index - 1] as string) >= name))
    throw new Error(`not in order: ${names.join(" ")}`);
}

/** MoneyWorks' blanks by the field's kind, as its terse export leaves them out (manual). */
function isKept(schema: TableSchema, { name, text }: Element): boolean {
  const bare = name.startsWith(schema.prefix) ? name.slice(schema.prefix.length) : name;
  if (bare === "lastmodifiedtime") return false;
  switch (schema.field.get(bare)?.kind) {
    case "N":
      return Number(text) !== 0;
    case "B":
      return text !== "" && text !== "0";
    case "D":
    case "S":
      return text !== "" && !text.startsWith("19040101");
    default:
      return text !== "";
  }
}

/** What XML 1.0 forbids, and the mark itself, as U+241B and the code point in braces. */
export function protectedText(text: string): string {
  return text.replace(/\p{Cc}|[\uFFFE\uFFFF\u241B]/gu, (character) => {
    const code = character.charCodeAt(0);
    const allowed = code === 9 || code === 10 || code === 13 || (code >= 0x7f && code <= 0x9f);
    return allowed ? character : `␛{${code.toString(16).toUpperCase()}}`;
  });
}

function keyOf(schema: TableSchema, content: Content): string {
  const code = content.get(schema.key);
  if (schema.key === "sequencenumber") return content.get("sequencenumber") ?? "";
  if (code === undefined) return `#${content.get("sequencenumber")}`;
  return code.startsWith("#") ? `#${code}` : code;
}

/** The directory by the documented rule: four levels of a number, two of a code's SHA-1, six bits a level. */
function directoryOf(schema: TableSchema, key: string): string {
  const number = Number(key);
  const hash = createHash("sha1").update(key).digest().readUInt16BE();
  const levels =
    schema.key === "sequencenumber"
      ? [number >>> 24, (number >>> 18) & 63, (number >>> 12) & 63, (number >>> 6) & 63]
      : [hash >>> 10, (hash >>> 4) & 63];
  return [schema.table, ...levels.map((level) => level.toString(16).padStart(2, "0"))].join("/");
}

/** `~` only says where letter case changes; the rest is percent-encoded. */
function keyOfName(name: string): string {
  if (!name.endsWith(".xml") || name.startsWith("%%")) throw new Error(`${name} is no file name of a short key`);
  return decodeURIComponent(name.slice(0, -4).replaceAll("~", ""));
}

function schemaOf(table: string): TableSchema {
  const schema = SCHEMA.get(table as TableName);
  if (schema === undefined) throw new Error(`there is no table ${table}`);
  return schema;
}
