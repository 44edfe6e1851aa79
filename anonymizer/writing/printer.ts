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
  /** @param origins which record of the source each item is of */
  print(table: TableName, items: readonly Item[], origins: Uint32Array): Printed;
}

interface Writer {
  write(item: Item): string;
}

export function createPrinter(form: TargetForm): Printer {
  const writers = new Map<TableName, Writer>();
  const buffer = new RecordBuffer();
  return {
    print(table, items, origins) {
      const schema = SCHEMA.get(table);
      if (schema === undefined) throw fail("anonymize.unknown-table", { table });
      const writer = writers.get(table) ?? createWriter(form, schema);
      writers.set(table, writer);
      buffer.start(items.length);
      for (const item of items) buffer.add(writer.write(item), item.seq);
      const paths = form === "canonical" ? items.map((item) => pathOf(schema, item)) : null;
      return { ...inOrder({ ...buffer.take(), origins, paths }), written: items.length, lines: lineCount(items) };
    },
  };
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

function lineCount(items: readonly Item[]): number {
  let lines = 0;
  for (const { record } of items) for (const { rows } of record.subfiles) lines += rows.length;
  return lines;
}
