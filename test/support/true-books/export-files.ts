import { closeSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { NewRow } from "../../../src/simulator/company/data.ts";
import { type ExportText, TABLE_END } from "./export-text.ts";

/** Characters of XML between two writes. */
const PIECE = 1 << 20;

export interface ExportTable {
  readonly table: string;
  readonly count: number;
  readonly rows: Iterable<NewRow>;
}

/** Writes `<table>.xml` as fast as the rows are made; nothing is held of them but a piece of text. @returns bytes */
export function writeExport(directory: string, text: ExportText, { table, count, rows }: ExportTable): number {
  const file = new TextFile(join(directory, `${table}.xml`));
  file.add(text.start(table, count));
  for (const row of rows) file.add(text.record(table, row));
  file.add(TABLE_END);
  return file.close();
}

class TextFile {
  readonly #descriptor: number;
  #text = "";
  #bytes = 0;

  constructor(path: string) {
    this.#descriptor = openSync(path, "w");
  }

  add(text: string): void {
    this.#text += text;
    if (this.#text.length >= PIECE) this.#flush();
  }

  close(): number {
    this.#flush();
    closeSync(this.#descriptor);
    return this.#bytes;
  }

  #flush(): void {
    const bytes = Buffer.from(this.#text);
    for (let done = 0; done < bytes.length; ) done += writeSync(this.#descriptor, bytes, done);
    this.#bytes += bytes.length;
    this.#text = "";
  }
}
