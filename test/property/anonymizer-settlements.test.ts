import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { anonymizeRecords } from "../../anonymizer/anonymize-records.ts";
import type { Item } from "../../anonymizer/model/batch.ts";
import type { TableName } from "../../src/domain/ids.ts";
import { table, valueIn, withNumber } from "../support/anonymizing.ts";
import { centsIn } from "../support/book-relations.ts";
import { anySettled } from "../support/settlements.ts";

const RUNS = { numRuns: 12 };
const anySecret = fc.uint8Array({ minLength: 16, maxLength: 16 });

type Tables = ReadonlyMap<TableName, readonly Item[]>;

function paidBy(tables: Tables, field: string, number: number): number {
  const rows = tables.get(table("payments")) ?? [];
  return rows
    .filter((row) => valueIn(row, field) === String(number))
    .reduce((sum, row) => sum + centsIn(row.record, "amount"), 0);
}

function centsOf(tables: Tables, number: number, field: string): number {
  return centsIn(withNumber(tables, "transaction", number).record, field);
}

describe("payments, in any world", () => {
  test("make up what their invoices say was paid, and what their receipts are of", () => {
    fc.assert(
      fc.property(anySettled, anySecret, ({ tables, invoices, receipts }, secret) => {
        const after = anonymizeRecords(tables, { secret });
        for (const number of invoices) {
          expect(centsOf(after, number, "amtpaid")).toBe(paidBy(after, "invoiceid", number));
          const isPaid = centsOf(tables, number, "gross") === centsOf(tables, number, "amtpaid");
          if (isPaid) expect(centsOf(after, number, "gross")).toBe(centsOf(after, number, "amtpaid"));
        }
        for (const number of receipts) expect(centsOf(after, number, "gross")).toBe(paidBy(after, "cashtrans", number));
      }),
      RUNS,
    );
  });

  test("leave a name with the sum of what is still open", () => {
    fc.assert(
      fc.property(anySettled, anySecret, ({ tables, invoices }, secret) => {
        const after = anonymizeRecords(tables, { secret });
        const open = invoices.reduce(
          (sum, number) => sum + centsOf(after, number, "gross") - centsOf(after, number, "amtpaid"),
          0,
        );
        const name = withNumber(after, "name", 7).record;
        if (centsIn(withNumber(tables, "name", 7).record, "dbalance") === 0) expect(centsIn(name, "dbalance")).toBe(0);
        else expect([centsIn(name, "dbalance"), centsIn(name, "dcurrent")]).toEqual([open, open]);
      }),
      RUNS,
    );
  });
});
