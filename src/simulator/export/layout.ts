import type { TableName } from "../../domain/ids.ts";
import { type FieldSchema, SCHEMA, type TableSchema } from "../../domain/schema/schema.ts";
import { prefixedName } from "../expression/names.ts";
import { blankText } from "../view/field-text.ts";

/** One field's XML, made once for a table and a depth. */
export interface FieldLayout {
  readonly name: string;
  /** Indentation and start tag. */
  readonly open: string;
  /** End tag and newline. */
  readonly close: string;
  /** The whole line when the field is blank. */
  readonly blank: string;
  /** Present on user lines only (`detail.net`, observed). */
  readonly userLinesOnly: boolean;
}

export interface TableLayout {
  readonly schema: TableSchema;
  readonly verbose: readonly FieldLayout[];
  /** Without system fields (manual). */
  readonly terse: readonly FieldLayout[];
}

/** Precomputed tags of every table in vendor field order, as records of their own and as subfile rows. */
export class Layouts {
  readonly #newline: string;
  readonly #made = new Map<string, TableLayout>();

  /** @param newline LF as observed, or CR LF */
  constructor(newline: string) {
    this.#newline = newline;
  }

  /** @param depth tabs before a field: 2 in a record, 4 in a subfile row (observed) */
  of(table: TableName, depth: 2 | 4): TableLayout {
    const key = `${table} ${depth}`;
    const made = this.#made.get(key) ?? this.#make(table, "\t".repeat(depth));
    this.#made.set(key, made);
    return made;
  }

  #make(table: TableName, indent: string): TableLayout {
    const schema = SCHEMA.get(table);
    if (schema === undefined) throw new RangeError(`no table ${table}`);
    const inXml = schema.fields.filter((field) => field.inXml);
    const layout = (field: FieldSchema) => this.#field(field, prefixedName(schema, field.name), indent);
    return {
      schema,
      verbose: inXml.map(layout),
      terse: inXml.filter((field) => !field.system && field.importable !== false).map(layout),
    };
  }

  #field(field: FieldSchema, element: string, indent: string): FieldLayout {
    const open = `${indent}<${element}${field.system ? ' system="true"' : ""}>`;
    const close = `</${element}>${this.#newline}`;
    return { name: field.name, open, close, blank: open + blankText(field) + close, userLinesOnly: field.pseudo };
  }
}
