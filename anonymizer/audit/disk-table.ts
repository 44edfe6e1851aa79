import type { TableName } from "../../src/domain/ids.ts";
import { SCHEMA, type TableSchema } from "../../src/domain/schema/schema.ts";
import type { TargetForm } from "../model/batch.ts";
import { Classes } from "./classes.ts";
import { piecesOf } from "./fields.ts";
import { NAME_OF_VALUE } from "./json.ts";
import { Tally } from "./tally.ts";

/** 24 MB at most. */
const MOST_KEYS = 1 << 20;

/** What is learnt of one table by reading its records as they lie on disk. */
export class DiskTable {
  records = 0;
  /** Records with a key that another one has too; the first of each is not counted. */
  duplicates = 0;
  readonly #classes: Classes | null;
  readonly #keys = new Tally(MOST_KEYS);
  readonly #key: string | null;
  readonly #wanted: ReadonlySet<string>;
  #last = 0;

  constructor(
    table: TableName,
    private readonly target: TargetForm,
    quasi: readonly string[] | undefined,
  ) {
    this.#classes = quasi === undefined ? null : new Classes(table, quasi);
    const key = (SCHEMA.get(table) as TableSchema).key;
    // Canonical files are named by their keys, so there cannot be two.
    this.#key = key === "sequencenumber" || target === "canonical" ? null : key;
    this.#wanted = new Set([...(quasi ?? []), ...(this.#key === null ? [] : [this.#key])]);
  }

  /** @returns whether its key came before */
  add(bytes: Uint8Array): boolean {
    this.records++;
    const isTwice = this.#wanted.size > 0 ? this.#fields(bytes) : false;
    const isDuplicate = isTwice || this.#numberTwice(bytes);
    if (isDuplicate) this.duplicates++;
    return isDuplicate;
  }

  anonymity() {
    return this.#classes?.result() ?? null;
  }

  #fields(bytes: Uint8Array): boolean {
    const values = new Map<string, string>();
    piecesOf(this.target)(new TextDecoder().decode(bytes), ({ field, row, text }) => {
      if (row > 0 || field === NAME_OF_VALUE) return;
      const bare = field.slice(field.lastIndexOf(".") + 1);
      if (this.#wanted.has(bare)) values.set(bare, text);
    });
    this.#classes?.add(values);
    const key = this.#key === null ? undefined : values.get(this.#key);
    if (key === undefined) return false;
    return this.#keys.add(Number(Bun.hash.wyhash(key.toLowerCase()) & 0x1f_ffff_ffff_ffffn)) > 1;
  }

  /** Records ascend by number, so two with one number are neighbours. */
  #numberTwice(bytes: Uint8Array): boolean {
    const number = this.target === "canonical" ? null : numberIn(bytes);
    if (number === null) return false;
    const isTwice = number === this.#last;
    this.#last = number;
    return isTwice;
  }
}

const NUMBER = /(?:<(?:[a-z]+\.)?sequencenumber[^>]*>|"seq":)(\d{1,16})/;
/** Far enough for a record's own number, which is among its first fields but in canonical files. */
const HEAD = 1 << 12;

/** The record's own number as it stands in its bytes; null: it has none. */
export function numberIn(bytes: Uint8Array, head = HEAD): number | null {
  const match = NUMBER.exec(new TextDecoder().decode(bytes.subarray(0, head)));
  return match === null ? null : Number(match[1]);
}
