import type { Field } from "../../src/domain/record.ts";
import type { FieldSchema, TableSchema } from "../../src/domain/schema/schema.ts";
import { escapeExport } from "./escape-export.ts";
import type { RecordBuffer } from "./record-buffer.ts";

export type ExportForm = "verbose" | "terse";

export interface RowKind {
  readonly form: ExportForm;
  /** Tabs before a field: 2 in a record, 4 in a row of a subfile (observed). */
  readonly depth: 2 | 4;
  /** The row's element. */
  readonly element: string;
  /** Whether its start tag says `system="true"`. */
  readonly isMarked: boolean;
  /** `detail.net` is absent from lines that MoneyWorks made itself (observed). */
  readonly isSystemLine: boolean;
}

/** Where a field stands that a form leaves out. */
const LEFT_OUT = -1;

interface Slot {
  readonly name: string;
  readonly at: number;
  /** The slot of the field that came next the last time: rows of one kind have the same few fields. */
  next: Slot | null;
}

/**
 * The lines of one kind of row of an export, in the vendor's order, made once: a verbose transaction is 300 lines, most of
 * them blank, and blanks that stand side by side are copied as one.
 */
export class RowLayout {
  /** The row's last line. */
  readonly end: Uint8Array;
  readonly #rowStart: string;
  readonly #slots = new Map<string, Slot>();
  readonly #start: Slot = { name: "", at: LEFT_OUT, next: null };
  readonly #open: string[] = [];
  readonly #openSystem: string[] = [];
  readonly #close: string[] = [];
  readonly #blank: string[] = [];
  /**
   * What stands between the values of two slots: the end tag of one, the blank lines up to the other, its start tag. By
   * the first and then by `joint`; made when it is first needed.
   */
  readonly #joints: (Uint8Array | undefined)[][] = [];
  readonly #found: (Field | null)[];
  readonly #indent: string;
  readonly #isTerse: boolean;
  readonly #modtime: number;

  constructor(schema: TableSchema, { form, depth, element, isMarked, isSystemLine }: RowKind) {
    const outer = "\t".repeat(depth - 1);
    this.#rowStart = `${outer}<${element}${isMarked ? ' system="true"' : ""}>\n`;
    this.end = Buffer.from(`${outer}</${element}>\n`);
    this.#indent = "\t".repeat(depth);
    this.#isTerse = form === "terse";
    for (const field of schema.fields) {
      const name = xmlName(schema, field.name);
      if (this.#isTerse && (field.system || field.importable === false)) this.#slots.set(name, newSlot(name, LEFT_OUT));
      else if (field.inXml) this.#addSlot(name, field, isSystemLine && field.pseudo);
    }
    this.#modtime = this.#slots.get(xmlName(schema, "lastmodifiedtime"))?.at ?? LEFT_OUT;
    this.#found = this.#open.map(() => null);
  }

  /** All lines but the last one. @param modtime where `lastmodifiedtime` stands, or null */
  print(fields: readonly Field[], modtime: Field | null, into: RecordBuffer): void {
    const found = this.#found;
    let others = "";
    let last = this.#start;
    for (const field of fields) {
      const guess = last.next;
      const slot = guess !== null && guess.name === field.name ? guess : this.#slots.get(field.name);
      if (slot === undefined) others += this.#other(field);
      else {
        if (slot.at !== LEFT_OUT) found[slot.at] = field;
        last.next = slot;
        last = slot;
      }
    }
    if (modtime !== null && this.#modtime !== LEFT_OUT) found[this.#modtime] = modtime;
    this.#known(into);
    if (others !== "") into.addText(others);
  }

  #known(into: RecordBuffer): void {
    const found = this.#found;
    const slots = found.length;
    let last = -1;
    for (let slot = 0; slot < slots; slot++) {
      const field = found[slot] as Field | null;
      if (field === null) continue;
      found[slot] = null;
      into.addBytes(this.#joint(last, slot, field.system));
      into.addValue(field.value);
      last = slot;
    }
    into.addBytes(this.#joint(last, slots, false));
  }

  /** A field that the schema does not know stands behind all that it knows. */
  #other({ name, value, system }: Field): string {
    if (this.#isTerse && system) return "";
    return `${this.#indent}<${name}${system ? ' system="true"' : ""}>${escapeExport(value)}</${name}>\n`;
  }

  #addSlot(name: string, field: FieldSchema, isAbsent: boolean): void {
    const close = `</${name}>\n`;
    this.#slots.set(name, newSlot(name, this.#open.length));
    this.#open.push(`${this.#indent}<${name}>`);
    this.#openSystem.push(`${this.#indent}<${name} system="true">`);
    this.#close.push(close);
    const open = (field.system ? this.#openSystem : this.#open).at(-1) as string;
    const isLeftOut = this.#isTerse || isAbsent || NEVER_BLANK.has(field.name);
    this.#blank.push(isLeftOut ? "" : open + blankText(field) + close);
  }

  /** @param from -1: the row's start; `to`: as many as there are slots: its end */
  #joint(from: number, to: number, system: boolean): Uint8Array {
    const joint = to * 2 + (system ? 1 : 0);
    const made = this.#joints[from + 1]?.[joint];
    if (made !== undefined) return made;
    const joints = this.#joints[from + 1] ?? [];
    this.#joints[from + 1] = joints;
    const text = this.#jointText(from, to, system);
    joints[joint] = text;
    return text;
  }

  #jointText(from: number, to: number, system: boolean): Uint8Array {
    const close = from < 0 ? this.#rowStart : (this.#close[from] ?? "");
    const open = (system ? this.#openSystem[to] : this.#open[to]) ?? "";
    return Buffer.from(close + this.#blank.slice(from + 1, to).join("") + open);
  }
}

function newSlot(name: string, at: number): Slot {
  return { name, at, next: null };
}

/** A number or a time that is not known has no blank form that could be read back. */
const NEVER_BLANK: ReadonlySet<string> = new Set(["sequencenumber", "lastmodifiedtime"]);

/** A field's name in XML: `detail.account`, `code`. */
export function xmlName(schema: TableSchema, field: string): string {
  return schema.prefixExcept.includes(field) ? field : `${schema.prefix}${field}`;
}

/** How a blank field reads in a verbose export (observed). */
function blankText(field: FieldSchema): string {
  switch (field.type) {
    case "long":
    case "short":
    case "byte":
    case "boolean":
      return "0";
    case "decimal":
      return "0.00";
    case "double":
    case "float":
      return "0.000000";
    case "date":
      return "19040101";
    case "time":
      return "19040101000000";
    default:
      return "";
  }
}
