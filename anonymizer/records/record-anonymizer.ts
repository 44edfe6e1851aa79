import { fail } from "../../src/domain/errors/tidemark-error.ts";
import type { TableName } from "../../src/domain/ids.ts";
import { SumsGiven } from "../books/shared-sums.ts";
import { Sums } from "../books/sums.ts";
import type { GivenSums, Item, SumsDelta } from "../model/batch.ts";
import type { Context } from "../model/context.ts";
import type { Pseudonyms } from "../model/pseudonyms.ts";
import type { Rules } from "../model/rule.ts";
import { isCopied, KEYED_CODES } from "./copies.ts";
import { CopyAnonymizer } from "./copy-anonymizer.ts";
import { Sample } from "./in-sample.ts";

export interface RecordAnonymizerOptions {
  readonly rules: Rules;
  /** One for each copy. */
  readonly pseudonyms: readonly Pseudonyms[];
  readonly context: Context;
  readonly copies: number;
}

/** What it answers depends on the options, the record and the sums given; not on what it was asked before. */
export interface RecordAnonymizer {
  /**
   * The record's pseudonyms: none when the sample leaves it out, one for each copy of a table that is copied.
   * @throws anonymize.unknown-fields with every field of the record that has no rule, anonymize.lines-alone for a line
   *   without its transaction, anonymize.too-many-copies, anonymize.sample-needs-numbers
   */
  anonymize(table: TableName, item: Item): Item[];
  /** Names of the record's fields without a rule, `detail.gross`, in no order: to name all of a batch before it is refused. */
  unknownFields(table: TableName, item: Item): readonly string[];
  /** What the records since the last call add to the sums of other tables. */
  takeSums(): SumsDelta;
  /** The sums of all records, from all threads: before the tables that `tableOrder` puts last. */
  useSums(sums: GivenSums): void;
}

/** @throws anonymize.amounts-apart, anonymize.codes-in-copies for rules that cannot be followed */
export function createRecordAnonymizer(options: RecordAnonymizerOptions): RecordAnonymizer {
  refuseKeptCodes(options);
  const sample = new Sample(options.context);
  const gathered = new Sums();
  let used = new SumsGiven(null);
  const copies = Array.from({ length: options.copies }, (_, index) => {
    return new CopyAnonymizer({
      ...options,
      sample,
      copy: { index, of: options.copies },
      sums: index === 0 ? gathered : null,
    });
  });
  const [first] = copies as [CopyAnonymizer];
  return {
    anonymize: (table, item) => {
      if (!sample.has(table, item)) {
        first.leaveOut(table, item);
        return [];
      }
      if (!isCopied(table)) return [first.anonymize(table, item, used)];
      return copies.map((copy) => copy.anonymize(table, item, used));
    },
    unknownFields: (table, item) => first.unknownFields(table, item),
    takeSums: () => {
      first.closeSums();
      return gathered.take();
    },
    useSums: (sums) => {
      used = new SumsGiven(sums);
    },
  };
}

/** Records of two copies cannot have one code. */
function refuseKeptCodes({ rules, copies }: RecordAnonymizerOptions): void {
  const kept = KEYED_CODES.filter((domain) => rules.codes.get(domain) === "keep");
  if (copies > 1 && kept.length > 0) throw fail("anonymize.codes-in-copies", { domains: kept.join(", ") });
}
