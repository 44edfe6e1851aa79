import { fail } from "../../src/domain/errors/tidemark-error.ts";
import type { TableName } from "../../src/domain/ids.ts";
import type { Field } from "../../src/domain/record.ts";
import type { Item } from "../model/batch.ts";
import type { Context } from "../model/context.ts";

/** What `--sample` leaves out: transactions, and payments of or by one that is left out. Everything else stays. */
export class Sample {
  readonly #bits: Context["sampled"];

  constructor({ sampled }: Context) {
    this.#bits = sampled;
  }

  get isWhole(): boolean {
    return this.#bits === null;
  }

  hasTransaction(number: number): boolean {
    const bits = this.#bits;
    return bits === null || (((bits[number >>> 3] ?? 0) >>> (number & 7)) & 1) === 1;
  }

  /** @throws anonymize.sample-needs-numbers for a transaction without one */
  has(table: TableName, item: Item): boolean {
    if (this.isWhole) return true;
    if (table === "transaction") {
      if (item.seq === null) throw fail("anonymize.sample-needs-numbers", { table });
      return this.hasTransaction(item.seq);
    }
    return table !== "payments" || this.#hasPayment(item.record.fields);
  }

  /** A negative invoiceid is an overpayment, held for a name. */
  #hasPayment(fields: readonly Field[]): boolean {
    return fields.every(({ name, value }) => {
      if (name !== "cashtrans" && name !== "invoiceid") return true;
      return Number(value) < 0 || this.hasTransaction(Number(value));
    });
  }
}
