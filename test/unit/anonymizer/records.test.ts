import { describe, expect, test } from "bun:test";
import { createContextGatherer } from "../../../anonymizer/books/gatherer.ts";
import { PaymentSums } from "../../../anonymizer/books/payment-sums.ts";
import { SharedSums, SumsGiven } from "../../../anonymizer/books/shared-sums.ts";
import { tableOrder } from "../../../anonymizer/books/table-order.ts";
import type { Item } from "../../../anonymizer/model/batch.ts";
import { createRecordAnonymizer } from "../../../anonymizer/records/record-anonymizer.ts";
import { DEFAULT_RULES } from "../../../anonymizer/rules/default-rules.ts";
import { readRules } from "../../../anonymizer/rules/read-rules.ts";
import type { NewRow } from "../../../src/simulator/company/data.ts";
import { itemOf, plainPseudonyms, table, valueIn } from "../../support/anonymizing.ts";
import { errorOf } from "../../support/errors.ts";
import { seeded } from "../../support/seeded.ts";

const FACTOR = 0.7313;

interface Setting {
  readonly rules?: string;
  readonly copies?: number;
  readonly gathered?: readonly (readonly [string, Item])[];
  readonly sample?: number;
}

function anonymizerOf({ rules: text = DEFAULT_RULES, copies = 1, gathered = [], sample }: Setting = {}) {
  const rules = readRules(text);
  const pseudonyms = Array.from({ length: copies }, (_, copy) => plainPseudonyms(FACTOR, "xyz"[copy]));
  const gatherer = createContextGatherer({ rules, pseudonyms: plainPseudonyms(FACTOR), sample: sample ?? null });
  for (const [name, item] of gathered) gatherer.add(table(name), item);
  return createRecordAnonymizer({ rules, pseudonyms, context: gatherer.finish(), copies });
}

function item(name: string, fields: NewRow["fields"], seq = 5): Item {
  return itemOf(table(name), { seq, modtime: "20250301120000", fields });
}

function values(
  anonymizer: ReturnType<typeof anonymizerOf>,
  name: string,
  fields: NewRow["fields"],
  seq = 5,
): Record<string, string>[] {
  const records = anonymizer.anonymize(table(name), item(name, fields, seq));
  return records.map(({ record }) => Object.fromEntries(record.fields.map((field) => [field.name, field.value])));
}

describe("a record", () => {
  test("each field by its rule, in the same order; what is dropped is gone, parts of an address go together", () => {
    const [name] = values(anonymizerOf(), "name", {
      code: "ROWAN",
      name: "Rowan Ltd",
      comment: "Call 10am",
      kind: "1",
      address1: "14 Harbour Rd",
      address3: "Whangarei",
      postcode: "0110",
      creditcardexpiry: "12/29",
      creditlimit: "500",
    });
    expect(Object.keys(name ?? {})).toEqual(Object.keys(name ?? {}).toSorted());
    expect(name).toEqual({
      address1: "x line 0 13",
      address3: "x line 2 13",
      code: "xROWAN",
      comment: "tttt tttt",
      creditlimit: "366",
      kind: "1",
      name: "x fake",
      postcode: "x postcode 13",
      sequencenumber: "5",
    });
  });

  test("an address in one text keeps its line breaks", () => {
    const [made] = values(anonymizerOf(), "transaction", { mailingaddress: "14 Harbour Rd\rWhangarei", type: "DII" });
    expect(made?.mailingaddress).toBe("x line 0 13\rx line 1 13");
  });

  test("figures that are made of others stay so", () => {
    const anonymizer = anonymizerOf();
    const [asset] = values(anonymizer, "asset", { cost: "1001.01", accumdepreciation: "333.33", bookvalue: "667.68" });
    expect(Number(asset?.bookvalue)).toBeCloseTo(Number(asset?.cost) - Number(asset?.accumdepreciation), 6);
    for (let cost = 1000; cost < 1030; cost += 1) {
      const almost = { cost: `${cost}.00`, accumdepreciation: `${cost - 1}.97`, bookvalue: "0.03" };
      const [written] = values(anonymizer, "asset", almost);
      expect(Number(written?.bookvalue)).toBeGreaterThan(0);
      expect(Number(written?.bookvalue)).toBeCloseTo(Number(written?.cost) - Number(written?.accumdepreciation), 6);
    }
    const [product] = values(anonymizer, "product", {
      stockonhand: "34.000000",
      costprice: "41.250000",
      stockvalue: "1402.500000",
    });
    expect(Number(product?.stockvalue)).toBeCloseTo(34 * Number(product?.costprice), 6);
    const [tax] = values(anonymizer, "taxrate", { netreceived: "1000.07", rate1: "15.000000", gstreceived: "150.01" });
    expect(Number(tax?.gstreceived)).toBe(Math.round(Number(tax?.netreceived) * 15) / 100);
  });

  test("a name's ages add up to its balance", () => {
    const ages = { dcurrent: "10.01", d30plus: "20.02", d60plus: "30.03", d90plus: "40.05" };
    const [name] = values(anonymizerOf(), "name", { ...ages, dbalance: "100.11" });
    const sum = Object.keys(ages).reduce((total, age) => total + Number(name?.[age]), 0);
    expect(sum).toBeCloseTo(Number(name?.dbalance), 6);
  });

  test("exchange rates stay", () => {
    const [rate] = values(anonymizerOf(), "offledger", { kind: "CUR", name: "USD", balance01: "0.621500" });
    expect(rate?.balance01).toBe("0.621500");
  });

  test("codes of currencies stay, names of the user's own ledgers do not", () => {
    const [rate] = values(anonymizerOf(), "offledger", { kind: "CUR", name: "USD" });
    const [own] = values(anonymizerOf(), "offledger", { kind: "USR", name: "ROWANS" });
    expect(rate?.name).toBe("USD");
    expect(own?.name).toBe(plainPseudonyms(FACTOR, "x").code("ROWANS"));
    const rules = DEFAULT_RULES.replace('name = "code currency"', 'name = "keep"');
    expect(values(anonymizerOf({ rules }), "offledger", { kind: "USR", name: "ROWANS" })[0]?.name).toBe("ROWANS");
  });
});

