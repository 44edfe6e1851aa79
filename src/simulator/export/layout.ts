import type { TableName } from "../../domain/ids.ts";
import { type FieldSchema, SCHEMA, type TableSchema } from "../../domain/schema/schema.ts";
import { prefixedName } from "../expression/names.ts";
import type { Quirks } from "../options.ts";
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
  /** The same, with an element of its own form where it is empty: `<a/>`. */
  readonly otherBlank: string;
  /** `blank` is no blank at all: one value in every record. */
  readonly constant: boolean;
  /** Present on user lines only (`detail.net`, observed). */
  readonly userLinesOnly: boolean;
}

export interface TableLayout {
  readonly schema: TableSchema;
  readonly verbose: readonly FieldLayout[];
  /** Without system fields (manual). */
  readonly terse: readonly FieldLayout[];
}

/** Which fields this server's XML has besides those of the schema, and which it lacks; see `Quirks`. */
export type FieldQuirks = Pick<Quirks, "extraFields" | "missingFields">;

/** Precomputed tags of every table in vendor field order, as records of their own and as subfile rows. */
export class Layouts {
  readonly #newline: string;
  readonly #quirks: FieldQuirks;
  readonly #made = new Map<string, TableLayout>();

  /** @param newline LF as observed, or CR LF */
  constructor(newline: string, quirks: FieldQuirks) {
    this.#newline = newline;
    this.#quirks = quirks;
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
    const missing = new Set(this.#quirks.missingFields);
    const inXml = schema.fields.filter((field) => field.inXml && !missing.has(`${table}.${field.name}`));
    const layout = (field: FieldSchema) => this.#field(field, prefixedName(schema, field.name), indent);
    const extra = this.#extra(schema, indent);
    const terse = inXml.filter((field) => !field.system && field.importable !== false);
    return {
      schema,
      verbose: [...inXml.map(layout), ...extra],
      terse: [...terse.map(layout), ...extra.filter(({ constant }) => constant)],
    };
  }

  #extra(schema: TableSchema, indent: string): FieldLayout[] {
    const own = this.#quirks.extraFields.filter((text) => text.startsWith(`${schema.table}.`));
    return own.map((text) => {
      const [name = "", value = ""] = text.slice(schema.table.length + 1).split("=");
      const element = prefixedName(schema, name);
      const open = `${indent}<${element}>`;
      const close = `</${element}>${this.#newline}`;
      const blank = open + value + close;
      const otherBlank = value === "" ? `${indent}<${element}/>${this.#newline}` : blank;
      return { name, open, close, blank, otherBlank, constant: value !== "", userLinesOnly: false };
    });
  }

  #field(field: FieldSchema, element: string, indent: string): FieldLayout {
    const open = `${indent}<${element}${field.system ? ' system="true"' : ""}>`;
    const close = `</${element}>${this.#newline}`;
    const blank = open + blankText(field) + close;
    const otherBlank = blankText(field) === "" ? `${open.slice(0, -1)}/>${this.#newline}` : blank;
    return { name: field.name, open, close, blank, otherBlank, constant: false, userLinesOnly: field.pseudo };
  }
}
