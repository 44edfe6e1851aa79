import type { TableName } from "../../domain/ids.ts";
import { SCHEMA } from "../../domain/schema/schema.ts";
import type { NewRow } from "../company/data.ts";
import type { SimRow } from "./row.ts";
import { type Journal, Table, type TableState } from "./table.ts";

const DETAIL = "detail" as TableName;

/** Rows of a document, table by table; `CompanyData` is one, and so are rows that are made while they are read. */
export interface CompanySource {
  readonly tables: Readonly<Record<string, Iterable<NewRow>>>;
}

/** A whole document, as plain data that JSON can hold. `version` is that of this form. */
export interface DocumentState {
  readonly version: 1;
  readonly uuid: string;
  readonly tables: Readonly<Record<string, TableState>>;
}

/** A MoneyWorks document: every table of the schema, its identity, and all-or-nothing changes. */
export class SimDocument {
  readonly #journal: Journal = { undo: null };
  readonly #tables: ReadonlyMap<string, Table>;
  /** `DocUUID`. */
  uuid: string;

  constructor(uuid: string) {
    this.uuid = uuid;
    this.#tables = new Map([...SCHEMA.keys()].map((name) => [name, new Table(this.#journal)]));
  }

  /** @returns undefined for a name that no MoneyWorks has */
  find(table: string): Table | undefined {
    return this.#tables.get(table);
  }

  /** @throws RangeError for a name that no MoneyWorks has */
  table(name: string): Table {
    const table = this.#tables.get(name);
    if (table === undefined) throw new RangeError(`no table ${name}`);
    return table;
  }

  /** Puts generated rows in; transaction lines become rows of `detail`. */
  load(data: CompanySource): void {
    for (const [name, rows] of Object.entries(data.tables)) {
      const table = this.table(name);
      for (const row of rows) table.load(row.seq, this.#content(row));
    }
  }

  /** Puts one row in, with its lines. @returns false, and puts nothing in, when one of their numbers is taken */
  add(name: string, row: NewRow): boolean {
    const table = this.table(name);
    const details = this.table(DETAIL);
    const numbers = new Set(row.lines?.map(({ seq }) => seq));
    if (table.get(row.seq) !== undefined || numbers.size < (row.lines?.length ?? 0)) return false;
    for (const number of numbers) if (details.get(number) !== undefined) return false;
    table.load(row.seq, this.#content(row));
    return true;
  }

  /** Lines of a transaction in the order of their `sort`. */
  lines(row: SimRow): readonly SimRow[] {
    const details = this.table(DETAIL);
    return (row.lines ?? []).flatMap((seq) => details.get(seq) ?? []);
  }

  /** Deletes a record; a transaction's lines go with it (manual). */
  remove(table: string, seq: number): boolean {
    const row = this.table(table).remove(seq);
    for (const line of row?.lines ?? []) this.table(DETAIL).remove(line);
    return row !== undefined;
  }

  /** Runs `change`; when it throws, every row, number and slot is what it was before, and the error goes on. */
  atomically<T>(change: () => T): T {
    const outer = this.#journal.undo;
    const undo: (() => void)[] = [];
    this.#journal.undo = undo;
    try {
      const result = change();
      this.#journal.undo = outer;
      outer?.push(...undo);
      return result;
    } catch (error) {
      this.#journal.undo = null;
      for (const step of undo.reverse()) step();
      this.#journal.undo = outer;
      throw error;
    }
  }

  /** Records per table that has any. */
  sizes(): Readonly<Record<string, number>> {
    return Object.fromEntries(
      [...this.#tables].flatMap(([name, table]) => (table.size > 0 ? [[name, table.size]] : [])),
    );
  }

  state(): DocumentState {
    const tables = Object.fromEntries([...this.#tables].map(([name, table]) => [name, table.state()]));
    return { version: 1, uuid: this.uuid, tables };
  }

  restore(state: DocumentState): void {
    this.uuid = state.uuid;
    for (const [name, table] of this.#tables) table.restore(state.tables[name] ?? { next: 1, rows: [] });
  }

  #content(row: NewRow): { modtime: string; fields: NewRow["fields"]; lines?: readonly number[] } {
    if (row.lines === undefined) return { modtime: row.modtime, fields: row.fields };
    const details = this.table(DETAIL);
    row.lines.forEach((line, index) => {
      const { parentseq: _parent, sort: _sort, ...fields } = line.fields;
      details.load(line.seq, { modtime: line.modtime, fields, parent: row.seq, sort: index + 1 });
    });
    return { modtime: row.modtime, fields: row.fields, lines: row.lines.map((line) => line.seq) };
  }
}
