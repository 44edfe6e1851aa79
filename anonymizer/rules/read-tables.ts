import type { TidemarkError } from "../../src/domain/errors/tidemark-error.ts";
import type { TableName } from "../../src/domain/ids.ts";
import { SCHEMA } from "../../src/domain/schema/schema.ts";
import { closest } from "../../src/lib/closest.ts";
import type { Rule } from "../model/rule.ts";
import { fieldNameFault, namesOf } from "./field-names.ts";
import { misfit } from "./fitting.ts";
import { type Fault, isFault, parseRule } from "./parse-rule.ts";
import type { RulesFile } from "./rules-file.ts";

type Tables = ReadonlyMap<TableName, ReadonlyMap<string, Rule>>;

const OTHER_SECTIONS = ["version", "codes", "quasi"];

/** Every section that is a table, its fields' rules by full names. @throws anonymize.rules-section, rules-field, bad-rule */
export function readTables(file: RulesFile): Tables {
  const names = [...file.entries.keys()].filter((name) => !OTHER_SECTIONS.includes(name));
  const tables = new Map(names.map((name) => [tableName(file, name), readTable(file, name)]));
  for (const [table, fields] of tables) {
    for (const [field, rule] of fields) checkNumber(file, tables, [table, field], rule);
  }
  return tables;
}

function tableName(file: RulesFile, name: string): TableName {
  if (file.section(name) === null) {
    const near = closest(name, OTHER_SECTIONS);
    const meant = near === null ? "" : ` Did you mean ${near}?`;
    throw file.fault("anonymize.rules-section", [name], { name, reason: `it stands in no table.${meant}` });
  }
  if (/^[a-z][a-z0-9]{0,30}$/.test(name)) return name as TableName;
  const reason = "names of tables are small letters and digits.";
  throw file.fault("anonymize.rules-section", [name], { name, reason });
}

function readTable(file: RulesFile, table: string): ReadonlyMap<string, Rule> {
  const rules = new Map<string, Rule>();
  /** Which line of the file gave a field its rule. */
  const given = new Map<string, string>();
  for (const [pattern, value] of file.section(table) ?? []) {
    checkName(file, [table, pattern], value);
    const fields = namesOf(pattern);
    const rule = readRule(file, [table, pattern], { text: String(value), fields });
    for (const field of fields) {
      const other = given.get(field);
      if (other !== undefined) throw badField(file, [table, pattern], `'${other}' has a rule for ${field} already`);
      given.set(field, pattern);
      rules.set(field, rule);
    }
  }
  return rules;
}

/** Where a line stands: the table and the name or pattern as written. */
type Place = readonly [table: string, pattern: string, ...below: string[]];

function checkName(file: RulesFile, place: Place, value: unknown): void {
  if (Array.isArray(value)) throw badField(file, place, 'a rule is one text in quotes, such as "amount"');
  // TOML takes `detail.gross = …` for a section of its own.
  const below = typeof value === "object" && value !== null ? Object.keys(value).slice(0, 1) : [];
  const wrong = fieldNameFault([place[1], ...below].join("."));
  if (wrong !== null) throw badField(file, [...place, ...below], wrong);
}

function readRule(file: RulesFile, place: Place, line: { text: string; fields: readonly string[] }): Rule {
  const parsed = parseRule(line.text);
  if (isFault(parsed)) throw badRule(file, place, { rule: line.text, ...parsed });
  const reason = misfit(place[0], line.fields, parsed);
  if (reason !== null) throw badRule(file, place, { rule: line.text, reason, near: null });
  return parsed;
}

function checkNumber(file: RulesFile, tables: Tables, place: Place, rule: Rule): void {
  if (rule.kind !== "number" || tables.has(rule.table) || SCHEMA.has(rule.table)) return;
  const near = closest(rule.table, [...tables.keys(), ...SCHEMA.keys()]);
  const reason = `there is no table '${rule.table}'`;
  throw badRule(file, place, { rule: `number ${rule.table}`, reason, near });
}

function badField(file: RulesFile, place: Place, reason: string): TidemarkError {
  const [table, ...names] = place;
  return file.fault("anonymize.rules-field", place, { table, field: names.join("."), reason });
}

function badRule(file: RulesFile, [table, field]: Place, fault: Fault & { rule: string }): TidemarkError {
  const near = fault.near === null ? "" : ` Did you mean ${fault.near}?`;
  return file.fault("anonymize.bad-rule", [table, field], { table, field, ...fault, near });
}
