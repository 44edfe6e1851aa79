import type { TableName } from "../../../src/domain/ids.ts";
import type { NewRow } from "../../../src/simulator/company/data.ts";
import { escaper } from "../../../src/simulator/export/escape.ts";
import { type FieldLayout, Layouts } from "../../../src/simulator/export/layout.ts";
import { DEFAULT_QUIRKS } from "../../../src/simulator/options.ts";

export const TABLE_END = "</table>\n";
export type ExportFormat = "verbose" | "terse";

/** Rows as a Datacentre exports them, record by record. */
export class ExportText {
  readonly #format: ExportFormat;
  readonly #layouts = new Layouts("\n", DEFAULT_QUIRKS);
  readonly #escape = escaper(DEFAULT_QUIRKS);

  constructor(format: ExportFormat) {
    this.#format = format;
  }

  /** What stands before the records; after them comes `TABLE_END`. */
  start(table: string, count: number): string {
    const { name } = this.#layouts.of(table as TableName, 2).schema;
    return `<?xml version="1.0"?>\n<table name="${name}" count="${count}" start="0" found="${count}">\n`;
  }

  record(table: string, row: NewRow): string {
    const { schema, [this.#format]: fields } = this.#layouts.of(table as TableName, 2);
    const { record } = schema;
    return `\t<${record}>\n${this.#fields(fields, row, false)}${this.#lines(row)}\t</${record}>\n`;
  }

  #lines({ seq, lines = [] }: NewRow): string {
    const fields = this.#layouts.of("detail" as TableName, 4)[this.#format];
    const shown = this.#format === "verbose" ? lines : lines.filter((line) => !isSystem(line));
    if (shown.length === 0) return "";
    let out = '\t\t<subfile name="Detail">\n';
    for (const [at, line] of shown.entries()) {
      const system = isSystem(line);
      const whole = { ...line, fields: { ...line.fields, parentseq: String(seq), sort: String(at + 1) } };
      out += `\t\t\t<detail${system ? ' system="true"' : ""}>\n${this.#fields(fields, whole, system)}\t\t\t</detail>\n`;
    }
    return `${out}\t\t</subfile>\n`;
  }

  #fields(layout: readonly FieldLayout[], { seq, modtime, fields }: NewRow, system: boolean): string {
    let out = "";
    for (const { name, open, close, blank, userLinesOnly } of layout) {
      if (system && userLinesOnly) continue;
      const value = fields[name];
      if (value !== undefined) out += open + this.#escape(value) + close;
      else if (name === "sequencenumber") out += open + seq + close;
      else if (name === "lastmodifiedtime") out += open + modtime + close;
      else if (this.#format === "verbose") out += blank;
    }
    return out;
  }
}

/** Flags bit 15: the line is MoneyWorks' own. */
function isSystem({ fields }: NewRow): boolean {
  return (Number(fields.flags ?? 0) & 0x8000) !== 0;
}
