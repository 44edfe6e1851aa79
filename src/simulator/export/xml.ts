import type { TableName } from "../../domain/ids.ts";
import type { Quirks } from "../options.ts";
import type { SimDocument } from "../store/document.ts";
import { ownText, type SimRow } from "../store/row.ts";
import { isSystemLine } from "../view/field-text.ts";
import type { Escape } from "./escape.ts";
import type { Layouts, TableLayout } from "./layout.ts";

export interface XmlStyle {
  readonly layouts: Layouts;
  readonly escapeText: Escape;
  readonly newline: string;
  readonly trailingNewline: boolean;
  readonly verbose: boolean;
  /** What this answer writes in another way than the last one. */
  readonly other: Quirks["varies"];
}

/** The part of a table that one answer holds. */
export interface XmlPage {
  readonly rows: readonly SimRow[];
  /** Zero-based offset of the first row in the found set. */
  readonly start: number;
  readonly found: number;
}

/** Writes `<table>` answers, terse or verbose, in the layout observed on a 9.2.1 server. */
export class XmlWriter {
  readonly #document: SimDocument;
  readonly #style: XmlStyle;

  constructor(document: SimDocument, style: XmlStyle) {
    this.#document = document;
    this.#style = style;
  }

  table(table: TableName, page: XmlPage): string {
    const { layouts, newline, trailingNewline, verbose, other } = this.#style;
    const layout = layouts.of(table, 2);
    const rows = verbose || table !== "detail" ? page.rows : page.rows.filter((row) => !systemLine(row));
    const counts = [`count="${rows.length}"`, `start="${page.start}"`, `found="${page.found}"`];
    const attributes = (other === "attributes" ? counts.toReversed() : counts).join(" ");
    let out = `<?xml version="1.0"?>${newline}<table name="${layout.schema.name}" ${attributes}>${newline}`;
    for (const row of other === "records" ? rows.toReversed() : rows) out += this.#record(layout, row);
    return `${out}</table>${trailingNewline ? newline : ""}`;
  }

  #record(layout: TableLayout, row: SimRow): string {
    const { newline } = this.#style;
    const { record, table, subfiles } = layout.schema;
    const mark = this.#style.verbose && table === "detail" && systemLine(row) ? ' system="true"' : "";
    const subfile = subfiles.length > 0 ? this.#details(row) : "";
    return `\t<${record}${mark}>${newline}${this.#fields(layout, row)}${subfile}\t</${record}>${newline}`;
  }

  #details(row: SimRow): string {
    const { layouts, newline, verbose } = this.#style;
    const layout = layouts.of("detail" as TableName, 4);
    let out = "";
    for (const line of this.#document.lines(row)) {
      const system = systemLine(line);
      if (system && !verbose) continue;
      const mark = system ? ' system="true"' : "";
      out += `\t\t\t<detail${mark}>${newline}${this.#fields(layout, line)}\t\t\t</detail>${newline}`;
    }
    return out === "" ? "" : `\t\t<subfile name="Detail">${newline}${out}\t\t</subfile>${newline}`;
  }

  #fields(layout: TableLayout, row: SimRow): string {
    const { escapeText, verbose, other } = this.#style;
    const fields = row.fields;
    const system = row.parent !== undefined && isSystemLine(fields.flags);
    let out = "";
    for (const field of verbose ? layout.verbose : layout.terse) {
      const value = fields[field.name] ?? ownText(row, field.name);
      if (field.userLinesOnly && system) continue;
      if (value !== "") out += field.open + escapeText(value) + field.close;
      else if (verbose || field.constant) out += other === "blanks" ? field.otherBlank : field.blank;
    }
    return out;
  }
}

function systemLine(row: SimRow): boolean {
  return isSystemLine(row.fields.flags);
}
