import { describe, expect, test } from "bun:test";
import { anonymizeRecords, type Tables } from "../../../anonymizer/anonymize-records.ts";
import type { Item } from "../../../anonymizer/model/batch.ts";
import { REFERENCES } from "../../../anonymizer/rules/references.ts";
import { createPseudonyms } from "../../../anonymizer/values/pseudonyms.ts";
import { printRecord } from "../../../src/canonical/print.ts";
import type { TableName } from "../../../src/domain/ids.ts";
import { generateCompany } from "../../../src/simulator/company/generate.ts";
import { itemsOf, table, valueIn, withNumber } from "../../support/anonymizing.ts";
import { centsIn, linesOf, relationsIn } from "../../support/book-relations.ts";
import { seeded } from "../../support/seeded.ts";

const SECRET = new TextEncoder().encode("a secret of a test, and of no one else");
const COMPANY = itemsOf(generateCompany({ seed: 11, transactions: 160 }));
const WHOLE = anonymizeRecords(COMPANY, { secret: SECRET });

/** All records as text, in an order that does not show where they came from. */
function printed(tables: Tables): string[] {
  return [...tables]
    .flatMap(([name, items]) => items.map((item) => `${name} ${item.seq} ${printRecord(item.record)}`))
    .sort();
}

function mapped(tables: Tables, change: (items: readonly Item[]) => Item[]): Map<TableName, Item[]> {
  return new Map([...tables].map(([name, items]) => [name, change(items)]));
}

function rows(tables: Tables, name: string): readonly Item[] {
  return tables.get(table(name)) ?? [];
}

describe("a whole company", () => {
  test("comes out in the same bytes, in whatever order its records come", () => {
    const next = seeded(5);
    const shuffled = mapped(COMPANY, (items) =>
      items
        .map((item) => ({ item, at: next() }))
        .sort((a, b) => a.at - b.at)
        .map(({ item }) => item),
    );
    const backwards = new Map([...shuffled].reverse());
    expect(printed(anonymizeRecords(backwards, { secret: SECRET }))).toEqual(printed(WHOLE));
  });

  test("has every relation of its transactions that it had", () => {
    for (const [index, { record }] of rows(COMPANY, "transaction").entries()) {
      const after = relationsIn((rows(WHOLE, "transaction")[index] as Item).record);
      const broken = [...relationsIn(record)].filter(([name, held]) => held && !after.get(name));
      expect(broken).toEqual([]);
    }
  });

  test("keeps none of its amounts, codes and names", () => {
    for (const name of ["namecode", "gross", "description"]) {
      const pairs = rows(COMPANY, "transaction").map((item, index) => [
        valueIn(item, name),
        valueIn(rows(WHOLE, "transaction")[index] as Item, name),
      ]);
      const kept = pairs.filter(([before = null, after]) => before !== null && before.length > 2 && before === after);
      expect(kept.length).toBe(0);
    }
  });

  test("has another world for another secret", () => {
    const other = anonymizeRecords(COMPANY, { secret: new TextEncoder().encode("quite another secret") });
    const whole = new Set(printed(new Map([[table("name"), rows(WHOLE, "name")]])));
    const names = printed(new Map([[table("name"), rows(other, "name")]]));
    expect(names.filter((text) => whole.has(text))).toEqual([]);
  });

  test("keeps the sums of its ledger", () => {
    const { cents } = createPseudonyms({ secret: SECRET, copy: 0, locale: "en_NZ" });
    for (const column of ["balance", "balancelast01", "balancelast12"]) {
      const total = (tables: Tables) =>
        rows(tables, "ledger").reduce((sum, { record }) => sum + centsIn(record, column), 0);
      expect(total(WHOLE)).toBe(cents(total(COMPANY)));
    }
  });
});

describe("a part of a company", () => {
  test("comes out as it does in the whole: what no sum reaches", () => {
    const sums = new Set(["name", "ledger", "transaction"]);
    for (const [name, items] of COMPANY) {
      if (sums.has(name)) continue;
      const part = items.filter((_, index) => index % 3 === 0);
      const alone = anonymizeRecords(new Map([[name, part]]), { secret: SECRET });
      const whole = new Set(printed(new Map([[name, WHOLE.get(name) ?? []]])));
      expect(printed(alone).filter((text) => !whole.has(text))).toEqual([]);
    }
  });

  test("transactions too, as long as their payments and tax rates are known", () => {
    const part = rows(COMPANY, "transaction").filter((_, index) => index % 4 === 1);
    const some = new Map([...COMPANY].filter(([name]) => name === "payments" || name === "taxrate"));
    const alone = anonymizeRecords(some.set(table("transaction"), part), { secret: SECRET });
    const whole = new Set(printed(WHOLE));
    expect(printed(alone).filter((text) => !whole.has(text))).toEqual([]);
  });
});

