import { fail } from "../../src/domain/errors/tidemark-error.ts";
import type { Modtime, TableName } from "../../src/domain/ids.ts";
import type { Field, Subfile } from "../../src/domain/record.ts";
import { SCHEMA } from "../../src/domain/schema/schema.ts";
import { addLeftOut, addOnAccount, addOutstanding } from "../books/balances.ts";
import { holdsRates } from "../books/columns.ts";
import { factsOf } from "../books/facts.ts";
import { fieldValue } from "../books/fields.ts";
import { accountKey } from "../books/ledger-rows.ts";
import { locating, nameOf } from "../books/located.ts";
import { PostedSums } from "../books/posted-sums.ts";
import type { SumsGiven } from "../books/shared-sums.ts";
import { Sheet } from "../books/sheet.ts";
import type { Sums } from "../books/sums.ts";
import { TransactionBooks } from "../books/transaction.ts";
import type { Item } from "../model/batch.ts";
import { type Copy, copiedNumber } from "./copies.ts";
import { Finisher } from "./finisher.ts";
import type { Sample } from "./in-sample.ts";
import type { RecordAnonymizerOptions } from "./record-anonymizer.ts";
import { RowPlan } from "./row-plan.ts";
import { isBalanced, sheetUse } from "./sheet-use.ts";
import { type AmountUse, tableSteps } from "./table-steps.ts";
import type { StepSource } from "./value-steps.ts";

export interface CopyOptions extends RecordAnonymizerOptions {
  readonly sample: Sample;
  readonly copy: Copy;
  /** Takes what transactions have still to be paid, and what was paid over; null: another copy does. */
  readonly sums: Sums | null;
}

type Row = (Field | null)[];

/** Makes the records of one copy. */
export class CopyAnonymizer {
  readonly #source: StepSource;
  readonly #balanced: boolean;
  readonly #sheet = new Sheet();
  readonly #books: TransactionBooks;
  readonly #finisher: Finisher;
  readonly #sums: Sums | null;
  readonly #posted: PostedSums;
  readonly #plans: Record<AmountUse | "line", Map<string, RowPlan>>;
  #sawUnknown = false;

  constructor({ rules, pseudonyms, context, copy, sample, sums }: CopyOptions) {
    const shared = pseudonyms[0];
    const own = pseudonyms[copy.index];
    if (shared === undefined || own === undefined) throw new RangeError("a copy without pseudonyms");
    this.#source = { rules, copy, shared, own, sample };
    this.#balanced = isBalanced(rules);
    this.#books = new TransactionBooks(this.#sheet, shared, factsOf(context));
    this.#finisher = new Finisher({ rules, shared, context, copies: copy.of });
    this.#sums = sums;
    this.#posted = new PostedSums((account) => accountKey(shared, account));
    this.#plans = { scaled: new Map(), kept: new Map(), line: new Map() };
  }

