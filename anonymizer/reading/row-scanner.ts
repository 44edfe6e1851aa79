import type { Field } from "../../src/domain/record.ts";
import { detached } from "../../src/lib/detached.ts";
import { isAt } from "./is-at.ts";
import { type Joint, jointAt, learnJoint } from "./joints.ts";
import { type FieldPlan, type RowKind, RowPlans } from "./row-plans.ts";
import { decodeValue, NOT_PLAIN, type Strictness, valueEnd } from "./values.ts";

const REFUSED = -1;
const GREATER = 0x3e;
/** The one element among fields that is none, with what stands behind its name. */
const NO_FIELD = "subfile ";
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
  /** Fields of a row that was not collected are in the slots. */
  #isDirty = false;
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
    if (this.#isDirty) this.#slots.fill(null);
    this.#isDirty = true;
  }

  #lines(text: string, start: number): number {
    let plan = this.#plans.start;
    let at = start;
    for (;;) {
      const joint: Joint | null = jointAt(text, at, plan) ?? this.#takeApart(text, at, plan);
      if (joint === null) return REFUSED;
      if (joint.batch !== this.#batch) this.#met(joint);
      at += joint.length;
      if (joint.next === null) return at;
      plan = joint.next;
      at = this.#value(text, at, plan, joint.system);
      if (at === REFUSED) return REFUSED;
    }
  }

  #met(joint: Joint): void {
    joint.batch = this.#batch;
    for (const plan of joint.blanks) plan.batch = this.#batch;
    if (joint.next !== null) joint.next.batch = this.#batch;
  }

  /** Line by line from the end of a value on. null: refused */
  #takeApart(text: string, start: number, plan: FieldPlan): Joint | null {
    if (!isAt(text, start, plan.close)) return null;
    const blanks: FieldPlan[] = [];
    let last = plan;
    let at = start + plan.close.length;
    for (;;) {
      const next = this.#planAt(text, at, last);
      if (next === null) {
        if (this.#nameAt(text, at) !== "") return null;
        const told = at + this.#lineStart.length + NO_FIELD.length;
        return learnJoint(text, { at: start, told }, plan, { length: at - start, blanks, next, system: false });
      }
      const tagEnd = at + next.open.length;
      const system = text.charCodeAt(tagEnd) !== GREATER;
      if (system && !isAt(text, tagEnd, SYSTEM)) return null;
      const value = tagEnd + (system ? SYSTEM.length : 1);
      const end = this.#blankEnd(text, value, next);
      if (end === REFUSED)
        return learnJoint(text, { at: start, told: value }, plan, { length: value - start, blanks, next, system });
      blanks.push(next);
      last = next;
      at = end;
    }
  }

  /** Where the next line begins, if the value at `start` is a blank; REFUSED: it is none, or has to be looked at. */
  #blankEnd(text: string, start: number, plan: FieldPlan): number {
    if (this.#strictness === "canonical" || plan.role !== "field") return REFUSED;
    const end = valueEnd(text, start, this.#strictness);
    const isBlank = end > 0 && isAt(text, end, plan.close) && isBlankText(text, start, end, plan);
    return isBlank ? end + plan.close.length : REFUSED;
  }

  /** The field of the line at `at`; null: none, or none that may stand there. */
  #planAt(text: string, at: number, last: FieldPlan): FieldPlan | null {
    const guess = last.next;
    if (guess !== null && isAt(text, at, guess.open) && endsName(text.charCodeAt(at + guess.open.length))) return guess;
    const name = this.#nameAt(text, at);
    const plan = name === "" ? null : this.#plans.find(name, last);
    if (plan === null || plan.index <= last.index) return null;
    last.next = plan;
    return plan;
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

  /** @returns where the value ends */
  #value(text: string, start: number, plan: FieldPlan, system: boolean): number {
    const found = valueEnd(text, start, this.#strictness);
    if (found === NOT_PLAIN) return REFUSED;
    const end = Math.abs(found);
    if (plan.role === "field" && found > 0 && isBlankText(text, start, end, plan))
      return this.#strictness === "canonical" ? REFUSED : end;
    const value = found > 0 ? text.slice(start, end) : decodeValue(text.slice(start, end), this.#strictness);
    if (value === null) return REFUSED;
    if (this.#strictness === "canonical" && (value === "" || plan.role === "modtime")) return REFUSED;
    if (plan.role === "modtime") this.modtime = value;
    else if (plan.role === "seq") this.seq = value;
    else if (plan.role === "sort") this.sort = value;
    const isBlank = (plan.role !== "field" || found < 0) && plan.isBlank(value);
    if (plan.role !== "modtime" && !isBlank) this.#keep(plan, value, system);
    return end;
  }

  #keep(plan: FieldPlan, value: string, system: boolean): void {
    const field = { name: plan.name, value, system };
    if (this.#strictness === "canonical") this.fields.push(field);
    else this.#slots[plan.rank] = field;
  }

  #collect(): void {
    if (this.#strictness === "canonical") return;
    const slots = this.#slots;
    for (let rank = 0; rank < slots.length; rank++) {
      const field = slots[rank] as Field | null;
      if (field === null) continue;
      this.fields.push(field);
      slots[rank] = null;
    }
    this.#isDirty = false;
  }
}

/** Most values begin as no blank does: blanks are empty, 0, 0.00, `false` or 19040101. */
function isBlankText(text: string, start: number, end: number, plan: FieldPlan): boolean {
  if (end > start) {
    const first = text.charCodeAt(start);
    if (first === 0x31 ? !text.startsWith("1904", start) : isNoZero(first) && first !== 0x46 && first !== 0x66)
      return false;
    // `-12.00`
    if (first === 0x2d && isNoZero(text.charCodeAt(start + 1))) return false;
  }
  return plan.isBlank(text.slice(start, end));
}

/** Digits from 1 on, and letters. */
function isNoZero(code: number): boolean {
  return (code > 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x7a);
}

/** `>` or a space. */
function endsName(code: number): boolean {
  return code === GREATER || code === 0x20;
}

/** Small letters, digits, dot, underscore. */
function isNamePart(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39) || code === 0x2e || code === 0x5f;
}