describe("what cannot be done is refused", () => {
  test("fields without a rule, all of the record, its lines' too", () => {
    const lines = [{ seq: 9, modtime: "", fields: { colourway: "blue" } }];
    const sold = itemOf(table("transaction"), {
      seq: 1,
      modtime: "",
      fields: { type: "DII", zebra: "1", alpaca: "2" },
      lines,
    });
    const anonymizer = anonymizerOf();
    const error = errorOf(() => anonymizer.anonymize(table("transaction"), sold));
    expect(error.code).toBe("anonymize.unknown-fields");
    expect(error.details.fields).toBe("detail.colourway, transaction.alpaca, transaction.zebra");
    expect(anonymizer.unknownFields(table("transaction"), sold)).toHaveLength(3);
  });

  test("lines without their transaction", () => {
    expect(errorOf(() => values(anonymizerOf(), "detail", { account: "1000-" })).code).toBe("anonymize.lines-alone");
  });

  test("rules that scale some amounts of a transaction and not others", () => {
    const rules = DEFAULT_RULES.replace('\nnet = "amount"', '\nnet = "keep"');
    expect(errorOf(() => anonymizerOf({ rules })).code).toBe("anonymize.amounts-apart");
  });

  test("kept codes of names where there are several of each", () => {
    const rules = DEFAULT_RULES.replace('\nname = "replace"', '\nname = "keep"');
    expect(errorOf(() => anonymizerOf({ rules, copies: 2 })).code).toBe("anonymize.codes-in-copies");
  });

  test("copies whose numbers would be too large", () => {
    const anonymizer = anonymizerOf({ copies: 3 });
    expect(errorOf(() => values(anonymizer, "name", { code: "A" }, 2_000_000_000)).code).toBe(
      "anonymize.too-many-copies",
    );
  });

  test("a sample of transactions that have no numbers", () => {
    const terse = { ...item("transaction", { namecode: "ROWAN" }), seq: null };
    expect(errorOf(() => anonymizerOf({ sample: 3, gathered: [["transaction", terse]] })).code).toBe(
      "anonymize.sample-needs-numbers",
    );
  });
});

