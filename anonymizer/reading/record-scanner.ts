import { vendorName } from "../../src/canonical/names.ts";
import { sortRows } from "../../src/canonical/order.ts";
import type { TableName } from "../../src/domain/ids.ts";
import type { MwRecord, Subfile, SubfileRow } from "../../src/domain/record.ts";
import { SCHEMA, type TableSchema } from "../../src/domain/schema/schema.ts";
import { detached } from "../../src/lib/detached.ts";
import { RowScanner } from "./row-scanner.ts";

/** How lines of records are laid out. */
export interface RecordLayout {
  /** Before a record's tags, its fields' and subfiles', a row's, and its fields'. */
  readonly indents: readonly [record: string, field: string, row: string, rowField: string];
  readonly newline: string;
  readonly order: "name" | "vendor";
}

export const CANONICAL_LAYOUT: RecordLayout = { indents: ["", "  ", "    ", "      "], newline: "\n", order: "name" };

/** As MoneyWorks writes exports (observed). */
export function exportLayout(newline: string): RecordLayout {
  return { indents: ["\t", "\t\t", "\t\t\t", "\t\t\t\t"], newline, order: "vendor" };
}

/** A subfile's row tags, and what reads the lines between them. */
interface Rows {
  readonly element: string;
  readonly start: string;
  readonly systemStart: string;
  readonly end: string;
  readonly scanner: RowScanner;
}

const SUBFILE_NAME = /^[A-Za-z][A-Za-z0-9._]{0,79}$/;
const ELEMENT = /^[a-z][a-z0-9._]{0,79}$/;

/** Reads records of one table in one plain layout; see RowScanner. */
export class RecordScanner {
  /** Of the record scanned last, as it stands there; empty where it is absent. */
  seq = "";
  modtime = "";
  /** Behind the record scanned last. */
  end = 0;
  readonly #layout: RecordLayout;
  readonly #element: string;
  readonly #starts: readonly string[];
  readonly #recordEnd: string;
  readonly #subfileStart: string;
  readonly #subfileEnd: string;
  readonly #fields: RowScanner;
  readonly #rows = new Map<string, Rows>();
  #batch = 0;

  /** @param schema says what blank is, where fields may be */
  constructor({ record: element, ...schema }: TableSchema, layout: RecordLayout) {
    const { indents, newline, order } = layout;
    const [before, indent] = indents;
    this.#layout = layout;
    this.#element = element;
    this.#starts = [`${before}<${element}>${newline}`, `${before}<${element} system="true">${newline}`];
    this.#recordEnd = `${before}</${element}>`;
    this.#subfileStart = `${indent}<subfile name="`;
    this.#subfileEnd = `${indent}</subfile>${newline}`;
    const known = order === "vendor" ? { record: element, ...schema } : undefined;
    this.#fields = new RowScanner({ element, schema: known, indent, newline, order });
  }

  startBatch(): void {
    this.#batch++;
    this.#fields.startBatch(this.#batch);
    for (const { scanner } of this.#rows.values()) scanner.startBatch(this.#batch);
  }

  /** Names of the fields that the batch had, blank ones too; those of rows with their element before them. */
  names(): string[] {
    const rows = [...this.#rows.values()].flatMap(({ element, scanner }) => {
      const prefix = `${element}.`;
      return scanner.names().map((name) => (name.startsWith(prefix) ? name : prefix + name));
    });
    return [...this.#fields.names(), ...rows];
  }

  /** The record that begins at `start`; null: refused. */
  scan(text: string, start: number): MwRecord | null {
    const open = this.#starts.find((tag) => text.startsWith(tag, start));
    if (open === undefined || (open === this.#starts[1] && this.#layout.order === "name")) return null;
    let at = this.#fields.scan(text, start + open.length);
    if (at < 0) return null;
    const { fields, seq, modtime } = this.#fields;
    const subfiles: Subfile[] = [];
    while (text.startsWith(this.#subfileStart, at)) {
      const subfile = this.#subfile(text, at);
      if (subfile === null || (subfiles.at(-1)?.name ?? "") >= subfile.name) return null;
      subfiles.push(subfile);
      at = this.end;
    }
    if (!text.startsWith(this.#recordEnd, at)) return null;
    this.end = behindNewline(text, at + this.#recordEnd.length);
    if (this.end === 0) return null;
    this.seq = seq;
    this.modtime = modtime;
    return { element: this.#element, fields, subfiles };
  }

  #subfile(text: string, start: number): Subfile | null {
    const nameStart = start + this.#subfileStart.length;
    const nameEnd = text.indexOf('"', nameStart);
    const name = text.slice(nameStart, nameEnd);
    const tail = `">${this.#layout.newline}`;
    if (!SUBFILE_NAME.test(name) || !text.startsWith(tail, nameEnd)) return null;
    const kind = this.#rowsAt(text, nameEnd + tail.length);
    const rows = kind && this.#rowsOf(text, nameEnd + tail.length, kind);
    return rows && { name: detached(vendorName(name)), element: kind.element, rows };
  }

  /** The kind of a subfile's first row; null: none of a plain kind. */
  #rowsAt(text: string, at: number): Rows | null {
    const [, , before] = this.#layout.indents;
    if (!text.startsWith(`${before}<`, at)) return null;
    const start = at + before.length + 1;
    let end = start;
    while (end < text.length && !" >\n".includes(text.charAt(end))) end++;
    const element = text.slice(start, end);
    return this.#rows.get(element) ?? (ELEMENT.test(element) ? this.#addRows(detached(element)) : null);
  }

  #addRows(element: string): Rows {
    const { indents, newline, order } = this.#layout;
    const [, , before, indent] = indents;
    const schema = order === "vendor" ? SCHEMA.get(element as TableName) : undefined;
    const scanner = new RowScanner({ element, schema, indent, newline, order });
    scanner.startBatch(this.#batch);
    const rows = {
      element,
      start: `${before}<${element}>${newline}`,
      systemStart: `${before}<${element} system="true">${newline}`,
      end: `${before}</${element}>${newline}`,
      scanner,
    };
    this.#rows.set(element, rows);
    return rows;
  }

  /** Rows in canonical order; null: refused. Sets `end` behind the subfile. */
  #rowsOf(text: string, start: number, { element, start: user, systemStart, end, scanner }: Rows): SubfileRow[] | null {
    const rows: SubfileRow[] = [];
    let at = start;
    let isSorted = true;
    let [sort, seq] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
    while (!text.startsWith(this.#subfileEnd, at)) {
      const system = text.startsWith(systemStart, at);
      if (!system && !text.startsWith(user, at)) return null;
      at = scanner.scan(text, at + (system ? systemStart : user).length);
      if (at < 0 || !text.startsWith(end, at)) return null;
      at += end.length;
      rows.push({ fields: scanner.fields, system });
      const [nextSort, nextSeq] = [numberOf(scanner.sort), numberOf(scanner.seq)];
      isSorted &&= nextSort > sort || (nextSort === sort && nextSeq >= seq);
      [sort, seq] = [nextSort, nextSeq];
    }
    this.end = at + this.#subfileEnd.length;
    if (isSorted) return rows;
    return this.#layout.order === "name" ? null : sortRows(rows, element);
  }
}

/** Behind a line break of either kind: what ends a batch's last record was not in the file. 0: there is none. */
function behindNewline(text: string, at: number): number {
  if (text.startsWith("\n", at)) return at + 1;
  return text.startsWith("\r\n", at) ? at + 2 : 0;
}

function numberOf(text: string): number {
  const number = Number(text);
  return Number.isFinite(number) ? number : 0;
}
