import type { TableName } from "../../src/domain/ids.ts";
import type { Field } from "../../src/domain/record.ts";
import { Balances } from "../books/balances.ts";
import { COLUMN_TABLES, Columns } from "../books/columns.ts";
import { fieldValue } from "../books/fields.ts";
import { Ledger } from "../books/ledger.ts";
import { keepRelation, relationsOf } from "../books/relations.ts";
import type { SumsGiven } from "../books/shared-sums.ts";
import type { Item } from "../model/batch.ts";
import type { Context } from "../model/context.ts";
import type { Pseudonyms } from "../model/pseudonyms.ts";
import type { Rules } from "../model/rule.ts";

export interface FinisherOptions {
  readonly rules: Rules;
  readonly shared: Pseudonyms;
  readonly context: Context;
  readonly copies: number;
}

interface Made {
  readonly fields: (Field | null)[];
  readonly sums: SumsGiven;
}

type Finish = (item: Item, made: Made) => void;

/** What holds between amounts of records other than transactions, after each field has followed its own rule. */
export class Finisher {
  readonly #options: FinisherOptions;
  readonly #columns: Columns;
  readonly #finishes = new Map<TableName, readonly Finish[]>();

  constructor(options: FinisherOptions) {
    this.#options = options;
    this.#columns = new Columns(options.context);
  }

  /** Changes the fields made. */
  finish(table: TableName, item: Item, made: Made): void {
    const found = this.#finishes.get(table) ?? this.#finishesOf(table);
    for (const finish of found) finish(item, made);
  }

  /** The code in the first copy of a name: sums stand under it. */
  nameCode(code: string): string {
    const { rules, shared } = this.#options;
    return code === "" || rules.codes.get("name") === "keep" ? code : shared.code(code);
  }

  #finishesOf(table: TableName): readonly Finish[] {
    const isScaled = (name: string): boolean => this.#options.rules.tables.get(table)?.get(name)?.kind === "amount";
    const finishes: Finish[] = relationsOf(table)
      .filter((relation) => isScaled(relation.of))
      .map(
        (relation) =>
          ({ record }, { fields }) =>
            keepRelation(relation, record.fields, fields),
      );
    if (COLUMN_TABLES.includes(table)) finishes.push(this.#columnsOf(table));
    if (table === "ledger") finishes.push(this.#ledger());
    if (table === "name" && isScaled("dbalance") && isScaled("ccurrent")) finishes.push(this.#balances());
    this.#finishes.set(table, finishes);
    return finishes;
  }

  #columnsOf(table: TableName): Finish {
    const times = this.#options.copies;
    return ({ seq }, { fields }) => this.#columns.finish(table, fields, { seq, times });
  }

  #ledger(): Finish {
    const { context, shared, copies } = this.#options;
    const ledger = new Ledger(context, shared, copies);
    return ({ record }, { fields, sums }) => ledger.finish(record.fields, fields, sums.listed);
  }

  #balances(): Finish {
    const balances = new Balances(this.#options.shared);
    return ({ seq, record }, { fields, sums }) => {
      const code = this.nameCode(fieldValue(record.fields, "code"));
      balances.finish(record.fields, fields, { sums, seq, code });
    };
  }
}
