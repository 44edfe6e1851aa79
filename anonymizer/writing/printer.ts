import { keyOf } from "../../src/canonical/key.ts";
import { recordPath } from "../../src/canonical/path.ts";
import { fail } from "../../src/domain/errors/tidemark-error.ts";
import type { TableName } from "../../src/domain/ids.ts";
import { SCHEMA, type TableSchema } from "../../src/domain/schema/schema.ts";
import type { Item, OutputBatch, TargetForm } from "../model/batch.ts";
import { CanonicalWriter } from "./canonical-writer.ts";
import { ExportWriter } from "./export-writer.ts";
import { inOrder } from "./in-order.ts";
import { RecordBuffer } from "./record-buffer.ts";
import { SnapshotWriter } from "./snapshot-writer.ts";

/** What a printer knows of a batch. */
export type Printed = Pick<OutputBatch, "bytes" | "ends" | "order" | "origins" | "paths" | "written" | "lines">;

/** Writes records in a target's form, ascending by `order`, and by their bytes where that is equal. */
export interface Printer {
  /** Begins a batch of one table; one that was begun before and not taken is forgotten. */
  start(table: TableName): void;
  /** @param origin which record of the source it is of */
  add(item: Item, origin: number): void;
  /** All that was added since `start`. */
  take(): Printed;
}

interface Writer {
  /** Adds the record to a buffer, from its first byte to its last. */
  write(item: Item, into: RecordBuffer): void;
}

export function createPrinter(form: TargetForm): Printer {
  return new BatchPrinter(form);
}

class BatchPrinter implements Printer {
  readonly #form: TargetForm;
  readonly #writers = new Map<TableName, Writer>();
  readonly #buffer = new RecordBuffer();
  #schema: TableSchema | null = null;
  #writer: Writer | null = null;
  #paths: string[] = [];
  #origins: number[] = [];
  #lines = 0;

  constructor(form: TargetForm) {
    this.#form = form;
  }

  start(table: TableName): void {
    const schema = SCHEMA.get(table);
    if (schema === undefined) throw fail("anonymize.unknown-table", { table });
    this.#schema = schema;
    this.#writer = this.#writers.get(table) ?? createWriter(this.#form, schema);
    this.#writers.set(table, this.#writer);
    this.#buffer.start();
    this.#paths = [];
    this.#origins = [];
    this.#lines = 0;
  }

  add(item: Item, origin: number): void {
    if (this.#writer === null || this.#schema === null) throw new RangeError("no batch was begun");
    this.#writer.write(item, this.#buffer);
    this.#buffer.endRecord(item.seq);
    if (this.#form === "canonical") this.#paths.push(pathOf(this.#schema, item));
    this.#origins.push(origin);
    for (const { rows } of item.record.subfiles) this.#lines += rows.length;
  }

  take(): Printed {
    const paths = this.#form === "canonical" ? this.#paths : null;
    const origins = Uint32Array.from(this.#origins);
    return { ...inOrder({ ...this.#buffer.take(), origins, paths }), written: origins.length, lines: this.#lines };
  }
}

function createWriter(form: TargetForm, schema: TableSchema): Writer {
  if (form === "canonical") return new CanonicalWriter();
  return form === "snapshot" ? new SnapshotWriter(schema) : new ExportWriter(schema, form);
}

/** @throws anonymize.no-number for a record whose number is not known, where the path is made of it */
function pathOf(schema: TableSchema, { seq, record }: Item): string {
  const code = schema.key === "sequencenumber" ? undefined : `${schema.prefix}${schema.key}`;
  if (seq === null && !record.fields.some(({ name }) => name === code)) {
    throw fail("anonymize.no-number", { table: schema.table });
  }
  return recordPath(schema, keyOf(schema, { seq: seq ?? 0, record }));
}
