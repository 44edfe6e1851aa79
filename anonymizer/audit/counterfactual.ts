import { printRecord } from "../../src/canonical/print.ts";
import type { TableName } from "../../src/domain/ids.ts";
import type { MwRecord, Row } from "../../src/domain/record.ts";
import type { GivenSums, Item, SourceBatch } from "../model/batch.ts";
import type { Engine, EngineOptions } from "../model/engine.ts";
import { piecesOf, placeOf } from "./fields.ts";
import { keyOf } from "./form-key.ts";
import type { Forms } from "./forms.ts";
import type { Roles } from "./sensitive.ts";

/** A form that stands in a source record and in what became of it. */
export interface Doubtful {
  readonly key: number;
  /** Where it stands in the output record: field without prefix. */
  readonly field: string;
}

export interface CounterfactualParts {
  readonly options: EngineOptions;
  readonly engine: Engine;
  readonly create: (options: EngineOptions) => Engine;
  readonly forms: Forms;
  readonly roles: Roles;
}

/** Other worlds: what survived is in each of them, what is one of five endings is in all of them once in three thousand. */
const WORLDS = ["audit 1", "audit 2", "audit 3", "audit 4"];

/**
 * Whether a value in the output comes from the value in the source, or is there by chance: codes become codes of others, and
 * a made-up Smith may live in the street that somebody else moved out of. Two questions tell. Is it there under another
 * secret too? What is made up is not. Is it gone when the source had another value in its place? What belongs to the made-up
 * vocabulary itself stays. Only what is there for every secret and goes with its original has survived.
 */
export class Counterfactual {
  readonly #parts: CounterfactualParts;
  #worlds: readonly Engine[] | null = null;
  #sums: GivenSums | null = null;

  constructor(parts: CounterfactualParts) {
    this.#parts = parts;
  }

  useSums(sums: GivenSums): void {
    this.#sums = sums;
    for (const world of this.#worlds ?? []) world.useSums(sums);
  }

  survives(table: TableName, item: Item, doubtful: Doubtful): boolean {
    const batch = (): SourceBatch => batchOf(table, item.record, item);
    if (!this.#engines().every((world) => this.#holds(world, batch(), doubtful))) return false;
    const changed = batchOf(table, this.#without(item.record, doubtful.key), item);
    return !this.#holds(this.#parts.engine, changed, doubtful);
  }

  #engines(): readonly Engine[] {
    this.#worlds ??= WORLDS.map((name) => {
      const { options, create } = this.#parts;
      const secret = new Uint8Array(new Bun.CryptoHasher("sha256", options.secret).update(name).digest());
      const world = create({ ...options, secret });
      if (this.#sums !== null) world.useSums(this.#sums);
      return world;
    });
    return this.#worlds;
  }

  #holds(engine: Engine, batch: SourceBatch, { key, field }: Doubtful): boolean {
    const { bytes } = engine.anonymize(batch);
    let found = false;
    piecesOf(this.#parts.options.target)(new TextDecoder().decode(bytes), (piece) => {
      if (found || placeOf(0, piece.field) !== placeOf(0, field)) return;
      found = this.#has(piece.text, key);
    });
    return found;
  }

  #has(text: string, key: number): boolean {
    let found = false;
    this.#parts.forms.inText(text, (low, high) => {
      found ||= keyOf(low, high) === key;
    });
    return found;
  }

  /** The record with other letters and digits in every field that has the form. */
  #without(record: MwRecord, key: number): MwRecord {
    const { roles } = this.#parts;
    const change = <R extends Row>(row: R, element: string): R => ({
      ...row,
      fields: row.fields.map((field) => {
        if (roles.of(element, field.name).role === "figure" || !this.#has(field.value, key)) return field;
        return { ...field, value: field.value.replace(LETTER_OR_DIGIT, next) };
      }),
    });
    return {
      ...change(record, record.element),
      subfiles: record.subfiles.map((subfile) => ({
        ...subfile,
        rows: subfile.rows.map((row) => change(row, subfile.element)),
      })),
    };
  }
}

const LETTER_OR_DIGIT = /[\p{L}\p{N}]/gu;

/** The next letter or digit of its kind. */
function next(sign: string): string {
  if (sign === "9" || sign === "z" || sign === "Z") return sign === "9" ? "0" : sign === "z" ? "a" : "A";
  return sign <= "\x7f" ? String.fromCharCode(sign.charCodeAt(0) + 1) : "x";
}

function batchOf(table: TableName, record: MwRecord, { modtime }: Item): SourceBatch {
  const bytes = new TextEncoder().encode(printRecord(record));
  const ends = Uint32Array.of(bytes.length);
  const modtimes = modtime === null ? null : [modtime];
  return { table, form: "canonical", bytes, ends, modtimes };
}
