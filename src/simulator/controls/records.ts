import { fail } from "../../domain/errors/tidemark-error.ts";
import type { TableName } from "../../domain/ids.ts";
import { type FieldSchema, SCHEMA, type TableSchema } from "../../domain/schema/schema.ts";
import { normalise } from "../import/normalise.ts";
import type { ServerState } from "../server-state.ts";
import { alter, type FieldValues, mergeFields, type SimRow } from "../store/row.ts";
import type { Table } from "../store/table.ts";

/** Changes to put on a record, by lower-case field without prefix; an empty string blanks a field. */
export type Changes = Readonly<Record<string, string | number | boolean>>;

/** Which record: its sequence number, or its code (for `detail` always the line's number). */
export type Key = string | number;

/** A new record, and for transactions its lines. Nothing is checked or computed: use an import for that. */
export interface NewRecord {
  readonly fields: Changes;
  readonly lines?: readonly Changes[];
}

/**
 * Changes records behind the client's back, as people at MoneyWorks windows do, and as they cannot. Every method
 * throws `simulator.table`, `simulator.record` or `simulator.field` for what does not exist.
 */
export class RecordControls {
  readonly #state: ServerState;

  constructor(state: ServerState) {
    this.#state = state;
  }

  /** Changes fields and stamps the record with the virtual clock's now. A transaction's lines are edited in `detail`. */
  edit(table: string, key: Key, fields: Changes): SimRow {
    return this.#put(table, this.find(table, key), {
      fields: valuesOf(table, fields),
      modtime: this.#state.clock.stamp(),
    });
  }

  /** Changes fields without a new modtime, as recalculated balances and ageing do. */
  silentChange(table: string, key: Key, fields: Changes): SimRow {
    const row = this.find(table, key);
    return this.#put(table, row, { fields: valuesOf(table, fields), modtime: row.modtime });
  }

  /** A new modtime and no other change. @param modtime default: the virtual clock's now */
  touch(table: string, key: Key, modtime: string = this.#state.clock.stamp()): SimRow {
    return this.#put(table, this.find(table, key), { fields: {}, modtime });
  }

  /** One modtime for many records, as a bulk action leaves behind. @param keys default: every record of the table */
  bulkStamp(table: string, keys?: readonly Key[], modtime: string = this.#state.clock.stamp()): number {
    const rows = keys?.map((key) => this.find(table, key)) ?? [...this.#table(table).bySequence()];
    for (const row of rows) this.#put(table, row, { fields: {}, modtime });
    return rows.length;
  }

  add(table: string, { fields, lines }: NewRecord): SimRow {
    const modtime = this.#state.clock.stamp();
    const target = this.#table(table);
    const row = target.insert({ modtime, fields: mergeFields({}, valuesOf(table, fields)) });
    if (lines === undefined) return row;
    const numbers = lines.map((line, index) => {
      const content = { modtime, fields: mergeFields({}, valuesOf("detail", line)), parent: row.seq, sort: index + 1 };
      return this.#table("detail").insert(content).seq;
    });
    const complete = alter(row, { lines: numbers });
    target.replace(complete);
    return complete;
  }

  /** Deletes a record, a transaction with its lines, a transaction's line alone. MoneyWorks keeps no trace of it. */
  remove(table: string, key: Key): void {
    const row = this.find(table, key);
    this.#state.document.remove(table, row.seq);
    if (row.parent === undefined) return;
    const header = this.#table("transaction").get(row.parent);
    if (header?.lines === undefined) return;
    this.#table("transaction").replace(alter(header, { lines: header.lines.filter((seq) => seq !== row.seq) }));
  }

  /** @throws `simulator.record` */
  find(table: string, key: Key): SimRow {
    const schema = schemaOf(table);
    const rows = this.#table(table);
    const byCode = schema.key !== "sequencenumber" && typeof key === "string" ? rows.byKey(schema.key, key) : undefined;
    const row = byCode ?? (/^\d+$/.test(String(key)) ? rows.get(Number(key)) : undefined);
    if (row === undefined) throw fail("simulator.record", { table, key });
    return row;
  }

  #put(table: string, row: SimRow, { fields, modtime }: { fields: FieldValues; modtime: string }): SimRow {
    const changed = alter(row, { modtime, fields: mergeFields(row.fields, fields) });
    this.#table(table).replace(changed);
    return changed;
  }

  #table(name: string): Table {
    const table = this.#state.document.find(name);
    if (table === undefined) throw fail("simulator.table", { table: name });
    return table;
  }
}

function schemaOf(table: string): TableSchema {
  const schema = SCHEMA.get(table as TableName);
  if (schema === undefined) throw fail("simulator.table", { table });
  return schema;
}

function valuesOf(table: string, changes: Changes): FieldValues {
  const schema = schemaOf(table);
  return Object.fromEntries(Object.entries(changes).map(([name, value]) => [name, storedText(schema, name, value)]));
}

/** Numbers and dates in their stored form; text as given, however long: tests want to see more than a server would hold. */
function storedText(schema: TableSchema, name: string, value: string | number | boolean): string {
  const field = schema.field.get(name);
  if (field === undefined) throw fail("simulator.field", { table: schema.table, field: name });
  const text = value === true ? "1" : value === false ? "0" : String(value);
  return isText(field) ? text : normalise(field, text);
}

function isText({ kind }: FieldSchema): boolean {
  return kind === "T" || kind === "A";
}
