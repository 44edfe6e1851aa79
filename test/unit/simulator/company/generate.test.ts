import { describe, expect, test } from "bun:test";
import type { TableName } from "../../../../src/domain/ids.ts";
import { SCHEMA } from "../../../../src/domain/schema/schema.ts";
import type { NewRow } from "../../../../src/simulator/company/data.ts";
import { companyTables, generateCompany } from "../../../../src/simulator/company/generate.ts";
import { FEWEST_RECORDS, GENERATED_TABLES } from "../../../../src/simulator/company/plan.ts";

const COMPANY = generateCompany({ seed: 7, transactions: 1500 });

function rows(table: string): readonly NewRow[] {
  return COMPANY.tables[table] ?? [];
}

/** Every row with the table whose fields it has, lines included. */
function* allRows(): Generator<readonly [table: string, row: NewRow]> {
  for (const [table, tableRows] of Object.entries(COMPANY.tables)) {
    for (const row of tableRows) {
      yield [table, row];
      for (const line of row.lines ?? []) yield ["detail", line];
    }
  }
}

/** detail.transactiontype holds the three letters of the type although the schema says two. */
const WIDER_THAN_DECLARED = new Set(["detail.transactiontype"]);

describe("a company", () => {
  test("is the same for the same seed", () => {
    const hash = (seed: number) => Bun.hash(JSON.stringify(generateCompany({ seed, transactions: 200 })));
    expect(hash(3)).toBe(hash(3));
    expect(hash(3)).not.toBe(hash(4));
  });

  test.each([FEWEST_RECORDS, 41, 60, 99, 250, 1000, 5000])("of %d records has exactly so many", (records) => {
    const tables = companyTables({ seed: 1, records });
    const made = tables.map(({ rows: make }) => Array.from(make()).length);
    expect(made).toEqual(tables.map(({ count }) => count));
    expect(made.reduce((sum, count) => sum + count, 0)).toBe(records);
  });

  test("of fewer records than it takes is refused", () => {
    expect(() => companyTables({ seed: 1, records: FEWEST_RECORDS - 1 })).toThrow(RangeError);
    expect(() => companyTables({ seed: 1, records: Number.NaN })).toThrow(RangeError);
  });

  test("has something in every table it promises", () => {
    for (const table of GENERATED_TABLES) expect(rows(table).length).toBeGreaterThan(0);
    expect(rows("transaction")).toHaveLength(1500);
  });

  test("can be read a few rows at a time, however large", () => {
    const transactions = companyTables({ seed: 1, records: 1_000_000 }).find(({ table }) => table === "transaction");
    const first = Iterator.from(transactions?.rows() ?? []).take(3);
    expect(first.map((row) => row.seq).toArray()).toEqual([2, 3, 4]);
    expect(transactions?.count).toBeGreaterThan(400_000);
  });
});

describe("every row", () => {
  test("names only fields of its table, none of them blank, with values of their kind and size", () => {
    const wrong: string[] = [];
    for (const [table, row] of allRows()) {
      for (const [name, value] of Object.entries(row.fields)) {
        if (!isProper(table, name, value)) wrong.push(`${table}.${name}=${value}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test("has a real modtime within the company's years", () => {
    const stamps = Array.from(allRows(), ([, row]) => row.modtime).sort();
    expect(stamps.every((stamp) => /^\d{14}$/.test(stamp))).toBe(true);
    expect((stamps[0] ?? "") >= "20190401000000").toBe(true);
    expect((stamps.at(-1) ?? "") <= "20250331235959").toBe(true);
    expect(new Set(stamps.map((stamp) => stamp.slice(0, 4))).size).toBe(7);
  });

  test("has a sequence number of its own, rising, with gaps", () => {
    const lines = rows("transaction").flatMap((row) => row.lines ?? []);
    for (const table of [...Object.values(COMPANY.tables), lines]) {
      expect(table.every((row, index) => index === 0 || row.seq > (table[index - 1]?.seq ?? 0))).toBe(true);
    }
    const transactions = rows("transaction");
    expect(transactions[0]?.seq).toBe(2);
    expect(transactions.at(-1)?.seq).toBeGreaterThan(transactions.length + 1);
  });
});

describe("modtimes", () => {
  test("of a bulk action are one second on many rows", () => {
    const counts = Map.groupBy(rows("transaction"), (row) => row.modtime);
    expect(Math.max(...Array.from(counts.values(), (group) => group.length))).toBeGreaterThan(5);
  });

  test("of a paid invoice, its payment and the receipt are one", () => {
    const bySeq = new Map(rows("transaction").map((row) => [row.seq, row]));
    for (const payment of rows("payments")) {
      expect(payment.modtime).toBe(bySeq.get(Number(payment.fields.cashtrans))?.fields.timeposted ?? "");
      const invoice = bySeq.get(Number(payment.fields.invoiceid));
      expect((invoice?.modtime ?? "") >= payment.modtime).toBe(true);
    }
  });

  test("of a reconciled line are later than its transaction's entry", () => {
    const reconciled = rows("transaction").filter((row) =>
      row.lines?.some((line) => line.fields.statement !== undefined),
    );
    expect(reconciled.length).toBeGreaterThan(100);
    for (const row of reconciled) {
      const line = row.lines?.find(({ fields }) => fields.statement !== undefined);
      expect((line?.modtime ?? "") > (row.fields.timeposted ?? "")).toBe(true);
    }
  });
});

const FORMS: Readonly<Record<string, RegExp>> = {
  decimal: /^-?\d+\.\d\d$/,
  double: /^-?\d+\.\d{6}$/,
  float: /^-?\d+\.\d{6}$/,
  long: /^-?\d+$/,
  short: /^-?\d+$/,
  byte: /^-?\d+$/,
  boolean: /^1$/,
  date: /^(19|20)\d{6}$/,
  time: /^(19|20)\d{12}$/,
};

function isProper(table: string, name: string, value: string): boolean {
  const field = SCHEMA.get(table as TableName)?.field.get(name);
  if (field === undefined || name === "sequencenumber" || name === "lastmodifiedtime") return false;
  const form = FORMS[field.type];
  if (form !== undefined) return form.test(value) && Number(value) !== 0 && !value.startsWith("19040101");
  return value !== "" && (value.length <= field.size || WIDER_THAN_DECLARED.has(`${table}.${name}`));
}
