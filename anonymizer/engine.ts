import { TidemarkError } from "../src/domain/errors/tidemark-error.ts";
import type { Engine, EngineOptions } from "./model/engine.ts";
import { createReader } from "./reading/read-batch.ts";
import { createRecordAnonymizer } from "./records/record-anonymizer.ts";
import { KnownFields } from "./rules/known-fields.ts";
import { readRules } from "./rules/read-rules.ts";
import { createPseudonyms } from "./values/pseudonyms.ts";
import { createPrinter } from "./writing/printer.ts";

/** One thread's work: a batch is read, anonymized and printed. */
export function createEngine(options: EngineOptions): Engine {
  const { secret, locale, copies, context, target } = options;
  const rules = readRules(options.rules);
  const reader = createReader();
  const known = new KnownFields(rules);
  const printer = createPrinter(target);
  const pseudonyms = Array.from({ length: copies }, (_, copy) => createPseudonyms({ secret, locale, copy, copies }));
  const anonymizer = createRecordAnonymizer({ rules, pseudonyms, context, copies });
  return {
    anonymize(batch) {
      const { table } = batch;
      const names = new Set<string>();
      const records = reader.records(batch, names)[Symbol.iterator]();
      const refuse = () => known.refuseOthers(table, names);
      printer.start(table);
      // Of a batch that was refused in the middle.
      anonymizer.takeSums();
      let read = 0;
      // One record after the other: what is made of it is garbage before the next one is read.
      for (let next = records.next(); next.done !== true; next = records.next()) {
        const made = orUnknown(() => anonymizer.anonymize(table, next.value), records, refuse);
        for (const item of made) printer.add(item, read);
        read++;
      }
      refuse();
      return { table, ...printer.take(), read, sums: anonymizer.takeSums() };
    },
    useSums: (sums) => anonymizer.useSums(sums),
  };
}

/** An error for one record's fields becomes one for the batch's: its other records are read first. */
function orUnknown<T>(work: () => T, others: Iterator<unknown>, refuse: () => void): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof TidemarkError) || error.code !== "anonymize.unknown-fields") throw error;
    while (others.next().done !== true);
    refuse();
    throw error;
  }
}
