import type { Field } from "../../src/domain/record.ts";
import type { TableSchema } from "../../src/domain/schema/schema.ts";
import type { Pseudonyms } from "../model/pseudonyms.ts";
import type { Rule } from "../model/rule.ts";
import { Recent } from "../values/recent.ts";
import type { ValueStep } from "./value-steps.ts";

type AddressRule = Extract<Rule, { kind: "address" }>;
const PARTS = ["postcode", "state", "country"] as const;
type Part = (typeof PARTS)[number];

/** Addresses of transactions repeat those of their names. */
const BLOCKS = 2000;
const BREAK = /(\r\n|\r|\n)/;

/** A whole address in one text. Its line breaks stay, and each line is as long at most as what the field holds allows. */
export function blockStep(pseudonyms: Pseudonyms, size: number): ValueStep {
  const recent = new Recent<string, string>(BLOCKS);
  const make = (value: string): string => {
    const pieces = value.split(BREAK);
    const lines = pieces.filter((_, index) => index % 2 === 0);
    const breaks = pieces.reduce((sum, piece, index) => sum + (index % 2 === 0 ? 0 : piece.length), 0);
    const line = size === 0 ? 0 : Math.max(1, Math.floor((size - breaks) / lines.length));
    const address = { lines, postcode: "", state: "", country: "" };
    const made = pseudonyms.address(address, { line, postcode: 0, state: 0, country: 0 });
    return pieces.map((piece, index) => (index % 2 === 0 ? (made.lines[index / 2] ?? "") : piece)).join("");
  };
  return (value) => recent.get(value, make);
}

/** The fields of one address in a row, taken up one by one and replaced together. */
export class AddressGroup {
  readonly #pseudonyms: Pseudonyms;
  readonly #lineNames: readonly string[];
  readonly #sizes: { line: number } & Record<Part, number> = { line: 0, postcode: 0, state: 0, country: 0 };
  readonly #values: string[];
  readonly #places: number[];
  #parts: Record<Part, string> = { postcode: "", state: "", country: "" };
  readonly #partPlaces: Record<Part, number> = { postcode: -1, state: -1, country: -1 };
  #used = false;

  /** @param fields the group's fields by name, as the rules have them */
  constructor(
    pseudonyms: Pseudonyms,
    fields: readonly (readonly [string, AddressRule])[],
    schema: TableSchema | undefined,
  ) {
    this.#pseudonyms = pseudonyms;
    this.#lineNames = fields
      .filter(([, { part }]) => part === "line")
      .map(([name]) => name)
      .sort();
    this.#values = this.#lineNames.map(() => "");
    this.#places = this.#lineNames.map(() => -1);
    for (const [name, { part }] of fields) {
      if (part !== "block") this.#sizes[part] = schema?.field.get(name)?.size ?? 0;
    }
  }

  /** @param name without prefix; `place` where its field is in the row's output */
  take(name: string, part: AddressRule["part"], { value, place }: { value: string; place: number }): void {
    this.#used = true;
    if (part === "line") {
      const line = this.#lineNames.indexOf(name);
      this.#values[line] = value;
      this.#places[line] = place;
    } else if (part !== "block") {
      this.#parts[part] = value;
      this.#partPlaces[part] = place;
    }
  }

  /** Puts the new address in the place of what was taken. */
  finish(fields: (Field | null)[]): void {
    if (!this.#used) return;
    const made = this.#pseudonyms.address({ lines: [...this.#values], ...this.#parts }, this.#sizes);
    for (const [line, place] of this.#places.entries()) replace(fields, place, made.lines[line] ?? "");
    for (const part of PARTS) replace(fields, this.#partPlaces[part], made[part]);
  }

  /** Forgets the last row's. */
  start(): void {
    if (!this.#used) return;
    this.#used = false;
    this.#values.fill("");
    this.#places.fill(-1);
    this.#parts = { postcode: "", state: "", country: "" };
    for (const part of PARTS) this.#partPlaces[part] = -1;
  }
}

function replace(fields: (Field | null)[], place: number, value: string): void {
  if (place < 0) return;
  const { name, system } = fields[place] as Field;
  fields[place] = value === "" ? null : { name, value, system };
}
