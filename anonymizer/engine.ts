import type { Item } from "./model/batch.ts";
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
      const { items, fields } = reader.read(batch);
      known.refuseOthers(table, fields);
      const made: Item[] = [];
      const origins: number[] = [];
      for (const [index, item] of items.entries()) {
        for (const one of anonymizer.anonymize(table, item)) {
          made.push(one);
          origins.push(index);
        }
      }
      const printed = printer.print(table, made, Uint32Array.from(origins));
      return { table, ...printed, read: items.length, sums: anonymizer.takeSums() };
    },
    useSums: (sums) => anonymizer.useSums(sums),
  };
}
