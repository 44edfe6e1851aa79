import { fail } from "../domain/errors/tidemark-error.ts";
import type { Field } from "../domain/record.ts";
import type { TableSchema } from "../domain/schema/schema.ts";
import { type BlankTest, blankTest } from "./blank.ts";
import { elementName } from "./names.ts";
import { byName } from "./order.ts";
import { elementOnly, isLayout, type XmlElement, type XmlNode } from "./xml.ts";

/** One row as it stands in an export. Numbers and times are still text; null: the XML does not have them. */
export interface RowParts {
  readonly fields: readonly Field[];
  readonly seq: string | null;
  readonly modtime: string | null;
  /** `<subfile>` children, not yet read. */
  readonly subfiles: XmlNode | readonly XmlNode[] | undefined;
}

/** What to do with one child of a row; found out once a page, by the child's name. */
interface Plan {
  readonly name: string;
  readonly role: "field" | "seq" | "modtime" | "subfile" | "attribute" | "text";
  readonly isBlank: BlankTest;
  /** Its place among the names met so far, in canonical order. */
  rank: number;
}

const NAMED: ReadonlySet<Plan["role"]> = new Set(["field", "seq", "modtime"]);

/**
 * Reads the rows of one kind in one page. Rows of a page have the same few names, so what a name means is worked out
 * once and remembered for the life of the reader.
 */
export class RowReader {
  readonly #element: string;
  readonly #schema: TableSchema | undefined;
  readonly #plans = new Map<string, Plan>();
  readonly #names = new Set<string>();
  /** A row's fields by rank while it is read: sorting each row would cost more than parsing it. */
  #slots: (Field | null)[] = [];
  #ranked = true;

  /** @param schema absent for a table the schema does not know: its fields are then blank only when empty. */
  constructor(element: string, schema: TableSchema | undefined) {
    this.#element = element;
    this.#schema = schema;
  }

  /**
   * Fields in order of name, blank ones and `lastmodifiedtime` left out.
   * @throws canonical.bad-name, canonical.duplicate-field, canonical.unexpected-element, canonical.unexpected-text
   */
  read(node: XmlNode): RowParts {
    const row = elementOnly(node, this.#element);
    this.#slots.fill(null);
    let seq: string | null = null;
    let modtime: string | null = null;
    let subfiles: RowParts["subfiles"];
    for (const key in row) {
      const child = row[key] as XmlNode | readonly XmlNode[];
      const plan = this.#plans.get(key) ?? this.#plan(key);
      if (plan.role === "subfile") subfiles = child;
      else if (plan.role === "text") this.#refuseText(child);
      else if (plan.role !== "attribute") {
        const value = typeof child === "string" ? child : this.#text(plan.name, child);
        if (plan.role === "seq") seq = value;
        if (plan.role === "modtime") modtime = value;
        else if (!plan.isBlank(value)) this.#slots[plan.rank] = { name: plan.name, value, system: isSystem(child) };
      }
    }
    return { fields: this.#collect(), seq, modtime, subfiles };
  }

  /** Names of the fields met so far, blank ones too, in any order. */
  names(): readonly string[] {
    const named = [...this.#plans.values()].filter(({ role }) => NAMED.has(role));
    return named.map(({ name }) => name);
  }

  /** A page that spells one name in two ways would hide a second field of that name, so it is refused. */
  #plan(key: string): Plan {
    const plan = { ...this.#newPlan(key), rank: this.#plans.size };
    if (this.#names.has(plan.name)) {
      throw fail("canonical.duplicate-field", { field: plan.name, element: this.#element });
    }
    this.#names.add(plan.name);
    this.#plans.set(key, plan);
    this.#ranked = false;
    return plan;
  }

  /** The fields of the row just read. New names came behind all others: from the next row on they have their place. */
  #collect(): Field[] {
    const fields = this.#slots.filter((field) => field !== null);
    if (this.#ranked) return fields;
    const plans = [...this.#plans.values()].sort(byName);
    for (const [rank, plan] of plans.entries()) plan.rank = rank;
    this.#slots = plans.map(() => null);
    this.#ranked = true;
    return fields.sort(byName);
  }

  #newPlan(key: string): Omit<Plan, "rank"> {
    if (key.startsWith("@")) return { name: key, role: "attribute", isBlank: blankTest(undefined) };
    if (key === "#text") return { name: key, role: "text", isBlank: blankTest(undefined) };
    const name = elementName(key);
    if (name === "subfile") return { name, role: "subfile", isBlank: blankTest(undefined) };
    const bare = this.#bareName(name);
    const role = bare === "sequencenumber" ? "seq" : bare === "lastmodifiedtime" ? "modtime" : "field";
    return { name, role, isBlank: blankTest(this.#schema?.field.get(bare)) };
  }

  /** The schema's name of a field: `detail.gross` is `gross` in table `detail`. */
  #bareName(name: string): string {
    const prefix = this.#schema?.prefix || `${this.#element}.`;
    return name.startsWith(prefix) ? name.slice(prefix.length) : name;
  }

  #refuseText(text: XmlNode | readonly XmlNode[]): void {
    if (typeof text !== "string" || !isLayout(text)) {
      throw fail("canonical.unexpected-text", { element: this.#element });
    }
  }

  /** The text of a leaf that has attributes; anything else is no leaf. */
  #text(name: string, child: XmlElement | readonly XmlNode[]): string {
    if (Array.isArray(child)) throw fail("canonical.duplicate-field", { field: name, element: this.#element });
    const leaf = child as XmlElement;
    for (const key in leaf) {
      if (key !== "#text" && !key.startsWith("@")) {
        throw fail("canonical.unexpected-element", { element: key.slice(0, 80), parent: name });
      }
    }
    return (leaf["#text"] as string | undefined) ?? "";
  }
}

/** `system="true"` is how MoneyWorks marks what cannot be imported; any other attribute is ignored. */
export function isSystem(node: XmlNode | readonly XmlNode[]): boolean {
  return typeof node !== "string" && (node as XmlElement)["@system"] === "true";
}
