import type { TableName } from "../../src/domain/ids.ts";
import type { Field } from "../../src/domain/record.ts";
import { SCHEMA, type TableSchema } from "../../src/domain/schema/schema.ts";
import type { Sheet } from "../books/sheet.ts";
import type { Rule } from "../model/rule.ts";
import { AddressGroup, blockStep } from "./addresses.ts";
import { isCopied } from "./copies.ts";
import { type StepSource, type ValueStep, valueStep } from "./value-steps.ts";

/** Where a field's value goes on the sheet of the books; -1: it does not. */
export interface SheetUse {
  readonly slot: number;
  readonly note: number;
  readonly price: boolean;
}

export interface RowPlanOptions {
  readonly source: StepSource;
  readonly table: TableName;
  /** Before a field's name: `detail.` in rows of a subfile. */
  readonly prefix: string;
  readonly sheet: Sheet;
  /** Told of a field without a rule. */
  readonly onUnknown: () => void;
  readonly use: (name: string, rule: Rule) => SheetUse;
  /** Makes another step of a rule's; null: the value stays. */
  readonly wrap: (name: string, rule: Rule, step: ValueStep | null) => ValueStep | null;
}

interface FieldPlan extends SheetUse {
  readonly name: string;
  readonly known: boolean;
  /** Whether something of it goes on the sheet. */
  readonly onSheet: boolean;
  /** The fields that came after this one the last times: rows of one kind have the same few fields in the same order. */
  next: FieldPlan | null;
  other: FieldPlan | null;
  readonly map: ValueStep | null;
  /** What it was asked for last, in memory of its own, and what that became: lines of one transaction have much in common. */
  lastValue: string;
  lastMapped: string;
  readonly address: ((value: string, place: number) => void) | null;
}

const LONGEST_KEPT = 32;
const UNUSED = { slot: -1, note: -1, price: false } as const;
const NO_RULE = { ...UNUSED, known: false, map: null, address: null } as const;
export const NO_SHEET: RowPlanOptions["use"] = () => UNUSED;

