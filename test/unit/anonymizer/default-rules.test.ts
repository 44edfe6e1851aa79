import { describe, expect, test } from "bun:test";
import { missingRules, refuseMissing, refuseUnknown } from "../../../anonymizer/rules/completeness.ts";
import { DEFAULT_RULES } from "../../../anonymizer/rules/default-rules.ts";
import { readRules } from "../../../anonymizer/rules/read-rules.ts";
import { REFERENCES } from "../../../anonymizer/rules/references.ts";
import { ruleOf } from "../../../anonymizer/rules/rule-of.ts";
import type { TableName } from "../../../src/domain/ids.ts";
import { SCHEMA } from "../../../src/domain/schema/schema.ts";
import { errorOf } from "../../support/errors.ts";

const tables = [...SCHEMA.keys()];

interface RuleLine {
  /** Empty for what stands above the first section. */
  readonly section: string;
  readonly field: string;
}

/** The file cut before each section. */
const SECTIONS = new Map(
  DEFAULT_RULES.split(/^(?=\[)/m).map((text) => [/^\[(\w+)\]/.exec(text)?.[1] ?? "", text] as const),
);
const LINE = /^"?([\w#]+)"? = .*$/gm;

const RULE_LINES: readonly RuleLine[] = [...SECTIONS].flatMap(([section, text]) =>
  section === "quasi" ? [] : [...text.matchAll(LINE)].map(([, field = ""]) => ({ section, field })),
);

/** A file for one table alone, without one line: a thousand whole files would take seconds. */
function withHole({ section, field }: RuleLine): string {
  const needed = new Set(["", "codes", "name", section, section === "transaction" ? "detail" : ""]);
  return [...SECTIONS]
    .map(([name, text]) => {
      if (!needed.has(name)) return "";
      return name === section ? text.replace(LINE, (line, other: string) => (other === field ? "" : line)) : text;
    })
    .join("");
}

describe("the default rules", () => {
  const rules = readRules(DEFAULT_RULES);

  test("cover every field of every table", () => {
    expect(missingRules(rules, tables)).toEqual([]);
    expect(tables.flatMap((table) => [...(SCHEMA.get(table)?.field.keys() ?? [])]).length).toBeGreaterThan(1000);
  });

  test("have no line for a field that nobody knows", () => {
    const known = (table: string, field: string) => SCHEMA.get(table as TableName)?.field.has(field) === true;
    const strangers = RULE_LINES.filter(
      ({ section, field }) => SCHEMA.has(section as TableName) && !field.includes("#") && !known(section, field),
    );
    expect(strangers).toEqual([]);
  });

  test("refer from fields and to fields that there are", () => {
    const paths = REFERENCES.flatMap(({ from, to }) => [from, to]);
    const missing = paths.filter((path) => {
      const [table = "", field = ""] = path.split(".");
      return SCHEMA.get(table as TableName)?.field.has(field) !== true;
    });
    expect(missing).toEqual([]);
  });

  test("give passwords and privileges to nobody", () => {
    const login = SCHEMA.get("login" as TableName)?.table as TableName;
    expect(ruleOf(rules, login, "password")).toEqual({ kind: "drop" });
    expect(ruleOf(rules, login, "privileges")).toEqual({ kind: "drop" });
  });

  test("have a hole wherever a line is taken out, and every hole is refused by name", () => {
    const passed = RULE_LINES.filter((line) => {
      const tablesOfIt = SCHEMA.has(line.section as TableName) ? [line.section as TableName] : [];
      const { message } = errorOf(() => refuseMissing(readRules(withHole(line)), tablesOfIt));
      return (
        !message.includes(line.field.replace("##", "")) || !/no version|rules do not say|nothing is said/.test(message)
      );
    });
    expect(passed).toEqual([]);
    expect(RULE_LINES.length).toBeGreaterThan(700);
  });
});

describe("fields without a rule", () => {
  const rules = readRules(DEFAULT_RULES);
  const name = "name" as TableName;

  test("are refused as soon as the data has them, blank or not, with all their names", () => {
    const error = errorOf(() => refuseUnknown(rules, name, ["code", "shoesize", "birthday", "shoesize"]));
    expect(error.code).toBe("anonymize.unknown-fields");
    expect(error.message).toContain("name.birthday, name.shoesize");
    expect(() => refuseUnknown(rules, name, ["code", "name"])).not.toThrow();
  });

  test("of a table that has no section", () => {
    expect(errorOf(() => refuseUnknown(rules, "assets" as TableName, ["code"])).message).toContain("assets.code");
  });

  test("are counted when there are many", () => {
    const { message } = errorOf(() =>
      refuseUnknown(
        rules,
        name,
        Array.from({ length: 60 }, (_, at) => `new${at}`),
      ),
    );
    expect(message).toContain(" and 20 more");
  });

  test("of a subfile are asked for with its table", () => {
    const headers = readRules(DEFAULT_RULES.replace(/\[detail\][\s\S]*?\[payments\]/, "[payments]"));
    const error = errorOf(() => refuseMissing(headers, ["transaction" as TableName]));
    expect(error.code).toBe("anonymize.missing-rules");
    expect(error.message).toContain("detail.account");
    expect(() => refuseMissing(headers, [name])).not.toThrow();
  });
});
