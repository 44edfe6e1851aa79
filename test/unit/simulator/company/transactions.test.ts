import { describe, expect, test } from "bun:test";
import type { NewRow } from "../../../../src/simulator/company/data.ts";
import { generateCompany } from "../../../../src/simulator/company/generate.ts";

const COMPANY = generateCompany({ seed: 11, transactions: 1500 });
const TRANSACTIONS = COMPANY.tables.transaction ?? [];

function ofType(type: string): readonly NewRow[] {
  return TRANSACTIONS.filter((row) => row.fields.type === type);
}

function cents(row: NewRow | undefined, field: string): number {
  return Math.round(Number(row?.fields[field] ?? 0) * 100);
}

function sum(rows: readonly NewRow[], field: string): number {
  return rows.reduce((total, row) => total + cents(row, field), 0);
}

function isSystem(line: NewRow): boolean {
  return (Number(line.fields.flags ?? 0) & 0x8000) !== 0;
}

describe("every transaction", () => {
  test.each(["DII", "DIC", "CII", "CIC", "CRD", "CPC", "CR", "CP", "JN"])("comes as %s", (type) => {
    expect(ofType(type).length).toBeGreaterThan(5);
  });

  test("balances", () => {
    for (const { lines = [] } of TRANSACTIONS) {
      expect(sum(lines, "debit")).toBe(sum(lines, "credit"));
      expect(sum(lines, "debit")).toBeGreaterThan(0);
    }
  });

  test("has its lines typed by people first, then the control line, then the tax lines", () => {
    for (const { lines = [], seq } of TRANSACTIONS) {
      const order = lines.map((line) => (isSystem(line) ? (line.fields.taxcode === undefined ? 1 : 2) : 0));
      expect(order).toEqual(order.toSorted());
      expect(lines.map((line) => line.fields.sort)).toEqual(lines.map((_, index) => String(index + 1)));
      expect(lines.every((line) => line.fields.parentseq === String(seq))).toBe(true);
    }
  });

  test("has one control line, but none in a journal", () => {
    for (const { fields, lines = [] } of TRANSACTIONS) {
      const control = lines.filter((line) => line.fields.flags === "-32768");
      expect(control).toHaveLength(fields.type === "JN" ? 0 : 1);
      if (control[0] !== undefined) expect(control[0].fields.account).toBe(`${fields.contra}-`);
    }
  });

  test("adds up: gross, and the tax on top of what was typed", () => {
    for (const row of TRANSACTIONS.filter(({ fields }) => fields.type !== "JN")) {
      const typed = (row.lines ?? []).filter((line) => !isSystem(line));
      expect(sum(typed, "gross")).toBe(cents(row, "gross"));
      expect(sum(typed, "tax")).toBe(cents(row, "taxamount"));
      expect(sum(typed, "net") + sum(typed, "tax")).toBe(cents(row, "gross"));
    }
  });

  test("has tax lines with the rate, a name for it, and no net", () => {
    const taxLines = TRANSACTIONS.flatMap(({ lines = [] }) => lines.filter((line) => line.fields.flags === "-32760"));
    expect(taxLines.length).toBeGreaterThan(500);
    for (const { fields } of taxLines) {
      expect(fields).toMatchObject({ taxcode: "G", discount: "0.150000", description: "G @ 15.0000%" });
      expect(fields.net).toBeUndefined();
      expect(fields.gross).toBeUndefined();
    }
  });

  test("is posted or not", () => {
    const unposted = TRANSACTIONS.filter(({ fields }) => fields.status === "U");
    expect(unposted.length).toBeGreaterThan(10);
    expect(unposted.length).toBeLessThan(TRANSACTIONS.length / 4);
    expect(unposted.every(({ fields }) => fields.timeposted === undefined && fields.postedby === undefined)).toBe(true);
    const posted = TRANSACTIONS.filter(({ fields }) => fields.status === "P");
    expect(posted.every(({ fields }) => fields.timeposted !== undefined && fields.postedby !== undefined)).toBe(true);
    expect(posted.length + unposted.length).toBe(TRANSACTIONS.length);
  });
});

describe("an invoice", () => {
  const payments = Map.groupBy(COMPANY.tables.payments ?? [], (row) => Number(row.fields.invoiceid));

  test("has been paid what its payments say, and is complete when that is all", () => {
    for (const row of TRANSACTIONS.filter(({ fields }) => /^[CD]I[IC]$/.test(fields.type ?? ""))) {
      const paid = sum(payments.get(row.seq) ?? [], "amount");
      expect(cents(row, "amtpaid")).toBe(paid);
      expect(row.fields.type?.endsWith("C")).toBe(paid === cents(row, "gross"));
    }
  });

  test("is paid by a posted transaction of the same name", () => {
    const bySeq = new Map(TRANSACTIONS.map((row) => [row.seq, row]));
    for (const payment of COMPANY.tables.payments ?? []) {
      const invoice = bySeq.get(Number(payment.fields.invoiceid));
      const cash = bySeq.get(Number(payment.fields.cashtrans));
      expect(cash?.fields.status).toBe("P");
      expect(cash?.fields.namecode).toBe(invoice?.fields.namecode ?? "?");
    }
  });

  test("is settled by a receipt of exactly its payments", () => {
    const byReceipt = Map.groupBy(COMPANY.tables.payments ?? [], (row) => Number(row.fields.cashtrans));
    for (const [seq, rows] of byReceipt) {
      expect(
        cents(
          TRANSACTIONS.find((row) => row.seq === seq),
          "gross",
        ),
      ).toBe(sum(rows, "amount"));
    }
  });
});
