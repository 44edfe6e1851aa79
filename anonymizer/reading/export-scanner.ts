import { type ParsedExport, parseExport } from "../../src/canonical/parse-export.ts";
import { isModtime } from "../../src/domain/ids.ts";
import type { TableSchema } from "../../src/domain/schema/schema.ts";
import type { Item } from "../model/batch.ts";
import { bytesAsText } from "./bytes-as-text.ts";
import { exportLayout, RecordScanner } from "./record-scanner.ts";

const HEAD =
  /^<\?xml version="1\.0"(?: encoding="(?:UTF-8|utf-8)")?\?>(\r?\n)<table name="([A-Za-z0-9]{1,40})"((?: (?:count|start|found)="\d{1,10}"){0,3})>(\r?\n)/;
const TABLE_END = /^<\/table>[ \t\r\n]*$/;
const SEQUENCE = /^[1-9]\d{0,9}$/;
const MAX_SEQUENCE = 0xffffffff;

/** An export, and what reads it. */
interface Document {
  readonly scanner: RecordScanner;
  /** Bytes as characters. */
  readonly text: string;
  /** Up to the first record. */
  readonly head: string;
  readonly newline: string;
  readonly schema: TableSchema;
}

/**
 * Reads exports of one table in the layout of a 9.2.1 server; a record that is laid out in another way is parsed alone, and
 * all else is left to parseExport.
 */
export class ExportScanner {
  readonly #schema: TableSchema;
  readonly #scanners = new Map<string, RecordScanner>();

  constructor(schema: TableSchema) {
    this.#schema = schema;
  }

  /**
   * The records one by one.
   * @param names gets the names of all fields met, blank ones too, at the end
   * @returns whether that was all; false: another reader has to begin anew
   */
  *scan(bytes: Uint8Array, names: Set<string>): Generator<Item, boolean> {
    const text = bytesAsText(bytes);
    const head = text === null ? null : HEAD.exec(text);
    if (text === null || head === null || !this.#isRight(head)) return false;
    const newline = head[1] as string;
    const scanner = this.#scanners.get(newline) ?? new RecordScanner(this.#schema, exportLayout(newline));
    this.#scanners.set(newline, scanner);
    return yield* scanRecords({ scanner, text, head: head[0], newline, schema: this.#schema }, names);
  }

  #isRight([, newline, name = "", counts = "", second]: RegExpExecArray): boolean {
    const names = counts.match(/[a-z]+/g) ?? [];
    return (
      newline === second &&
      name.toLowerCase() === this.#schema.name.toLowerCase() &&
      new Set(names).size === names.length
    );
  }
}

function* scanRecords(document: Document, names: Set<string>): Generator<Item, boolean> {
  const { scanner, text } = document;
  scanner.startBatch();
  let at = document.head.length;
  while (text.startsWith("\t<", at)) {
    const item = itemAt(scanner, text, at);
    if (item !== null) {
      at = scanner.end;
      yield item;
      continue;
    }
    const end = endOfRecord(document, at);
    const parsed = parseAlone(document, at, end);
    if (parsed === null) return false;
    for (const name of parsed.fields) names.add(name);
    at = end;
    yield* parsed.records;
  }
  for (const name of scanner.names()) names.add(name);
  return TABLE_END.test(text.slice(at));
}

/** null: another reader has to judge the record. */
function itemAt(scanner: RecordScanner, text: string, at: number): Item | null {
  const record = scanner.scan(text, at);
  const { seq, modtime } = scanner;
  if (record === null) return null;
  if (seq !== "" && (!SEQUENCE.test(seq) || Number(seq) > MAX_SEQUENCE)) return null;
  if (modtime !== "" && !isModtime(modtime)) return null;
  return { seq: seq === "" ? null : Number(seq), modtime: modtime === "" ? null : modtime, record };
}

/** Behind the line that ends the record, as far as lines tell it. */
function endOfRecord({ text, schema, newline }: Document, start: number): number {
  const line = `${newline}\t</${schema.record}>`;
  for (let at = text.indexOf(line, start); at !== -1; at = text.indexOf(line, at + 1)) {
    const end = text.indexOf("\n", at + line.length) + 1;
    if (end > 0 && (text.startsWith(`\t<${schema.record}`, end) || text.startsWith("</table>", end))) return end;
  }
  return text.length;
}

/** One record as a document of its own; null where that is none, so that the whole batch is another reader's. */
function parseAlone({ text, head, schema }: Document, start: number, end: number): ParsedExport | null {
  try {
    const parsed = parseExport(Buffer.from(`${head}${text.slice(start, end)}</table>`, "latin1"), schema);
    return parsed.records.length === 1 ? parsed : null;
  } catch {
    return null;
  }
}
