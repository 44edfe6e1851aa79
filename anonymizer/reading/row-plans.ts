import { type BlankTest, blankTest } from "../../src/canonical/blank.ts";
import type { TableSchema } from "../../src/domain/schema/schema.ts";
import type { Joint } from "./joints.ts";

/** What is known of one field of one kind of row, and the text around its value. */
export interface FieldPlan {
  readonly name: string;
  readonly role: "field" | "seq" | "modtime" | "sort";
  readonly isBlank: BlankTest;
  /** Indentation and start tag up to the name's end. */
  readonly open: string;
  /** End tag and newline. */
  readonly close: string;
  /** What stood in the next line when this was met last: a guess. */
  next: FieldPlan | null;
  /** What stood behind its value. */
  readonly joints: Joint[];
  /** Place among the lines of a row. */
  index: number;
  /** Place among the fields of a record, which stand in order of name. */
  rank: number;
  /** The last batch that had it. */
  batch: number;
}

export interface RowKind {
  readonly element: string;
  /** Absent where blank is only what is empty. */
  readonly schema: TableSchema | undefined;
  readonly indent: string;
  readonly newline: string;
  /** In which order fields stand: by name, or as the vendor has them. */
  readonly order: "name" | "vendor";
}

const START = {
  name: "",
  role: "field",
  isBlank: () => false,
  open: "",
  close: "",
  next: null,
  index: -1,
  rank: -1,
  batch: 0,
} as const;

const NAME = /^[a-z][a-z0-9._]{0,79}$/;

/** The fields of one kind of row, in the order in which they stand and by name. Grows as fields are met. */
export class RowPlans {
  readonly #kind: RowKind;
  readonly #byName = new Map<string, FieldPlan>();
  #inOrder: FieldPlan[] = [];
  readonly #roles = new Set<string>();

  constructor(kind: RowKind) {
    this.#kind = kind;
    if (kind.order === "name" || kind.schema === undefined) return;
    const { prefix, prefixExcept, fields } = kind.schema;
    for (const { name } of fields) {
      this.#add(prefixExcept.includes(name) ? name : prefix + name, this.#inOrder.length);
    }
    this.#number();
  }

  get count(): number {
    return this.#inOrder.length;
  }

  all(): readonly FieldPlan[] {
    return this.#inOrder;
  }

  /** What stands before a row's first line. */
  readonly start: FieldPlan = { ...START, joints: [] };

  /** @param after the line before; a name that was not met yet has its place behind that. null: no name of a plain kind */
  find(name: string, after: FieldPlan): FieldPlan | null {
    const known = this.#byName.get(name);
    if (known !== undefined) return known;
    const added = NAME.test(name) ? this.#add(name, this.#placeFor(name, after)) : null;
    this.#number();
    return added;
  }

  #add(name: string, place: number): FieldPlan | null {
    const plan = this.#plan(name);
    // Two names for one thing are for another reader.
    if (plan.role !== "field" && this.#roles.has(plan.role)) return null;
    this.#roles.add(plan.role);
    this.#byName.set(name, plan);
    this.#inOrder.splice(place, 0, plan);
    return plan;
  }

  #placeFor(name: string, after: FieldPlan): number {
    if (this.#kind.order === "vendor") return after.index + 1;
    const place = this.#inOrder.findIndex((other) => other.name > name);
    return place === -1 ? this.#inOrder.length : place;
  }

  #plan(name: string): FieldPlan {
    const { element, schema, indent, newline } = this.#kind;
    const prefix = schema?.prefix || `${element}.`;
    const bare = name.startsWith(prefix) ? name.slice(prefix.length) : name;
    return {
      name,
      role: roleOf(bare),
      isBlank: blankTest(schema?.field.get(bare)),
      open: `${indent}<${name}`,
      close: `</${name}>${newline}`,
      next: null,
      joints: [],
      index: 0,
      rank: 0,
      batch: 0,
    };
  }

  #number(): void {
    for (const [index, plan] of this.#inOrder.entries()) plan.index = index;
    const names = this.#inOrder.toSorted((a, b) => (a.name < b.name ? -1 : 1));
    for (const [rank, plan] of names.entries()) plan.rank = rank;
  }
}

function roleOf(bare: string): FieldPlan["role"] {
  if (bare === "sequencenumber") return "seq";
  if (bare === "lastmodifiedtime") return "modtime";
  return bare === "sort" ? "sort" : "field";
}
