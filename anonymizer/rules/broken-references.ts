import { fail } from "../../src/domain/errors/tidemark-error.ts";
import type { TableName } from "../../src/domain/ids.ts";
import type { Rule, Rules } from "../model/rule.ts";
import { shortList } from "./completeness.ts";
import { REFERENCES, type Reference } from "./references.ts";
import { ruleOf } from "./rule-of.ts";

/**
 * A field and what it refers to have to become the same: both replaced, both kept, both numbers of one table. A field that
 * is left out refers to nothing, so that is fine. Fields without a rule are not looked at: that is another error.
 * @throws anonymize.rules-break-references
 */
export function refuseBrokenReferences(rules: Rules): void {
  const broken = [...REFERENCES.flatMap((reference) => breakIn(rules, reference)), ...wrongNumbers(rules)];
  const fields = [...new Set(broken)];
  if (fields.length > 0) {
    throw fail("anonymize.rules-break-references", { fields: shortList(fields), count: fields.length });
  }
}

function breakIn(rules: Rules, reference: Reference): string[] {
  const [from, to] = [ruleAt(rules, reference.from), ruleAt(rules, reference.to)];
  if (from === null || to === null || from.kind === "drop" || goTogether(rules, reference, [from, to])) return [];
  return [`${reference.from} (${shown(rules, from)}) of ${reference.to} (${shown(rules, to)})`];
}

function goTogether(rules: Rules, reference: Reference, [from, to]: [Rule, Rule]): boolean {
  if (to.kind === "number") return from.kind === "number" && tablesOf(reference.from).includes(from.table);
  const [one, other] = [treatment(rules, from, reference.part), treatment(rules, to)];
  return one !== null && one === other;
}

/** Of several tables, as payments.invoiceid, any will do: numbers of all of them become others in the same way. */
function tablesOf(field: string): string[] {
  return REFERENCES.filter(({ from }) => from === field).map(({ to }) => to.split(".")[0] ?? to);
}

/** A record's own number is the number of its own table. */
function wrongNumbers(rules: Rules): string[] {
  return [...rules.tables].flatMap(([table, fields]) => {
    const rule = fields.get("sequencenumber");
    return rule?.kind === "number" && rule.table !== table ? [`${table}.sequencenumber (number ${rule.table})`] : [];
  });
}

/** null: neither replaced as a code nor kept. */
function treatment(rules: Rules, rule: Rule, part?: "before" | "after"): "replace" | "keep" | null {
  if (rule.kind === "keep") return "keep";
  if (rule.kind !== "code") return null;
  const [first, second] = rule.domains;
  const domain = part === "after" ? (second ?? first) : first;
  return domain === undefined ? null : (rules.codes.get(domain) ?? null);
}

function shown(rules: Rules, rule: Rule): string {
  if (rule.kind === "number") return `number ${rule.table}`;
  if (rule.kind !== "code") return rule.kind;
  return rule.domains.map((domain) => `${domain} codes: ${rules.codes.get(domain) ?? "?"}`).join(", ");
}

function ruleAt(rules: Rules, path: string): Rule | null {
  const [table = "", field = ""] = path.split(".");
  return ruleOf(rules, table as TableName, field);
}
