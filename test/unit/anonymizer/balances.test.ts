import { describe, expect, test } from "bun:test";
import { addOnAccount, Balances } from "../../../anonymizer/books/balances.ts";
import { timesText } from "../../../anonymizer/books/columns.ts";
import { SharedSums, SumsGiven } from "../../../anonymizer/books/shared-sums.ts";
import { Sums } from "../../../anonymizer/books/sums.ts";
import type { Field } from "../../../src/domain/record.ts";

/** Two thirds, and whole amounts stay whole: sums of it are not it of sums. */
const cents = (value: number): number => {
  const scaled = (value * 2) / 3;
  return value % 100 === 0 ? Math.round(scaled / 100) * 100 : Math.round(scaled);
};
const amounts = { cents, amount: String, price: String };

function fieldsOf(values: Readonly<Record<string, string>>): Field[] {
  return Object.entries(values).map(([name, value]) => ({ name, value, system: false }));
}

function pay(sums: Sums, name: number, before: string, after: string): void {
  const payment = (amount: string) => fieldsOf({ invoiceid: String(name - 2 ** 31), amount });
  addOnAccount(sums, payment(before), payment(after));
}

function finished(sums: Sums, before: Readonly<Record<string, string>>): Record<string, string> {
  const fields: (Field | null)[] = fieldsOf(before);
  const shared = new SharedSums();
  shared.addAll(sums.all());
  new Balances(amounts).finish(fieldsOf(before), fields, {
    sums: new SumsGiven(shared.given()),
    code: "ROWAN",
    seq: 12,
  });
  return Object.fromEntries(fields.flatMap((field) => (field === null ? [] : [[field.name, field.value]])));
}

describe("a balance", () => {
  test("is the new open invoices less the new payments on account, however they were rounded", () => {
    const sums = new Sums();
    sums.add("debtor ROWAN", 30_000, 20_007);
    for (const [before, after] of [
      ["1.00", "0.67"],
      ["1.00", "0.67"],
      ["55.55", "37.03"],
    ] as const)
      pay(sums, 12, before, after);
    pay(sums, 13, "9.99", "6.66");
    const before = { dbalance: "242.45", dcurrent: "200.45", d90plus: "42.00" };
    const after = finished(sums, before);
    expect(after).toMatchObject({ dbalance: "161.70" });
    expect(Number(after.dcurrent) + Number(after.d90plus)).toBeCloseTo(161.7, 6);
  });

  test("of a creditor takes what is on account when it is the creditor's", () => {
    const sums = new Sums();
    sums.add("creditor ROWAN", 5000, 3333);
    pay(sums, 12, "10.00", "6.67");
    expect(finished(sums, { ccurrent: "40.00" })).toEqual({ ccurrent: "26.66" });
  });

  test("of both sides holds together what is on account of both", () => {
    const sums = new Sums();
    pay(sums, 12, "10.01", "6.67");
    pay(sums, 12, "10.01", "6.67");
    expect(finished(sums, { dbalance: "-10.01", ccurrent: "-10.01" })).toEqual({
      dbalance: "-6.67",
      ccurrent: "-6.67",
    });
  });

  test("that holds more than what is known of is scaled beside it", () => {
    const sums = new Sums();
    sums.add("debtor ROWAN", 1000, 700);
    pay(sums, 12, "1.01", "0.67");
    expect(finished(sums, { dbalance: "40.01" })).toEqual({ dbalance: "27.01" });
    expect(finished(new Sums(), { dbalance: "", ccurrent: "3.00" })).toEqual({ dbalance: "", ccurrent: "2.00" });
  });
});

test("payments of invoices are on nobody's account", () => {
  const sums = new Sums();
  addOnAccount(sums, fieldsOf({ invoiceid: "17", amount: "10.00" }), fieldsOf({ invoiceid: "17", amount: "7.00" }));
  expect(sums.take().keys).toEqual([]);
});

test("an amount so many times is that, also where numbers are not exact any more", () => {
  expect(timesText("90000000000000.01", 1000)).toBe("90000000000000010.00");
  expect(["-0.05", "12.345678", "7", "", "0.00"].map((text) => timesText(text, 3))).toEqual([
    "-0.15",
    "37.037034",
    "21",
    "",
    "0.00",
  ]);
});