describe("copies and samples", () => {
  test("numbers of copies, an overpayment's and those of settings", () => {
    const anonymizer = anonymizerOf({ copies: 3 });
    const payments = values(anonymizer, "payments", {
      invoiceid: String(7 - 2_147_483_648),
      cashtrans: "20",
      amount: "1.00",
    });
    expect(payments.map(({ invoiceid, cashtrans }) => [Number(invoiceid) + 2_147_483_648, cashtrans])).toEqual([
      [21, "60"],
      [22, "61"],
      [23, "62"],
    ]);
    expect(values(anonymizer, "account", { code: "1000" })).toEqual([{ code: "x1000", sequencenumber: "5" }]);
    expect(
      values(anonymizer, "bankrecs", { account: "1000-", closing: "10.00", sequencenumber: "5" })[0]?.closing,
    ).toBe("21.93");
    expect(
      values(anonymizer, "transaction", { namecode: "ROWAN", contra: "1500" }).map(({ contra }) => contra),
    ).toEqual(Array(3).fill("x1500"));
  });

  test("references to what a sample leaves out are blank", () => {
    const gathered = [1, 2, 3, 4].map(
      (seq) => ["transaction", item("transaction", { namecode: "AB"[seq % 2] ?? "" }, seq)] as const,
    );
    const anonymizer = anonymizerOf({ sample: 2, gathered });
    const sheets = [1, 2, 3, 4].map(
      (seq) => values(anonymizer, "jobsheet", { desttransseq: String(seq) }, 9)[0]?.desttransseq,
    );
    expect(sheets.filter((seq) => seq !== undefined)).toHaveLength(2);
    const kept = [1, 2, 3, 4].filter(
      (seq) => values(anonymizer, "transaction", { namecode: "AB"[seq % 2] ?? "" }, seq).length > 0,
    );
    expect(sheets.flatMap((seq) => (seq === undefined ? [] : [Number(seq)]))).toEqual(kept);
  });
});

describe("sums", () => {
  test("of payments are those of a Map, for any number of transactions in any order", () => {
    const next = seeded(3);
    const rows = Array.from(
      { length: 20_000 },
      () => [1 + Math.floor(next() * 7000), 1 + Math.floor(next() * 99_999)] as const,
    );
    const { cents } = plainPseudonyms(FACTOR);
    const sums = new PaymentSums();
    const expected = new Map<number, { paid: number; scaled: number }>();
    for (const [number, paid] of rows.toReversed()) sums.add(number, paid, cents(paid));
    for (const [number, paid] of rows) {
      const sum = expected.get(number) ?? { paid: 0, scaled: 0 };
      expected.set(number, { paid: sum.paid + paid, scaled: sum.scaled + cents(paid) });
    }
    const differences = [...expected].map(([number, { paid, scaled }]) => [number, scaled - cents(paid)] as const);
    const wanted = differences.filter(([, difference]) => difference !== 0).sort(([a], [b]) => a - b);
    const { numbers, cents: corrections } = sums.corrections(cents);
    expect([...numbers].map((number, index) => [number, corrections[index]])).toEqual(wanted.map(([a, b]) => [a, b]));
  });

  test("are found by their keys, in whatever order and however many they come", () => {
    const sums = new SharedSums();
    for (let i = 0; i < 5000; i += 1) {
      const keys = [`debtor N${(i * 7) % 2500}`, "posted 101 1000-"];
      sums.addAll({ keys, before: Float64Array.of(1, 2), after: Float64Array.of(i % 2500, 4) });
    }
    const given = new SumsGiven(sums.given());
    for (let i = 0; i < 2500; i += 1)
      expect(given.get(`debtor N${(i * 7) % 2500}`)).toEqual({ before: 2, after: 2 * i });
    expect(given.get("debtor N2500")).toBeUndefined();
    expect(given.listed.get("posted 101 1000-")).toEqual({ before: 10_000, after: 20_000 });
    expect(new SumsGiven(null).get("debtor N1")).toBeUndefined();
  });

  test("of invoices are there before names are written", () => {
    expect(tableOrder(["name", "transaction", "account"].map(table))).toEqual(
      ["transaction", "account", "name"].map(table),
    );
  });

  test("stand under no original code", () => {
    const anonymizer = anonymizerOf();
    anonymizer.anonymize(
      table("transaction"),
      item("transaction", { namecode: "ROWAN", type: "DII", status: "P", gross: "10.00" }),
    );
    expect(anonymizer.takeSums().keys).toEqual(["debtor XROWAN"]);
    expect(anonymizer.takeSums().keys).toEqual([]);
  });
});

test("a value that is blank stays blank under every rule", () => {
  expect(valueIn(item("name", {}), "code")).toBeNull();
  expect(Object.keys(values(anonymizerOf(), "name", {})[0] ?? {})).toEqual(["sequencenumber"]);
});
