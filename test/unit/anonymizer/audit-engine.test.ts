import { describe, expect, test } from "bun:test";
import { DEFAULT_RULES } from "../../../anonymizer/rules/default-rules.ts";
import type { NewRow } from "../../../src/simulator/company/data.ts";
import { auditedWorld, auditOf, type WorldOptions } from "../../support/auditing.ts";

const TABLES = [
  "taxrate",
  "account",
  "department",
  "name",
  "contacts",
  "product",
  "job",
  "memo",
  "payments",
  "transaction",
];

function few(tables: Record<string, NewRow[]>): void {
  for (const table of Object.keys(tables)) if (!TABLES.includes(table)) delete tables[table];
}

/** Default rules with other lines for some fields. */
function rulesWith(changes: readonly (readonly [field: string, rule: string])[]): string {
  let text = DEFAULT_RULES;
  for (const [field, rule] of changes) {
    const [table = "", name = ""] = field.split(".");
    const section = text.indexOf(`[${table}]`);
    const line = new RegExp(`^${name} = "[^"]*"`, "m");
    const rest = text.slice(section).replace(line, `${name} = "${rule}"`);
    if (rest === text.slice(section)) throw new Error(`the rules have no ${field}`);
    text = text.slice(0, section) + rest;
  }
  return text;
}

describe("what the anonymizer makes is clean", () => {
  const worlds: readonly (readonly [what: string, options: WorldOptions])[] = [
    ["as verbose exports", { seed: 11, target: "verbose" }],
    ["as a snapshot, of awkward texts", { seed: 13, target: "snapshot", awkward: true }],
    ["as terse exports, in two copies", { seed: 15, target: "terse", copies: 2 }],
  ];
  test.each(worlds)("%s", async (_, options) => {
    const report = await auditOf(auditedWorld({ transactions: 15, change: few, ...options }));
    expect(report.findings).toEqual([]);
    expect(report.isClean).toBe(true);
    expect(report.values).toBeGreaterThan(300);
    expect(report.searched).toBeGreaterThan(300);
    expect(report.tables.every(({ made, found }) => made === found)).toBe(true);
    expect(report.anonymity.map(({ table }) => table).sort()).toEqual(["job", "name"] as never[]);
  });
});

test("an anonymizer that passes fields through is found out", async () => {
  const passed = ["phone", "email", "name", "contact", "address1", "creditlimit"].map((field) => `name.${field}`);
  passed.push("transaction.tofrom", "transaction.mailingaddress", "transaction.ourref", "transaction.duedate");
  passed.push("detail.description", "memo.text");
  // Audited by the rules that it says it works by.
  const brokenRules = rulesWith(passed.map((field) => [field, "keep"] as const));
  const { findings, counts } = await auditOf(auditedWorld({ seed: 16, transactions: 6, change: few, brokenRules }));
  const found = findings.map(({ kind, field, likeness }) => `${kind} ${field} ${likeness}`);
  const unmoved = ["name.creditlimit", "transaction.duedate"];
  const expected = passed.map((field) =>
    unmoved.includes(field) ? `unmoved ${field} null` : `survived ${field} exact`,
  );
  expect(found).toEqual(expect.arrayContaining(expected));
  expect([...new Set(findings.map(({ field }) => field ?? ""))].toSorted()).toEqual(passed.toSorted());
  // What lies on disk is what this anonymizer makes.
  expect([counts.foreign, counts.missing]).toEqual([0, 0]);
});

test("a ledger of the user's that keeps its name is found out, a currency is not", async () => {
  const brokenRules = rulesWith([["offledger.name", "keep"]]);
  const change = (tables: Record<string, NewRow[]>): void => {
    for (const table of Object.keys(tables)) if (table !== "offledger") delete tables[table];
  };
  const { findings } = await auditOf(auditedWorld({ seed: 19, transactions: 1, change, brokenRules }));
  expect(findings.map(({ kind, field, masked }) => [kind, field, masked])).toEqual([
    ["survived", "offledger.name", "H… (5)"],
  ]);
});

test("a value of a field that is replaced is found in one that is kept, with the rule that lets it through", async () => {
  const rules = rulesWith([["name.comment", "keep"]]);
  const change = (tables: Record<string, NewRow[]>): void => {
    few(tables);
    const [first, second, ...rest] = tables.name ?? [];
    if (first === undefined || second === undefined) throw new Error("there are too few names");
    const with_ = (row: NewRow, comment: string): NewRow => ({ ...row, fields: { ...row.fields, comment } });
    tables.name = [
      with_(first, "Ask for Ysolde Quill"),
      with_({ ...second, fields: { ...second.fields, contact: "Ysolde Quill" } }, "cash only"),
      ...rest,
    ];
  };
  const { findings } = await auditOf(auditedWorld({ seed: 17, transactions: 6, rules, change }));
  expect(findings).toEqual([
    expect.objectContaining({
      kind: "survived",
      table: "name",
      field: "name.comment",
      origin: { field: "name.contact", record: 3 },
      hint: expect.stringContaining("name.comment is kept"),
    }),
  ]);
});

test("a field that is kept is no secret of its own", async () => {
  const rules = rulesWith([
    ["name.phone", "keep"],
    ["contacts.contact", "keep"],
  ]);
  const { findings } = await auditOf(auditedWorld({ seed: 18, transactions: 6, rules, change: few }));
  expect(findings.filter(({ origin }) => origin?.field === "name.phone")).toEqual([]);
});
