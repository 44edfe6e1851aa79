import { describe, expect, test } from "bun:test";
import type { NewRow } from "../../../../src/simulator/company/data.ts";
import { companyTables, generateCompany } from "../../../../src/simulator/company/generate.ts";

const COMPANY = generateCompany({ seed: 5, transactions: 1200 });

function rows(table: string): readonly NewRow[] {
  return COMPANY.tables[table] ?? [];
}

function values(table: string, field: string): ReadonlySet<string> {
  return new Set(rows(table).map((row) => (field === "sequencenumber" ? String(row.seq) : (row.fields[field] ?? ""))));
}

const lines = rows("transaction").flatMap((row) => row.lines ?? []);

describe("every reference resolves", () => {
  const cases: readonly (readonly [from: string, field: string, to: string, key: string])[] = [
    ["transaction", "namecode", "name", "code"],
    ["transaction", "contra", "account", "code"],
    ["detail", "stockcode", "product", "code"],
    ["detail", "jobcode", "job", "code"],
    ["detail", "taxcode", "taxrate", "taxcode"],
    ["detail", "dept", "department", "code"],
    ["payments", "invoiceid", "transaction", "sequencenumber"],
    ["payments", "cashtrans", "transaction", "sequencenumber"],
    ["name", "recaccount", "account", "code"],
    ["name", "payaccount", "account", "code"],
    ["contacts", "parentseq", "name", "sequencenumber"],
    ["product", "supplier", "name", "code"],
    ["product", "salesacct", "account", "code"],
    ["product", "cogacct", "account", "code"],
    ["product", "stockacct", "account", "code"],
    ["job", "client", "name", "code"],
    ["jobsheet", "job", "job", "code"],
    ["jobsheet", "resource", "product", "code"],
    ["jobsheet", "account", "account", "code"],
    ["ledger", "accountcode", "account", "code"],
    ["ledger", "department", "department", "code"],
    ["account", "pandl", "account", "code"],
    ["account", "taxcode", "taxrate", "taxcode"],
    ["taxrate", "recaccount", "account", "code"],
    ["taxrate", "paidaccount", "account", "code"],
    ["asset", "category", "assetcat", "code"],
  ];
  test.each(cases)("%s.%s in %s.%s", (from, field, to, key) => {
    const known = values(to, key);
    const used = (from === "detail" ? lines : rows(from)).flatMap(({ fields }) => fields[field] ?? []);
    expect(used.length).toBeGreaterThan(0);
    expect(used.filter((value) => !known.has(value))).toEqual([]);
  });

  test("detail.account in account and department", () => {
    const accounts = values("account", "code");
    const departments = new Set(["", ...values("department", "code")]);
    for (const { fields } of lines) {
      const [account = "", dept = "?"] = (fields.account ?? "").split("-");
      expect(accounts.has(account) && departments.has(dept) && dept === (fields.dept ?? "")).toBe(true);
    }
  });
});

describe("codes", () => {
  const CODED: readonly (readonly [table: string, field: string, size: number])[] = [
    ["name", "code", 11],
    ["product", "code", 31],
    ["job", "code", 9],
    ["user", "key", 9],
    ["account", "code", 7],
    ["asset", "code", 19],
  ];

  test.each(CODED)("of %s are unique without regard to case", (table, field) => {
    const codes = rows(table).map((row) => (row.fields[field] ?? "").toLowerCase());
    expect(new Set(codes).size).toBe(codes.length);
  });

  test.each(CODED.slice(0, 3))("of %s include the awkward ones and fill the field", (table, field, size) => {
    const codes = values(table, field);
    const wanted = [
      "CON",
      "a/b",
      "dot.",
      "..",
      "~home",
      "-dash",
      "%41",
      "@AT",
      "O'NEIL",
      "TICK`",
      "CAFÉ",
      "lower",
      "R&D",
    ];
    expect(wanted.filter((code) => code.length <= size && !codes.has(code))).toEqual([]);
    expect(Math.max(...Array.from(codes, (code) => code.length))).toBe(size);
    expect(codes.has("É".repeat(size))).toBe(true);
  });

  test("in trade use are awkward too", () => {
    const used = new Set(rows("transaction").map((row) => row.fields.namecode));
    expect(["CON", "a/b", "dot."].every((code) => used.has(code))).toBe(true);
  });
});

describe("texts", () => {
  const AWKWARD = ["\r", "\u000B", "🪵", "]]>", "<!--", "${x}", '"; DROP TABLE', "␛{B}", "&#13;", "`blue`"];

  function allTexts(data: { readonly tables: Readonly<Record<string, readonly NewRow[]>> }): string {
    return Object.values(data.tables)
      .flat()
      .flatMap(({ fields }) => Object.values(fields))
      .join("\u0000");
  }

  test("include what breaks careless programs", () => {
    const texts = allTexts(COMPANY);
    expect(AWKWARD.filter((text) => !texts.includes(text))).toEqual([]);
  });

  test("are plain in a company without awkwardness", () => {
    const plain = generateCompany({ seed: 5, transactions: 300, awkward: false });
    const texts = allTexts(plain);
    expect(["\u000B", "🪵", "]]>", "DROP", "␛", "CON\u0000"].filter((text) => texts.includes(text))).toEqual([]);
    expect(plain.tables.name?.every(({ fields }) => /^[A-Z0-9]+$/.test(fields.code ?? ""))).toBe(true);
  });
});

describe("another span of years", () => {
  test("holds every stamp", () => {
    const tables = companyTables({ seed: 2, records: 600, from: "20240101", until: "20240229" });
    const stamps = tables.flatMap(({ rows: make }) => Array.from(make(), (row) => row.modtime.slice(0, 8)));
    expect(stamps.every((day) => day >= "20240101" && day <= "20240229")).toBe(true);
  });
});
