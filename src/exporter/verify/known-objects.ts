import type { Oid } from "../../domain/ids.ts";
import { EntryTable } from "../pack/entry-table.ts";
import { oidBytes } from "../pack/oid-bytes.ts";
import type { ObjectType } from "../pack/pack-entry.ts";

const TYPES: readonly ObjectType[] = ["commit", "tree", "blob", "tag"];

/** Objects whose content was seen to be what their id says, with their type: 40 bytes of memory each. */
export class KnownObjects {
  readonly #table = new EntryTable();

  get count(): number {
    return this.#table.count;
  }

  /** Returns false when the object was known. */
  add(oid: Uint8Array, type: ObjectType): boolean {
    return this.#table.add(oid, TYPES.indexOf(type), 0);
  }

  /** null: not seen, or not seen whole. */
  type(oid: Oid): ObjectType | null {
    const number = this.#table.indexOf(oidBytes(oid));
    return number < 0 ? null : (TYPES[this.#table.crc(number)] ?? null);
  }
}
