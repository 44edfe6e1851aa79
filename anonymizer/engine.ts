import type { Item } from "./model/batch.ts";
import type { Engine, EngineOptions } from "./model/engine.ts";
import { readBatch } from "./reading/read-batch.ts";
import { createRecordAnonymizer } from "./records/record-anonymizer.ts";
import { readRules } from "./rules/read-rules.ts";
import { createPseudonyms } from "./values/pseudonyms.ts";
import { createPrinter } from "./writing/printer.ts";

/** One thread's work: a batch is read, anonymized and printed. */
export function createEngine(options: EngineOptions): Engine {
  const { secret, locale, copies, context, target } = options;
  const printer = createPrinter(target);
  const pseudonyms = Array.from({ length: copies }, (_, copy) => createPseudonyms({ secret, locale, copy }));
  const anonymizer = createRecordAnonymizer({ rules: readRules(options.rules), pseudonyms, context, copies });
  return {
    anonymize({ table, ...batch }) {
      const { items } = readBatch({ table, ...batch });
      const made: Item[] = [];
      const origins: number[] = [];
      for (const [index, item] of items.entries()) {
        const pseudonymous = anonymizer.anonymize(table, item);
        made.push(...pseudonymous);
        for (const _ of pseudonymous) origins.push(index);
      }
      const printed = printer.print(table, made, Uint32Array.from(origins));
      return { table, ...printed, read: items.length, sums: anonymizer.takeSums() };
    },
    useSums: (sums) => anonymizer.useSums(sums),
  };
}
