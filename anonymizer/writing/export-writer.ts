import type { TableName } from "../../src/domain/ids.ts";
import type { Field, Subfile } from "../../src/domain/record.ts";
import { SCHEMA, type TableSchema } from "../../src/domain/schema/schema.ts";
import type { Item } from "../model/batch.ts";
import { type ExportForm, RowLayout, xmlName } from "./row-layout.ts";

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
    this.#record = layouts(schema, { form, depth: 2 });
  }

  /** From the tabs before the record's element to the newline behind it. */
  write({ record, modtime }: Item): string {
    const { record: element } = this.#schema;
    const isSystem = isSystemLine(this.#schema, record.fields);
    const layout = isSystem ? this.#record.system : this.#record.user;
    const fields = layout.print(record.fields, timeField(this.#record.modtime, modtime));
    let subfiles = "";
    for (const subfile of record.subfiles) subfiles += this.#subfile(subfile, modtime);
    const mark = isSystem && this.#form === "verbose" ? ' system="true"' : "";
    return `\t<${element}${mark}>\n${fields}${subfiles}\t</${element}>\n`;
  }

  #subfile({ name, element, rows }: Subfile, modtime: string | null): string {
    const layout = this.#rows.get(element) ?? layouts(schemaOfRows(element), { form: this.#form, depth: 4 });
    this.#rows.set(element, layout);
    const time = timeField(layout.modtime, modtime);
    let text = "";
    for (const { fields, system } of rows) {
      // A terse export has no lines that MoneyWorks made itself (observed).
      if (system && this.#form === "terse") continue;
      const start = system ? `<${element} system="true">` : `<${element}>`;
      const lines = (system ? layout.system : layout.user).print(fields, time);
      text += `\t\t\t${start}\n${lines}\t\t\t</${element}>\n`;
    }
    return text === "" ? "" : `\t\t<subfile name="${name}">\n${text}\t\t</subfile>\n`;
  }
}

/** A line that is exported by itself has its mark in its flags too: bit 15 (manual). */
function isSystemLine({ table, prefix }: TableSchema, fields: readonly Field[]): boolean {
  if (table !== "detail") return false;
  return (Number(fields.find(({ name }) => name === `${prefix}flags`)?.value ?? 0) & 0x8000) !== 0;
}

function layouts(schema: TableSchema, kind: { readonly form: ExportForm; readonly depth: 2 | 4 }): RowLayouts {
  return {
    user: new RowLayout(schema, { ...kind, isSystemLine: false }),
    system: new RowLayout(schema, { ...kind, isSystemLine: true }),
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
