import type { Field } from "../../src/domain/record.ts";
import { detached } from "../../src/lib/detached.ts";
import { type FieldPlan, type RowKind, RowPlans } from "./row-plans.ts";
import { decodeValue, NOT_PLAIN, type Strictness, valueEnd } from "./values.ts";

const REFUSED = -1;
const GREATER = 0x3e;
const SYSTEM = ' system="true">';

/**
 * Reads the fields of rows of one kind, one field a line, in plain layout: what is in any way out of the ordinary is
 * refused and left to canonical/'s own readers. Rows have the same few names in the same order, so the next line is guessed from the one before.
 */
export class RowScanner {
  /** Of the row scanned last, in order of name, blank ones left out. */
  fields: Field[] = [];
  /** Of the row scanned last, as it stands there; empty where it is absent. */
  seq = "";
  modtime = "";
  sort = "";
  readonly #plans: RowPlans;
  readonly #lineStart: string;
  readonly #strictness: Strictness;
  #slots: (Field | null)[] = [];
  #first: FieldPlan | null = null;
  #batch = 0;

  constructor(kind: RowKind) {
    this.#plans = new RowPlans(kind);
    this.#lineStart = `${kind.indent}<`;
    this.#strictness = kind.order === "name" ? "canonical" : "export";
  }

  startBatch(batch: number): void {
    this.#batch = batch;
  }

  /** Names of the fields that the batch had, blank ones too. */
  names(): string[] {
    const met = this.#plans.all().filter(({ batch }) => batch === this.#batch);
    return met.map(({ name }) => name);
  }

  /**
   * Scans from the first field's line on. @returns where the line begins that is no field; negative: refused
   * @param text bytes as characters
   */
  scan(text: string, start: number): number {
    for (;;) {
      const known = this.#plans.count;
      this.#start();
      const end = this.#lines(text, start);
      // A new name moves the places of others: the row that has it is read once more.
      if (end === REFUSED || known === this.#plans.count) {
        if (end !== REFUSED) this.#collect();
        return end;
      }
    }
  }

  #start(): void {
    this.fields = [];
    this.seq = "";
    this.modtime = "";
    this.sort = "";
    if (this.#strictness === "canonical") return;
    while (this.#slots.length < this.#plans.count) this.#slots.push(null);
    this.#slots.fill(null);
  }

  #lines(text: string, start: number): number {
    let at = start;
    let last: FieldPlan | null = null;
    for (;;) {
      let plan: FieldPlan | null = last === null ? this.#first : last.next;
      if (plan !== null && plan.blankLine !== "" && isAt(text, at, plan.blankLine)) {
        plan.batch = this.#batch;
        at += plan.blankLine.length;
        last = plan;
        continue;
      }
      if (plan === null || !isAt(text, at, plan.open) || !endsName(text.charCodeAt(at + plan.open.length))) {
        const name = this.#nameAt(text, at);
        if (name === "") return at;
        plan = this.#plans.find(name, last);
        if (plan === null || (last !== null && plan.index <= last.index)) return REFUSED;
        if (last === null) this.#first = plan;
        else last.next = plan;
      }
      at = this.#field(text, at, plan);
      if (at === REFUSED) return REFUSED;
      last = plan;
    }
  }

  /** Empty: the line is no field's. */
  #nameAt(text: string, at: number): string {
    if (!isAt(text, at, this.#lineStart)) return "";
    const start = at + this.#lineStart.length;
    let end = start;
    while (isNamePart(text.charCodeAt(end))) end++;
    const name = text.slice(start, end);
    return name === "subfile" ? "" : detached(name);
  }

  /** @returns where the next line begins */
  #field(text: string, lineStart: number, plan: FieldPlan): number {
    const tagEnd = lineStart + plan.open.length;
    const system = text.charCodeAt(tagEnd) !== GREATER;
    if (system && !isAt(text, tagEnd, SYSTEM)) return REFUSED;
    const start = tagEnd + (system ? SYSTEM.length : 1);
    const found = valueEnd(text, start, this.#strictness);
    const end = Math.abs(found);
    if (found === NOT_PLAIN || !isAt(text, end, plan.close)) return REFUSED;
    const value = found > 0 ? text.slice(start, end) : decodeValue(text.slice(start, end), this.#strictness);
    if (value === null) return REFUSED;
    plan.batch = this.#batch;
    const next = end + plan.close.length;
    if (plan.role === "modtime") this.modtime = value;
    else if (plan.role === "seq") this.seq = value;
    else if (plan.role === "sort") this.sort = value;
    if (plan.role !== "modtime" && !isBlank(plan, value)) this.#keep(plan, value, system);
    else if (plan.role === "field") plan.blankLine = detached(text.slice(lineStart, next));
    if (this.#strictness === "canonical" && (value === "" || plan.role === "modtime")) return REFUSED;
    return next;
  }

  #keep(plan: FieldPlan, value: string, system: boolean): void {
    const field = { name: plan.name, value, system };
    if (this.#strictness === "canonical") this.fields.push(field);
    else this.#slots[plan.rank] = field;
  }

  #collect(): void {
    if (this.#strictness === "canonical") return;
    for (const field of this.#slots) if (field !== null) this.fields.push(field);
  }
}

/** Most values begin with a digit that no blank begins with: 0, `false` and 19040101 are the blanks. */
function isBlank(plan: FieldPlan, value: string): boolean {
  const first = value.charCodeAt(0);
  if (first > 0x31 && first <= 0x39) return false;
  return (first !== 0x31 || value.startsWith("1904")) && plan.isBlank(value);
}

function isAt(text: string, at: number, expected: string): boolean {
  return text.slice(at, at + expected.length) === expected;
}

/** `>` or a space. */
function endsName(code: number): boolean {
  return code === GREATER || code === 0x20;
}

/** Small letters, digits, dot, underscore. */
function isNamePart(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39) || code === 0x2e || code === 0x5f;
}