/** What becomes of the fields of one kind of row: each field's function is found once, by its name. */
export class RowPlan {
  readonly #options: RowPlanOptions;
  readonly #rules: ReadonlyMap<string, Rule>;
  readonly #schema: TableSchema | undefined;
  readonly #fields = new Map<string, FieldPlan>();
  readonly #groups: AddressGroup[] = [];
  readonly #groupNames: string[] = [];
  readonly #start: FieldPlan = {
    ...UNUSED,
    name: "",
    known: true,
    onSheet: false,
    next: null,
    other: null,
    map: null,
    lastValue: "",
    lastMapped: "",
    address: null,
  };

  constructor(options: RowPlanOptions) {
    this.#options = options;
    this.#rules = options.source.rules.tables.get(options.table) ?? new Map();
    this.#schema = SCHEMA.get(options.table);
  }

  /**
   * The row's fields with their new values; what stands on the sheet's row `row`, and has to be written from there, still
   * has its old one. null: a blank. Fields without a rule are left out, see `unknown`.
   */
  run(fields: readonly Field[], row: number): (Field | null)[] {
    for (const group of this.#groups) group.start();
    const out = new Array<Field | null>(fields.length);
    let count = 0;
    let last = this.#start;
    for (let i = 0; i < fields.length; i += 1) {
      const field = fields[i] as Field;
      const { value } = field;
      const plan = this.#following(last, field.name);
      last = plan;
      if (plan.onSheet && this.#toSheet(plan, row, value, count)) out[count++] = field;
      else if (plan.address !== null) {
        plan.address(value, count);
        out[count++] = field;
      } else if (plan.map !== null) {
        const mapped = value === plan.lastValue ? plan.lastMapped : this.#mapped(plan, plan.map, value);
        if (mapped !== "") out[count++] = { name: field.name, value: mapped, system: field.system };
      } else if (plan.known) out[count++] = field;
      else this.#options.onUnknown();
    }
    out.length = count;
    for (const group of this.#groups) group.finish(out);
    return out;
  }

  #mapped(plan: FieldPlan, map: ValueStep, value: string): string {
    const mapped = map(value);
    if (value.length > 1 && value.length <= LONGEST_KEPT) {
      // A slice would keep its whole batch; two parts put together are copied.
      plan.lastValue = value.slice(0, 1) + value.slice(1);
      plan.lastMapped = mapped;
    }
    return mapped;
  }

  /** Names of fields without a rule, as `detail.gross`. */
  unknown(fields: readonly Field[]): string[] {
    const names = fields.map(({ name }) => name).filter((name) => !(this.#fields.get(name) ?? this.#plan(name)).known);
    return names.map((name) => `${this.#options.table}.${this.#bare(name)}`);
  }

  /** The first field whose value its rule refuses, as it is called in the row; null: none does. */
  refused(fields: readonly Field[]): string | null {
    const isRefused = ({ name, value }: Field): boolean => {
      const plan = this.#fields.get(name) ?? this.#plan(name);
      try {
        plan.map?.(value);
        return false;
      } catch {
        return true;
      }
    };
    return fields.find(isRefused)?.name ?? null;
  }

  /** @returns whether the sheet has the value now and will write it */
  #toSheet(plan: FieldPlan, row: number, value: string, place: number): boolean {
    const { sheet } = this.#options;
    if (plan.note >= 0) sheet.note(row, plan.note, value);
    if (plan.price) sheet.takePrice(row, value, place);
    return plan.price || (plan.slot >= 0 && sheet.take(row, plan.slot, value, place));
  }

  #following(last: FieldPlan, name: string): FieldPlan {
    if (last.next?.name === name) return last.next;
    if (last.other?.name === name) return last.other;
    const plan = this.#fields.get(name) ?? this.#plan(name);
    last.other = last.next;
    last.next = plan;
    return plan;
  }

  #plan(name: string): FieldPlan {
    const bare = this.#bare(name);
    const rule = this.#ruleOf(bare);
    const steps = rule === undefined ? NO_RULE : this.#stepsOf(bare, rule);
    const onSheet = steps.slot >= 0 || steps.note >= 0 || steps.price;
    const plan = { ...steps, name, onSheet, next: null, other: null, lastValue: "", lastMapped: "" };
    this.#fields.set(name, plan);
    return plan;
  }

  #stepsOf(
    bare: string,
    rule: Rule,
  ): Omit<FieldPlan, "name" | "onSheet" | "next" | "other" | "lastValue" | "lastMapped"> {
    const { source, table, wrap, use } = this.#options;
    const size = this.#schema?.field.get(bare)?.size ?? 0;
    const pseudonyms = isCopied(table) ? source.own : source.shared;
    const isBlock = rule.kind === "address" && rule.part === "block";
    const step = isBlock ? blockStep(pseudonyms, size) : valueStep(source, table, rule, size);
    const address = rule.kind === "address" && !isBlock ? this.#addressStep(bare, rule) : null;
    return { ...use(bare, rule), known: true, map: wrap(bare, rule, step), address };
  }

  #addressStep(bare: string, rule: Extract<Rule, { kind: "address" }>): FieldPlan["address"] {
    const group = this.#groups[this.#groupNames.indexOf(rule.group)] ?? this.#newGroup(rule.group);
    return (value, place) => group.take(bare, rule.part, { value, place });
  }

  #newGroup(name: string): AddressGroup {
    const { source, table } = this.#options;
    const fields: [string, Extract<Rule, { kind: "address" }>][] = [];
    for (const [field, rule] of this.#rules) {
      if (rule.kind === "address" && rule.group === name) fields.push([field, rule]);
    }
    const group = new AddressGroup(isCopied(table) ? source.own : source.shared, fields, this.#schema);
    this.#groups.push(group);
    this.#groupNames.push(name);
    return group;
  }

  /** A record's own number follows its table, whatever the rules call it. */
  #ruleOf(bare: string): Rule | undefined {
    const rule = this.#rules.get(bare);
    return bare === "sequencenumber" && rule?.kind !== "drop" ? { kind: "number", table: this.#options.table } : rule;
  }

  #bare(name: string): string {
    const { prefix } = this.#options;
    return prefix !== "" && name.startsWith(prefix) ? name.slice(prefix.length) : name;
  }
}