describe("a sample", () => {
  const sample = anonymizeRecords(COMPANY, { secret: SECRET, sample: 40 });

  test("has as many transactions as were asked for, or a few less", () => {
    expect(rows(sample, "transaction").length).toBeLessThanOrEqual(40);
    expect(rows(sample, "transaction").length).toBeGreaterThan(25);
  });

  test("refers to no transaction that it leaves out, and is a part of the whole", () => {
    expect(broken(sample)).toEqual([]);
    const whole = new Set(printed(WHOLE));
    const transactions = printed(new Map([[table("transaction"), rows(sample, "transaction")]]));
    expect(transactions.filter((text) => !whole.has(text))).toEqual([]);
  });

  test("leaves names with what their invoices in it make, and with what they had beside all invoices", () => {
    const { cents } = createPseudonyms({ secret: SECRET, copy: 0, locale: "en_NZ" });
    const owing = rows(COMPANY, "name").filter((name) => valueIn(name, "dbalance") !== null);
    expect(owing.length).toBeGreaterThan(3);
    for (const before of owing) {
      const after = withNumber(sample, "name", before.seq ?? 0);
      const beside = centsIn(before.record, "dbalance") - openOf(COMPANY, before);
      expect(centsIn(after.record, "dbalance")).toBe(openOf(sample, after) + cents(beside));
    }
  });

  test("has the payments between its transactions, and no others", () => {
    const numbers = new Set(rows(sample, "transaction").map(({ seq }) => String(seq)));
    const between = rows(COMPANY, "payments").filter(
      (row) => numbers.has(valueIn(row, "invoiceid") ?? "") && numbers.has(valueIn(row, "cashtrans") ?? ""),
    );
    expect(rows(sample, "payments").length).toBe(between.length);
    expect(between.length).toBeGreaterThan(0);
  });
});

describe("three copies", () => {
  const copies = anonymizeRecords(COMPANY, { secret: SECRET, copies: 3 });

  test("have three times the records of what is not a setting, each with its own number and code", () => {
    for (const name of ["transaction", "name", "product", "job", "payments"]) {
      expect(rows(copies, name).length).toBe(3 * rows(COMPANY, name).length);
    }
    expect(rows(copies, "account").length).toBe(rows(COMPANY, "account").length);
    for (const name of ["name", "product", "job"]) {
      const codes = rows(copies, name).flatMap((item) => valueIn(item, "code")?.toUpperCase() ?? []);
      expect(new Set(codes).size).toBe(codes.length);
    }
    for (const numbers of [
      rows(copies, "transaction").map(({ seq }) => String(seq)),
      lineValues(copies, "sequencenumber"),
    ]) {
      expect(new Set(numbers).size).toBe(numbers.length);
    }
  });

  test("refer to their own records", () => {
    expect(broken(copies)).toEqual([]);
  });

  test("are balanced, and the ledger holds what all of them make", () => {
    for (const { record } of rows(copies, "transaction"))
      expect(relationsIn(record).get("debits are credits")).toBe(true);
    for (const [index, { record }] of rows(copies, "ledger").entries()) {
      const once = centsIn((rows(WHOLE, "ledger")[index] as Item).record, "balance");
      expect(centsIn(record, "balance")).toBe(3 * once);
    }
  });
});

/** References of records to others that are not there; of a code's case MoneyWorks takes no notice. */
function broken(tables: Tables): string[] {
  return REFERENCES.filter(
    ({ loose, part, sign }) => loose !== true && part === undefined && sign !== "negative",
  ).flatMap(({ from, to }) => {
    const [target = "", key = ""] = to.split(".");
    const [source = "", field = ""] = from.split(".");
    const known = new Set(rows(tables, target).map((item) => valueIn(item, key)?.toUpperCase()));
    const values =
      source === "detail" ? lineValues(tables, field) : rows(tables, source).map((item) => valueIn(item, field));
    return values
      .filter((value) => value !== null && !known.has(value.toUpperCase()))
      .map((value) => `${from} ${value}`);
  });
}

/** Cents that a debtor's posted invoices have still to be paid. */
function openOf(tables: Tables, name: Item): number {
  const isOpen = (item: Item): boolean => {
    const [code, status, type] = ["namecode", "status", "type"].map((field) => valueIn(item, field));
    return code === valueIn(name, "code") && status === "P" && type?.startsWith("DI") === true;
  };
  const invoices = rows(tables, "transaction").filter(isOpen);
  return invoices.reduce((sum, { record }) => sum + centsIn(record, "gross") - centsIn(record, "amtpaid"), 0);
}

function lineValues(tables: Tables, field: string): string[] {
  const lines = rows(tables, "transaction").flatMap(({ record }) => linesOf(record));
  return lines.flatMap(({ fields }) =>
    fields.filter(({ name }) => name === `detail.${field}`).map(({ value }) => value),
  );
}
