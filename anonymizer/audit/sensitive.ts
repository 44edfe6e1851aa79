import type { TableName } from "../../src/domain/ids.ts";
import { type FieldSchema, SCHEMA } from "../../src/domain/schema/schema.ts";
import { namesLedgers } from "../books/columns.ts";
import type { Rule, Rules } from "../model/rule.ts";

/**
 * What a field is to the audit. `secret`: its values are searched for. `open`: text that may stay as it is, in which values
 * of other fields are searched for. `figure`: numbers, dates and references by number, where a name cannot stand and
 * six equal digits say nothing.
 */
export type Role = "secret" | "open" | "figure";

export interface FieldRole {
  /** `name.phone`, `detail.description`. */
  readonly name: string;
  readonly role: Role;
  /** A code is known by four characters. */
  readonly isCode: boolean;
  /** Values that came through as they were are counted. */
  readonly moves: "amount" | "date" | null;
}

/** What MoneyWorks itself writes into a tax line (observed): its tax code, which is kept, and its rate. */
const TAX_LINE = /^\S{0,5} @ -?\d{1,3}\.\d{4}%$/;

/** Texts in sensitive fields that say nothing of anybody, and are made again as they were. */
export function isOwnText(value: string): boolean {
  return value.includes("%") && TAX_LINE.test(value);
}

/** Roles of all fields under one set of rules. */
export class Roles {
  readonly #rules: Rules;
  readonly #known = new Map<string, Map<string, FieldRole>>();

  constructor(rules: Rules) {
    this.#rules = rules;
  }

  /** @param element as it stands in XML: `name`, `detail`. @param field as it stands in XML: `phone`, `detail.account` */
  of(element: string, field: string): FieldRole {
    const fields = this.#known.get(element) ?? new Map<string, FieldRole>();
    const known = fields.get(field);
    if (known !== undefined) return known;
    const role = this.#role(element, field);
    fields.set(field, role);
    this.#known.set(element, fields);
    return role;
  }

  #role(element: string, field: string): FieldRole {
    const table = element.toLowerCase() as TableName;
    const schema = SCHEMA.get(table);
    const bare = schema?.prefix && field.startsWith(schema.prefix) ? field.slice(schema.prefix.length) : field;
    const rule = this.#rules.tables.get(table)?.get(bare) ?? { kind: "keep" };
    // Those of currencies are too short to be searched for.
    const isReplaced = rule.kind === "code" && namesLedgers(table, bare);
    return {
      name: `${table}.${bare}`,
      role: isReplaced ? "secret" : roleOf(rule, schema?.field.get(bare), this.#rules),
      isCode: rule.kind === "code",
      moves: rule.kind === "amount" || rule.kind === "price" ? "amount" : rule.kind === "date" ? "date" : null,
    };
  }
}

function roleOf(rule: Rule, schema: FieldSchema | undefined, rules: Rules): Role {
  const isText = schema === undefined || schema.kind === "T" || schema.kind === "A";
  switch (rule.kind) {
    case "code":
      return rule.domains.some((domain) => rules.codes.get(domain) !== "keep") ? "secret" : "open";
    case "fake":
    case "address":
    case "text":
      return "secret";
    case "drop":
      return isText ? "secret" : "figure";
    case "keep":
      return isText ? "open" : "figure";
    default:
      return "figure";
  }
}
