import type { Engine, EngineOptions } from "./model/engine.ts";
import { readBatch } from "./reading/read-batch.ts";
import { createPrinter } from "./writing/printer.ts";

/** One thread's work: a batch is read, anonymized and printed. */
export function createEngine(options: EngineOptions): Engine {
  const printer = createPrinter(options.target);
  return {
    anonymize(batch) {
      const { items } = readBatch(batch);
      const printed = printer.print(batch.table, items, Uint32Array.from(items.keys()));
      const sums = { keys: [], before: new Float64Array(0), after: new Float64Array(0) };
      return { table: batch.table, ...printed, read: items.length, sums };
    },
    useSums() {},
  };
}
