import type { TableName } from "../../src/domain/ids.ts";
import type { Rules } from "../model/rule.ts";
import { refuseUnknown } from "./completeness.ts";

/** Looks at each field's name once, however many batches have it. */
export class KnownFields {
  readonly #rules: Rules;
  readonly #known = new Map<TableName, Set<string>>();

  constructor(rules: Rules) {
    this.#rules = rules;
  }

  /**
   * @param names of all elements met in a batch, blank ones too, as they stand in XML
   * @throws anonymize.unknown-fields with all of them that have no rule
   */
  refuseOthers(table: TableName, names: Iterable<string>): void {
    const known = this.#known.get(table) ?? new Set();
    this.#known.set(table, known);
    const others = [...names].filter((name) => !known.has(name));
    if (others.length === 0) return;
    refuseUnknown(this.#rules, table, others);
    for (const name of others) known.add(name);
  }
}
