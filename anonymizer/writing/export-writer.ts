import type { TableName } from "../../src/domain/ids.ts";
import type { Field, Subfile, SubfileRow } from "../../src/domain/record.ts";
import { SCHEMA, type TableSchema } from "../../src/domain/schema/schema.ts";
import type { Item } from "../model/batch.ts";
import type { RecordBuffer } from "./record-buffer.ts";
import { type ExportForm, type RowKind, RowLayout, xmlName } from "./row-layout.ts";

/** Layouts of a row that a person entered and of one that MoneyWorks made. */
interface RowLayouts {
  readonly user: RowLayout;
  readonly system: RowLayout;
  readonly modtime: string;
}

/** Writes one table's records as they stand in an export, in the layout that a 9.2.1 server was seen to use. */
export class ExportWriter {
  readonly #schema: TableSchema;
  readonly #form: ExportForm;
  readonly #record: RowLayouts;
  readonly #rows = new Map<string, RowLayouts>();

  constructor(schema: TableSchema, form: ExportForm) {
    this.#schema = schema;
    this.#form = form;
    this.#record = layoutsOf(schema, { form, depth: 2, element: schema.record });
  }

  /** From the tabs before the record's element to the newline behind it. */
  write({ record, modtime }: Item, into: RecordBuffer): void {
    const isSystem = isSystemLine(this.#schema, record.fields);
    const layout = isSystem ? this.#record.system : this.#record.user;
    layout.print(record.fields, timeField(this.#record.modtime, modtime), into);
    for (const subfile of record.subfiles) this.#subfile(subfile, modtime, into);
    into.addBytes(layout.end);
  }

  #subfile({ name, element, rows }: Subfile, modtime: string | null, into: RecordBuffer): void {
    const layouts =
      this.#rows.get(element) ?? layoutsOf(schemaOfRows(element), { form: this.#form, depth: 4, element });
    this.#rows.set(element, layouts);
    const time = timeField(layouts.modtime, modtime);
    // A terse export has no lines that MoneyWorks made itself (observed).
    const isLeftOut = (row: SubfileRow) => row.system && this.#form === "terse";
    if (rows.every(isLeftOut)) return;
    into.addText(`\t\t<subfile name="${name}">\n`);
    for (const row of rows) {
      if (isLeftOut(row)) continue;
      const layout = row.system ? layouts.system : layouts.user;
      layout.print(row.fields, time, into);
      into.addBytes(layout.end);
    }
    into.addText("\t\t</subfile>\n");
  }
}

/** A line that is exported by itself has its mark in its flags too: bit 15 (manual). */
function isSystemLine({ table, prefix }: TableSchema, fields: readonly Field[]): boolean {
  if (table !== "detail") return false;
  return (Number(fields.find(({ name }) => name === `${prefix}flags`)?.value ?? 0) & 0x8000) !== 0;
}

type Kind = Pick<RowKind, "form" | "depth" | "element">;

function layoutsOf(schema: TableSchema, kind: Kind): RowLayouts {
  const isMarked = kind.depth === 4 || kind.form === "verbose";
  return {
    user: new RowLayout(schema, { ...kind, isMarked: false, isSystemLine: false }),
    system: new RowLayout(schema, { ...kind, isMarked, isSystemLine: true }),
    modtime: xmlName(schema, "lastmodifiedtime"),
  };
}

function timeField(name: string, modtime: string | null): Field | null {
  return modtime === null ? null : { name, value: modtime, system: true };
}

/** Rows of a kind that the schema does not know: all their fields are unknown to it. */
function schemaOfRows(element: string): TableSchema {
  return SCHEMA.get(element as TableName) ?? NO_SCHEMA;
}

const NO_SCHEMA: TableSchema = {
  table: "" as TableName,
  record: "",
  name: "",
  key: "",
  subfiles: [],
  prefix: "",
  prefixExcept: [],
  fields: [],
  field: new Map(),
};
