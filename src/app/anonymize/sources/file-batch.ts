import type { SourceBatch, SourceForm } from "../../../../anonymizer/model/batch.ts";
import type { Modtime, TableName } from "../../../domain/ids.ts";
import { BATCH_BYTES, BATCH_RECORDS } from "./source.ts";

/** Gathers records that are a file each into batches. */
export class FileBatch {
  readonly #table: TableName;
  readonly #form: Exclude<SourceForm, "export">;
  #files: Uint8Array[] = [];
  #modtimes: (Modtime | null)[] = [];
  #bytes = 0;

  constructor(table: TableName, form: Exclude<SourceForm, "export">) {
    this.#table = table;
    this.#form = form;
  }

  get isEmpty(): boolean {
    return this.#files.length === 0;
  }

  get isFull(): boolean {
    return this.#files.length >= BATCH_RECORDS || this.#bytes >= BATCH_BYTES;
  }

  add(file: Uint8Array, modtime: Modtime | null): void {
    this.#files.push(file);
    this.#modtimes.push(modtime);
    this.#bytes += file.length;
  }

  /** What was gathered, in memory of its own; begins anew. */
  take(): SourceBatch {
    const bytes = new Uint8Array(this.#bytes);
    const ends = new Uint32Array(this.#files.length);
    let end = 0;
    for (const [at, file] of this.#files.entries()) {
      bytes.set(file, end);
      end += file.length;
      ends[at] = end;
    }
    const known = this.#modtimes.filter((modtime) => modtime !== null);
    const modtimes = known.length === this.#modtimes.length ? known : null;
    this.#files = [];
    this.#modtimes = [];
    this.#bytes = 0;
    return { table: this.#table, form: this.#form, bytes, ends, modtimes };
  }
}
