import { Sums } from "../../../../anonymizer/books/sums.ts";
import type { OutputBatch, SumsDelta } from "../../../../anonymizer/model/batch.ts";
import type { TableName } from "../../../domain/ids.ts";
import type { Files, FileWriter } from "../../../domain/ports/files.ts";
import { releaseBuffer } from "../../../lib/release-buffer.ts";
import type { Place } from "../sources/source.ts";
import type { Journal } from "./journal.ts";

const PART_RECORDS = 20_000;

/** What a part has behind its records' places, beside their number. */
export interface PartTail {
  readonly paths: readonly string[] | null;
  readonly sums: readonly (readonly [key: string, before: number, after: number])[];
}

export interface PartPlace {
  readonly files: Files;
  readonly directory: string;
  readonly table: TableName;
  readonly journal: Journal;
  /** Records of a part. */
  readonly partRecords?: number | undefined;
}

/** Where a part of a table is. */
export function partPath(directory: string, table: TableName, number: number): string {
  return `${directory}/${table}-${number}.part`;
}

/** Writes what becomes of one table, part by part; each is durable before the journal names it. */
export class PartWriter {
  readonly #at: PartPlace;
  #number: number;
  #file: FileWriter | null = null;
  #now = emptyPart();
  #place: Place = "";

  constructor(at: PartPlace) {
    this.#at = at;
    this.#number = at.journal.parts(at.table).length;
  }

  /** The batch's buffers are gone afterwards. @param place where the source goes on behind it; null: nowhere, so no part ends here */
  add(output: OutputBatch, place: Place | null): void {
    const file = this.#file ?? this.#begin();
    file.write(output.bytes);
    const part = this.#now;
    for (const end of output.ends) part.ends.push(part.bytes + end);
    for (const order of output.order) part.order.push(order);
    for (const path of output.paths ?? []) part.paths.push(path);
    part.hasPaths ||= output.paths !== null;
    part.bytes += output.bytes.length;
    part.read += output.read;
    part.written += output.written;
    part.lines += output.lines;
    part.sums.addAll(output.sums);
    for (const array of [output.bytes, output.ends, output.order, output.origins]) releaseBuffer(array);
    if (place === null) return;
    this.#place = place;
    if (Math.max(part.read, part.written) >= (this.#at.partRecords ?? PART_RECORDS)) this.flush();
  }

  /** Makes what was added last. */
  flush(): void {
    if (this.#file === null) return;
    const { bytes, ends, order, read, written, lines, paths, hasPaths, sums } = this.#now;
    const tail: PartTail = { paths: hasPaths ? paths : null, sums: listOf(sums.take()) };
    const json = new TextEncoder().encode(JSON.stringify(tail));
    for (const numbers of [ends, order]) this.#file.write(new Uint8Array(Float64Array.from(numbers).buffer));
    this.#file.write(json);
    this.#file.sync();
    this.#file.close();
    this.#file = null;
    const { files, directory, table, journal } = this.#at;
    files.syncDirectory(directory);
    const sizes = { read, written, lines, bytes, tail: json.length, sums: tail.sums.length };
    journal.add({ type: "part", table, number: this.#number++, place: this.#place, ...sizes });
    this.#now = emptyPart();
  }

  /** Leaves off where it is; what is not flushed will be done again. */
  abandon(): void {
    this.#file?.close();
    this.#file = null;
  }

  #begin(): FileWriter {
    const path = partPath(this.#at.directory, this.#at.table, this.#number);
    // What a crash left of it.
    this.#at.files.remove(path);
    this.#file = this.#at.files.create(path);
    this.#at.files.makePrivate(path);
    return this.#file;
  }
}

function listOf({ keys, before, after }: SumsDelta): PartTail["sums"] {
  return keys.map((key, at) => [key, before[at] as number, after[at] as number]);
}

function emptyPart() {
  return {
    ends: [] as number[],
    order: [] as number[],
    paths: [] as string[],
    hasPaths: false,
    bytes: 0,
    read: 0,
    written: 0,
    lines: 0,
    sums: new Sums(),
  };
}
