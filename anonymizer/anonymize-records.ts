import type { TableName } from "../src/domain/ids.ts";
import { createContextGatherer } from "./books/gatherer.ts";
import { SharedSums } from "./books/shared-sums.ts";
import { tableOrder } from "./books/table-order.ts";
import type { Item } from "./model/batch.ts";
import { createRecordAnonymizer } from "./records/record-anonymizer.ts";
import { DEFAULT_RULES } from "./rules/default-rules.ts";
import { readRules } from "./rules/read-rules.ts";
import { createPseudonyms } from "./values/pseudonyms.ts";

export interface AnonymizeRecordsOptions {
  /** At least 16 bytes. */
  readonly secret: Uint8Array;
  /** Text of a rules file; default: the rules that are built in. */
  readonly rules?: string;
  /** Default `en_NZ`. */
  readonly locale?: string;
  /** Default 1. */
  readonly copies?: number;
  /** How many transactions are asked for; default: all. */
  readonly sample?: number;
}

export type Tables = ReadonlyMap<TableName, readonly Item[]>;

/**
 * Anonymizes a whole company in memory, for tests. Tables and records are given back in the order in which they came,
 * copies of one record one after the other; nothing of a record depends on that order.
 * @throws what readRules, createPseudonyms and createRecordAnonymizer throw
 */
export function anonymizeRecords(tables: Tables, options: AnonymizeRecordsOptions): Map<TableName, Item[]> {
  const { secret, locale = "en_NZ", copies = 1, sample } = options;
  const rules = readRules(options.rules ?? DEFAULT_RULES);
  const pseudonyms = Array.from({ length: copies }, (_, copy) => createPseudonyms({ secret, copy, locale }));
  const [first] = pseudonyms;
  if (first === undefined) throw new RangeError("no copies were asked for");
  const gatherer = createContextGatherer({ rules, pseudonyms: first, sample: sample ?? null });
  for (const table of gatherer.tables) for (const item of tables.get(table) ?? []) gatherer.add(table, item);
  const anonymizer = createRecordAnonymizer({ rules, pseudonyms, context: gatherer.finish(), copies });
  const made = new Map<TableName, Item[]>([...tables.keys()].map((table) => [table, []]));
  const sums = new SharedSums();
  for (const table of tableOrder([...tables.keys()])) {
    sums.addAll(anonymizer.takeSums());
    anonymizer.useSums(sums.given());
    made.set(
      table,
      (tables.get(table) ?? []).flatMap((item) => anonymizer.anonymize(table, item)),
    );
  }
  return made;
}