  /** @param sums of all transactions, for the tables that hold them */
  anonymize(table: TableName, item: Item, sums: SumsGiven): Item {
    if (table === "detail") throw fail("anonymize.lines-alone");
    this.#sawUnknown = false;
    const made = locating(
      () => this.#refusedOf(table, item),
      () => (table === "transaction" && this.#balanced ? this.#transaction(item) : this.#other(table, item, sums)),
    );
    if (this.#sawUnknown) throw unknownFields(this.unknownFields(table, item));
    const { modtime } = item;
    const moved = modtime === null ? null : (this.#source.shared.date(modtime) as Modtime);
    return {
      seq: item.seq === null ? null : copiedNumber(table, item.seq, this.#source.copy),
      modtime: moved,
      record: made,
    };
  }

  /** Takes note of what a sample leaves out of sums. */
  leaveOut(table: TableName, { record }: Item): void {
    const { fields } = record;
    if (this.#sums === null || !this.#balanced) return;
    if (table === "payments") addOnAccount(this.#sums, fields, []);
    if (table !== "transaction") return;
    addLeftOut(this.#sums, fields, (code) => this.#finisher.nameCode(code));
    this.#posted.addLeftOut(record);
  }

  /** Gives what was posted since the last call to the sums. */
  closeSums(): void {
    if (this.#sums !== null) this.#posted.moveTo(this.#sums);
  }

  unknownFields(table: TableName, { record }: Item): string[] {
    const names = this.#plan(table, "scaled").unknown(record.fields);
    for (const { element, rows } of record.subfiles) {
      const plan = this.#plan(element as TableName, "line");
      for (const { fields } of rows) names.push(...plan.unknown(fields));
    }
    return names;
  }

  /** Where an amount stands that cannot be scaled; of amounts that cannot be only together, the record. */
  #refusedOf(table: TableName, { seq, record }: Item): string {
    const name = nameOf(table, seq);
    const own = this.#plan(table, "scaled").refused(record.fields);
    if (own !== null) return `Field ${own} of ${name}`;
    for (const { element, rows } of record.subfiles) {
      const plan = this.#plan(element as TableName, "line");
      for (const [index, { fields }] of rows.entries()) {
        const field = plan.refused(fields);
        if (field !== null) return `Field ${field} in line ${index + 1} of ${name}`;
      }
    }
    return `A sum of amounts of ${name}`;
  }

  #transaction({ seq, record }: Item): Item["record"] {
    this.#sheet.start();
    const header = this.#plan("transaction" as TableName, "scaled").run(record.fields, this.#sheet.addRow(false));
    const subfiles = record.subfiles.map((subfile) => this.#rows(subfile));
    this.#books.balance(seq);
    const fields = this.#written(0, header);
    if (this.#sums !== null) {
      addOutstanding(this.#sums, this.#sheet, fieldValue(header, "namecode"));
      this.#posted.add(this.#sheet);
    }
    return {
      element: record.element,
      fields,
      subfiles: record.subfiles.map((file, i) => this.#filled(file, subfiles[i] ?? [])),
    };
  }

  #other(table: TableName, item: Item, sums: SumsGiven): Item["record"] {
    const { element, fields, subfiles } = item.record;
    const use = holdsRates(table, fields) ? "kept" : "scaled";
    const made = this.#plan(table, use).run(fields, 0);
    this.#finisher.finish(table, item, { fields: made, sums });
    if (table === "payments" && this.#sums !== null) addOnAccount(this.#sums, fields, made);
    return {
      element,
      fields: withoutHoles(made),
      subfiles: subfiles.map((file) => this.#filled(file, this.#rows(file))),
    };
  }

  /** The rows of a subfile; lines of a transaction go on the sheet, one after the other. */
  #rows({ element, rows }: Subfile): Row[] {
    const plan = this.#plan(element as TableName, "line");
    const isLine = element === "detail" && this.#balanced;
    return rows.map(({ fields, system }) => plan.run(fields, isLine ? this.#sheet.addRow(system) : 0));
  }

  #filled(subfile: Subfile, rows: readonly Row[]): Subfile {
    const { name, element } = subfile;
    const isLine = element === "detail" && this.#balanced;
    const filled = rows.map((row, index) => {
      const fields = isLine ? this.#written(index + 1, row) : withoutHoles(row);
      return { fields, system: subfile.rows[index]?.system ?? false };
    });
    return { name, element, rows: filled };
  }

  #written(row: number, fields: Row): Field[] {
    this.#sheet.write(row, fields);
    return withoutHoles(fields);
  }

  /** Lines are told apart from records of the same table, whose fields have other names. */
  #plan(table: TableName, use: AmountUse | "line"): RowPlan {
    const plans = this.#plans[use];
    const found = plans.get(table);
    if (found !== undefined) return found;
    const prefix = use === "line" ? `${table}.` : (SCHEMA.get(table)?.prefix ?? "");
    const plan = new RowPlan({
      source: this.#source,
      table,
      prefix,
      sheet: this.#sheet,
      onUnknown: () => {
        this.#sawUnknown = true;
      },
      use: sheetUse(table, this.#balanced),
      wrap: tableSteps(this.#source, table, use === "kept" ? "kept" : "scaled"),
    });
    plans.set(table, plan);
    return plan;
  }
}

function unknownFields(names: readonly string[]): Error {
  return fail("anonymize.unknown-fields", { fields: [...new Set(names)].sort().join(", ") });
}

function withoutHoles(fields: Row): Field[] {
  return fields.includes(null) ? fields.filter((field) => field !== null) : (fields as Field[]);
}
