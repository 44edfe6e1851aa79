import type { TableName } from "../../src/domain/ids.ts";
import { generateCompany } from "../../src/simulator/company/generate.ts";
import { escaper } from "../../src/simulator/export/escape.ts";
import { Layouts } from "../../src/simulator/export/layout.ts";
import { XmlWriter } from "../../src/simulator/export/xml.ts";
import { DEFAULT_QUIRKS, type Quirks } from "../../src/simulator/options.ts";
import { SimDocument } from "../../src/simulator/store/document.ts";

export interface SimulatedForm {
  readonly verbose: boolean;
  readonly quirks?: Partial<Quirks>;
}

/** A generated company, awkward texts included, as a Datacentre exports it. */
export class SimulatedExports {
  readonly document = new SimDocument("00000000-0000-0000-0000-000000000000");
  readonly tables: readonly string[];

  constructor(records: number, seed = 1) {
    const data = generateCompany({ seed, records });
    this.document.load(data);
    this.tables = [...Object.keys(data.tables), "detail"];
  }

  /** A whole table as one document. */
  export(table: string, { verbose, quirks: changed }: SimulatedForm): Uint8Array<ArrayBuffer> {
    const quirks = { ...DEFAULT_QUIRKS, ...changed };
    const newline = quirks.crlf ? "\r\n" : "\n";
    const writer = new XmlWriter(this.document, {
      layouts: new Layouts(newline, quirks),
      escapeText: escaper(quirks),
      newline,
      trailingNewline: quirks.trailingNewline,
      verbose,
      other: quirks.varies,
    });
    const rows = [...this.document.table(table).bySequence()];
    return new TextEncoder().encode(writer.table(table as TableName, { rows, start: 0, found: rows.length }));
  }
}
