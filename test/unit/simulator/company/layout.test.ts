import { describe, expect, test } from "bun:test";
import { kindOf, paymentCount, placeOf, settledBy, settlementOf } from "../../../../src/simulator/company/layout.ts";

const COUNT = 500;
const INDEXES = Array.from({ length: COUNT }, (_, index) => index);

describe("the layout of transactions", () => {
  test("has every slot once in a block", () => {
    const block = INDEXES.slice(64, 96).map(placeOf);
    expect(new Set(block.map(({ slot }) => slot)).size).toBe(32);
    expect(new Set(block.map((place) => place.block))).toEqual(new Set([2]));
  });

  test("has every kind in every block, in another order each time", () => {
    const kinds = (from: number) => INDEXES.slice(from, from + 32).map((index) => kindOf(placeOf(index)));
    expect(new Set(kinds(0)).size).toBe(7);
    expect(kinds(0)).not.toEqual(kinds(32));
    expect(kinds(0).toSorted()).toEqual(kinds(32).toSorted());
  });

  test("settles an invoice by the transaction that names it, and no other", () => {
    for (const by of INDEXES) {
      for (const invoice of settledBy(placeOf(by))) expect(settlementOf(placeOf(invoice), COUNT)?.by).toBe(by);
    }
    const settled = INDEXES.filter((index) => settlementOf(placeOf(index), COUNT) !== null);
    expect(settled.toSorted()).toEqual(INDEXES.flatMap((by) => settledBy(placeOf(by))).toSorted());
  });

  test.each([0, 1, 31, 32, 33, 64, 77, 500])("counts the payments of the first %d", (count) => {
    const payments = INDEXES.slice(0, count).flatMap((by) => settledBy(placeOf(by)));
    expect(paymentCount(count)).toBe(payments.length);
  });

  test("settles only what came before", () => {
    for (const by of INDEXES) for (const invoice of settledBy(placeOf(by))) expect(invoice).toBeLessThan(by);
  });
});
