import { describe, expect, test } from "bun:test";
import type { Item } from "../../../anonymizer/model/batch.ts";
import type { Context } from "../../../anonymizer/model/context.ts";
import { createRecordAnonymizer } from "../../../anonymizer/records/record-anonymizer.ts";
import { defaultRules, plainPseudonyms, table, valueIn } from "../../support/anonymizing.ts";
import { centsIn, linesOf, relationsIn } from "../../support/book-relations.ts";
import { type Draft, transaction } from "../../support/transaction-arbitraries.ts";

const RULES = defaultRules();
const FACTOR = 0.7313;
const { cents } = plainPseudonyms(FACTOR);
const CONTROL = "-32768";
const EMPTY: Context = {
  version: 1,
  rates: [],
  corrected: new Float64Array(),
  corrections: new Float64Array(),
  columns: [],
  ledger: { codes: [], columns: [], cents: new Float64Array() },
  sampled: null,
};

function made(item: Item, context: Partial<Context> = {}): Item {
  const options = { rules: RULES, pseudonyms: [plainPseudonyms(FACTOR)], copies: 1 };
  const anonymizer = createRecordAnonymizer({ ...options, context: { ...EMPTY, ...context } });
  return anonymizer.anonymize(table("transaction"), item)[0] as Item;
}

function corrected(by: number): Partial<Context> {
  return { corrected: Float64Array.of(17), corrections: Float64Array.of(by) };
}

function line({ record }: Item, index: number, name: string): number {
  return centsIn(linesOf(record)[index] ?? { fields: [] }, name);
}

function text({ record }: Item, index: number, name: string): string | undefined {
  return linesOf(record)[index]?.fields.find((field) => field.name === `detail.${name}`)?.value;
}

function sale(fields: Draft, gross: string): Item {
  const typed = { account: "4000-", gross, net: gross, credit: gross, ...fields };
  return transaction({ type: "DII", gross }, [typed, { account: "1500-", flags: CONTROL, debit: gross }]);
}

describe("a transaction of another form", () => {
  test("a journal with tax: both sides are its gross, and the tax line its tax", () => {
    const item = transaction({ type: "JN", gross: "115.13", taxamount: "15.02" }, [
      { account: "7100-", taxcode: "G", gross: "115.13", tax: "15.02", net: "100.11", debit: "100.11" },
      { account: "1810-", gross: "-115.13", net: "-115.13", credit: "115.13" },
      { account: "2410-", taxcode: "G", flags: "-32760", debit: "15.02", discount: "0.150000" },
    ]);
    const after = made(item);
    expect([line(after, 0, "gross"), line(after, 1, "credit")]).toEqual([cents(11_513), cents(11_513)]);
    expect(relationsIn(after.record)).toEqual(relationsIn(item.record));
  });

  test("a receipt of two lines that are both MoneyWorks' own: both are its gross, corrections too", () => {
    const lines = [
      { account: "1000-", flags: CONTROL, debit: "99.99" },
      { account: "1500-", flags: CONTROL, credit: "99.99" },
    ];
    const after = made(transaction({ type: "CRD", gross: "99.99" }, lines), corrected(2));
    expect([centsIn(after.record, "gross"), line(after, 0, "debit"), line(after, 1, "credit")]).toEqual(
      Array(3).fill(cents(9999) + 2),
    );
  });

  test("a stock journal: debits and credits of one total, however it is split", () => {
    const lines = ["33.33", "33.33", "33.34"].map((debit) => ({ account: "6000-", flags: "16384", debit }));
    const after = made(
      transaction({ type: "JNS" }, [...lines, { account: "1300-", flags: "16384", credit: "100.00" }]),
    );
    expect(relationsIn(after.record).get("debits are credits")).toBe(true);
    expect(line(after, 3, "credit")).toBe(cents(10_000));
  });

  test("an exchange: taxes that come to nothing come to nothing again, for there is no tax line", () => {
    const goods = (gross: string, tax: string, net: string, side: Draft): Draft => ({
      account: "4000-",
      taxcode: "G",
      gross,
      tax,
      net,
      ...side,
    });
    const after = made(
      transaction({ type: "DII" }, [
        goods("57.50", "7.50", "50.00", { credit: "50.00" }),
        goods("57.51", "7.50", "50.01", { credit: "50.01" }),
        goods("-115.01", "-15.00", "-100.01", { debit: "100.01" }),
      ]),
    );
    expect(line(after, 0, "tax") + line(after, 1, "tax") + line(after, 2, "tax")).toBe(0);
    expect(relationsIn(after.record).get("debits are credits")).toBe(true);
  });

  test("a tax code in another case is the same one: its rate, and its tax line", () => {
    const goods = ["123.45 16.10 107.35", "777.01 101.35 675.66", "3.33 0.43 2.90"].map((amounts) => {
      const [gross = "", tax = "", net = ""] = amounts.split(" ");
      return { account: "4000-", taxcode: "g", gross, tax, net, credit: net };
    });
    const lines = [...goods, { taxcode: "G", flags: "-32760", credit: "117.88" }, { flags: CONTROL, debit: "903.79" }];
    const after = made(transaction({ type: "DII", gross: "903.79", taxamount: "117.88" }, lines), {
      rates: [{ code: "G", rate1: 15, date: "", rate2: 0 }],
    });
    const taxes = [0, 1, 2].map((row) => line(after, row, "tax"));
    expect(line(after, 3, "credit")).toBe(taxes.reduce((sum, tax) => sum + tax));
    expect(line(after, 1, "tax")).toBe(Math.round((line(after, 1, "gross") * 15) / 115));
  });

  test("a terse export, without MoneyWorks' own lines: the lines make the gross", () => {
    const lines = ["10.01", "20.02", "30.03"].map((gross) => ({ account: "4000-", gross, net: gross }));
    const after = made(transaction({ type: "DII", gross: "60.06" }, lines));
    expect(relationsIn(after.record).get("lines make the gross")).toBe(true);
  });
});

