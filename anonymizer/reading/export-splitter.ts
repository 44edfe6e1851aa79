import { fail } from "../../src/domain/errors/tidemark-error.ts";
import type { TableName } from "../../src/domain/ids.ts";
import type { SourceBatch } from "../model/batch.ts";
import { ByteQueue } from "./byte-queue.ts";
import { type ExportHead, notAnExport, readHead } from "./export-head.ts";
import { RecordEnds } from "./record-ends.ts";

/** One batch of an export. */
export interface SplitBatch {
  readonly batch: SourceBatch;
  /** Records in it. */
  readonly records: number;
  /** Bytes of the file up to the end of the batch's last record: the same for every run and every size of chunks. */
  readonly place: number;
}

export interface SplitOptions {
  /** What the file is called in errors. */
  readonly file: string;
  /** The `place` of a batch: that one and those before it are passed over, counted and not copied. Default 0. */
  readonly from?: number;
  /** A batch ends with the record that makes it this long. Default 384 KiB. */
  readonly batchBytes?: number;
  /** Default 500. */
  readonly batchRecords?: number;
  /** A record that is longer is an error. Default 64 MiB. */
  readonly recordBytes?: number;
  /** Whether the file has to have as many records as its head says; a batch has fewer. Default true. */
  readonly isCounted?: boolean;
}

/**
 * Cuts one export of any size into batches, each a whole `<table>` document. Bytes come in chunks of any size; a batch is
 * given as soon as it is whole. A record is a direct child of `<table>`, wherever lines break. What is in a record is the
 * parser's concern: a cut at a wrong place would leave two documents that are not well-formed.
 */
export interface ExportSplitter {
  /** Known once the file's head was read. */
  readonly table: TableName | null;
  /** Records that the file says it has; null where it does not say, or is not known yet. */
  readonly declared: number | null;
  /** Records in batches so far, those passed over too. */
  readonly records: number;
  /** @throws anonymize.no-export, anonymize.unknown-table, anonymize.record-too-large, canonical.encoding, canonical.doctype */
  push(chunk: Uint8Array): SplitBatch[];
  /** The file has no more bytes. @throws anonymize.export-cut-off, anonymize.export-count, and what `push` throws */
  end(): SplitBatch[];
}

export function createExportSplitter(options: SplitOptions): ExportSplitter {
  return new Splitter({
    from: 0,
    batchBytes: 384 << 10,
    batchRecords: 500,
    recordBytes: 64 << 20,
    isCounted: true,
    ...options,
  });
}

class Splitter implements ExportSplitter {
  readonly #options: Required<SplitOptions>;
  readonly #queue = new ByteQueue();
  #head: ExportHead | null = null;
  #ends: RecordEnds | null = null;
  #records = 0;
  /** `</table>` was read. */
  #isDone = false;

  constructor(options: Required<SplitOptions>) {
    this.#options = options;
  }

  get table(): TableName | null {
    return this.#head?.table ?? null;
  }

  get declared(): number | null {
    return this.#head?.declared ?? null;
  }

  get records(): number {
    return this.#records;
  }

  push(chunk: Uint8Array): SplitBatch[] {
    this.#queue.add(chunk);
    return this.#split(false);
  }

  end(): SplitBatch[] {
    const batches = this.#split(true);
    const { file, isCounted } = this.#options;
    if (this.#head === null) {
      const isEmpty = this.#queue.offset + this.#queue.length === 0;
      throw notAnExport(file, isEmpty ? "it is empty" : "it ends before its first record");
    }
    if (!this.#isDone) throw fail("anonymize.export-cut-off", { file, records: this.#records });
    if (!NOTHING.test(this.#queue.view().toString("latin1")))
      throw notAnExport(file, "something follows behind </table>");
    if (isCounted && this.#head.declared !== null && this.#head.declared !== this.#records) {
      throw fail("anonymize.export-count", { file, declared: this.#head.declared, records: this.#records });
    }
    return batches;
  }

  #split(isLast: boolean): SplitBatch[] {
    if (this.#head === null && !this.#readHead()) return [];
    const batches: SplitBatch[] = [];
    while (!this.#isDone) {
      const found = (this.#ends as RecordEnds).next(this.#queue.view(), isLast);
      if (found === null) break;
      this.#isDone = found.tableEnd !== null;
      if (found.end > 0) batches.push(...this.#cut(found.end, found.records));
      this.#queue.drop((found.tableEnd ?? found.end) - found.end);
    }
    this.#refuse();
    return batches;
  }

  #readHead(): boolean {
    const head = readHead(this.#queue.view(), this.#options.file);
    if (head === null) return false;
    this.#head = head;
    this.#queue.drop(head.bytes.length);
    this.#isDone = head.isEmpty;
    this.#ends = new RecordEnds(head.record, this.#options);
    return true;
  }

  /** The first `end` bytes of the queue as a batch; none where they were passed over. */
  #cut(end: number, records: number): SplitBatch[] {
    const { table, bytes: head } = this.#head as ExportHead;
    const place = this.#queue.offset + end;
    const isWanted = place > this.#options.from;
    const batch = isWanted
      ? [{ batch: batchOf(table, head, this.#queue.view().subarray(0, end)), records, place }]
      : [];
    this.#records += records;
    this.#queue.drop(end);
    return batch;
  }

  #refuse(): void {
    const { file, recordBytes } = this.#options;
    if (this.#queue.length <= recordBytes) return;
    if (this.#isDone) throw notAnExport(file, "something follows behind </table>");
    const record = this.#records + (this.#ends as RecordEnds).pending + 1;
    throw fail("anonymize.record-too-large", { file, record, limit: recordBytes >> 20 });
  }
}

/** XML allows white space, comments and processing instructions behind the root element. */
const NOTHING = /^(?:[ \t\r\n]|<!--[\s\S]*?-->|<\?[\s\S]*?\?>)*$/;
const TABLE_END = Buffer.from("\n</table>\n");

function batchOf(table: TableName, head: Uint8Array, records: Uint8Array): SourceBatch {
  const bytes = new Uint8Array(head.length + records.length + TABLE_END.length);
  bytes.set(head, 0);
  bytes.set(records, head.length);
  bytes.set(TABLE_END, head.length + records.length);
  return { table, form: "export", bytes, ends: null, modtimes: null };
}