describe("what did not add up", () => {
  test("keeps its difference, scaled", () => {
    const item = transaction({ type: "DII", gross: "105.00" }, [{ account: "4000-", gross: "100.00", net: "100.00" }]);
    const after = made(item);
    expect(centsIn(after.record, "gross") - line(after, 0, "gross")).toBe(cents(500));
  });

  test("an unbalanced transaction is not balanced", () => {
    const item = transaction({ type: "DII", gross: "50.00" }, [
      { account: "4000-", gross: "50.00", net: "50.00", credit: "50.00" },
      { account: "1500-", flags: CONTROL, debit: "40.00" },
    ]);
    expect([line(made(item), 0, "credit"), line(made(item), 1, "debit")]).toEqual([cents(5000), cents(4000)]);
  });

  test("a tax that a person typed keeps its proportion", () => {
    const after = made(sale({ taxcode: "G", tax: "20.00", net: "80.00" }, "100.00"), {
      rates: [{ code: "G", rate1: 15, date: "", rate2: 0 }],
    });
    expect(line(after, 0, "tax")).toBe(Math.round(cents(10_000) / 5));
  });
});

describe("amounts beside the gross", () => {
  test("what was equal is equal, what is blank stays blank", () => {
    const equal = { payamount: "150.05", ordertotal: "150.05", promptpaymentamt: "100.05", amtpaid: "50.00" };
    const { record } = made(
      { ...withHeader({ ...equal, gross: "150.05", taxprocessed: "19.57", taxamount: "19.57" }) },
      corrected(1),
    );
    const gross = cents(15_005) + 1;
    expect([centsIn(record, "payamount"), centsIn(record, "ordertotal")]).toEqual([gross, gross]);
    expect(centsIn(record, "promptpaymentamt")).toBe(gross - centsIn(record, "amtpaid"));
    expect(centsIn(record, "taxprocessed")).toBe(centsIn(record, "taxamount"));
    expect(valueIn({ ...EMPTY_ITEM, record }, "orderdeposit")).toBeNull();
  });

  test("what is not paid in whole is not paid in whole after, for all that rounding leaves", () => {
    const { record } = made(withHeader({ gross: "0.02", amtpaid: "0.01" }), corrected(3));
    expect([centsIn(record, "gross"), centsIn(record, "amtpaid")]).toEqual([5, 4]);
    expect(cents(2)).toBe(cents(1));
  });

  test("what is all but paid, or all but written off, is so after: never paid twice, never settled", () => {
    const hundreds = Array.from({ length: 60 }, (_, i) => 100 + i);
    for (const whole of hundreds) {
      const fields = { gross: `${whole}.00`, amtpaid: `${whole - 1}.95` };
      const { record } = made(withHeader(fields));
      expect(centsIn(record, "gross")).toBeGreaterThan(centsIn(record, "amtpaid"));
      const rest = { gross: `${whole}.00`, amtpaid: "50.00", amtwrittenoff: `${whole - 51}.97` };
      expect(leftOf(made(withHeader(rest)))).toBeGreaterThan(0);
      const over = { gross: `-${whole}.00`, amtwrittenoff: `-${whole - 1}.98` };
      expect(leftOf(made(withHeader(over)))).toBeLessThan(0);
    }
  });

  test("the base currency keeps its rate", () => {
    const after = made(sale({ basecurrencynet: "160.00" }, "100.00"));
    expect(line(after, 0, "basecurrencynet")).toBe(Math.round(cents(10_000) * 1.6));
  });

  test("a price times its quantity is the line, with a discount and with tax in it", () => {
    const discounted = made(sale({ stockqty: "3.000000", unitprice: "41.666667", discount: "20.000000" }, "100.00"));
    const price = Number(text(discounted, 0, "unitprice"));
    expect(Math.round(price * 3 * 0.8 * 100)).toBe(line(discounted, 0, "net"));
    const taxed = sale(
      { stockqty: "4.000000", unitprice: "28.750000", flags: "4", tax: "15.00", net: "100.00" },
      "115.00",
    );
    expect(Math.round(Number(text(made(taxed), 0, "unitprice")) * 400)).toBe(line(made(taxed), 0, "gross"));
  });

  test("the description of a tax line keeps code and rate", () => {
    const item = transaction({ type: "DII" }, [
      { flags: "-32760", taxcode: "G", credit: "15.00", description: "G @ 15.0000%" },
    ]);
    expect(text(made(item), 0, "description")).toBe("G @ 15.0000%");
  });

  test("an amount that would be nothing is left out, as a blank one is", () => {
    const lines = Array.from({ length: 9 }, () => ({ account: "4000-", gross: "0.01", net: "0.01" }));
    const after = made(transaction({ type: "DII", gross: "0.09" }, lines));
    const values = linesOf(after.record).flatMap(({ fields }) => fields.filter(({ name }) => name === "detail.gross"));
    expect(values.map(({ value }) => value)).not.toContain("");
    expect(values.length).toBe(cents(9));
  });
});

const EMPTY_ITEM = { seq: 17, modtime: null };

function leftOf({ record }: Item): number {
  return centsIn(record, "gross") - centsIn(record, "amtpaid") - centsIn(record, "amtwrittenoff");
}

function withHeader(fields: Draft): Item {
  return transaction({ type: "DII", ...fields }, []);
}
