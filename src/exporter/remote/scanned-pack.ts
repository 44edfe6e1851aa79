import { OID_BYTES } from "../pack/oid-bytes.ts";
import type { EntryHeader, ObjectType } from "../pack/pack-entry.ts";

const TYPES: readonly ObjectType[] = ["commit", "tree", "blob", "tag"];
const NONE = -1;

export interface ScannedEntry {
  readonly header: EntryHeader;
  readonly offset: number;
  readonly crc: number;
  /** null for a delta: its id is known once it is resolved. */
  readonly oid: Uint8Array | null;
}

/**
 * The entries of one pack in the order of the file, in flat arrays. An entry is named by its number. Children are
 * the deltas made against an entry, as linked lists.
 */
export class ScannedPack {
  readonly capacity: number;
  #count = 0;
  #end = 0;
  readonly #offsets: Float64Array;
  readonly #crcs: Uint32Array;
  readonly #oids: Uint8Array;
  readonly #sizes: Uint32Array;
  readonly #headers: Uint8Array;
  /** 1 + place in TYPES; 0 while it is not known. */
  readonly #types: Uint8Array;
  readonly #bases: Int32Array;
  readonly #firstChild: Int32Array;
  readonly #nextChild: Int32Array;
  /** Deltas whose base is named by id: hexadecimal id to entries. */
  readonly #waiting = new Map<string, number[]>();

  constructor(capacity: number) {
    this.capacity = capacity;
    this.#offsets = new Float64Array(capacity);
    this.#crcs = new Uint32Array(capacity);
    this.#oids = new Uint8Array(capacity * OID_BYTES);
    this.#sizes = new Uint32Array(capacity);
    this.#headers = new Uint8Array(capacity);
    this.#types = new Uint8Array(capacity);
    this.#bases = new Int32Array(capacity).fill(NONE);
    this.#firstChild = new Int32Array(capacity).fill(NONE);
    this.#nextChild = new Int32Array(capacity).fill(NONE);
  }

  get count(): number {
    return this.#count;
  }

  /** Appends the next entry of the file. Returns false when it is a delta against a place where no entry starts. */
  add({ header, offset, crc, oid }: ScannedEntry): boolean {
    const entry = this.#count++;
    this.#offsets[entry] = offset;
    this.#crcs[entry] = crc;
    this.#sizes[entry] = header.size;
    this.#headers[entry] = header.length;
    if (oid !== null) this.settle(entry, oid, header.kind as ObjectType);
    else if (header.base !== null) this.#wait(entry, Buffer.from(header.base).toString("hex"));
    else return this.#hang(entry, this.#entryAt(offset - header.distance));
    return true;
  }

  /** Where the last entry ends. */
  end(offset: number): void {
    this.#end = offset;
  }

  /** Fills in what an entry turned out to be. */
  settle(entry: number, oid: Uint8Array, type: ObjectType): void {
    this.#oids.set(oid, entry * OID_BYTES);
    this.#types[entry] = TYPES.indexOf(type) + 1;
  }

  /** Makes the deltas that name this entry's id its children. */
  adopt(entry: number): void {
    if (this.#waiting.size === 0) return;
    const name = Buffer.from(this.oid(entry)).toString("hex");
    for (const child of this.#waiting.get(name) ?? []) this.#hang(child, entry);
    this.#waiting.delete(name);
  }

  /** The first entry that waits for a base that is not in the pack; null when there is none. */
  orphan(): number | null {
    for (const entries of this.#waiting.values()) return entries[0] ?? null;
    return null;
  }

  oid(entry: number): Uint8Array {
    return this.#oids.subarray(entry * OID_BYTES, (entry + 1) * OID_BYTES);
  }

  /** null: a delta that is not resolved yet. */
  type(entry: number): ObjectType | null {
    return TYPES[(this.#types[entry] ?? 0) - 1] ?? null;
  }

  crc(entry: number): number {
    return this.#crcs[entry] ?? 0;
  }

  offset(entry: number): number {
    return this.#offsets[entry] ?? 0;
  }

  /** Where the zlib stream of an entry lies in the file, and how much it holds. */
  stream(entry: number): { readonly from: number; readonly to: number; readonly size: number } {
    const to = entry + 1 < this.#count ? this.offset(entry + 1) : this.#end;
    return { from: this.offset(entry) + (this.#headers[entry] ?? 0), to, size: this.#sizes[entry] ?? 0 };
  }

  /** The entry that a delta builds on, or null for one that is stored whole. */
  base(entry: number): number | null {
    const base = this.#bases[entry] ?? NONE;
    return base === NONE ? null : base;
  }

  *children(entry: number): Generator<number> {
    for (let child = this.#firstChild[entry] ?? NONE; child !== NONE; child = this.#nextChild[child] ?? NONE)
      yield child;
  }

  hasChildren(entry: number): boolean {
    return this.#firstChild[entry] !== NONE;
  }

  #wait(entry: number, base: string): void {
    const others = this.#waiting.get(base);
    if (others === undefined) this.#waiting.set(base, [entry]);
    else others.push(entry);
  }

  #hang(child: number, base: number): boolean {
    if (base === NONE) return false;
    this.#bases[child] = base;
    this.#nextChild[child] = this.#firstChild[base] ?? NONE;
    this.#firstChild[base] = child;
    return true;
  }

  /** Binary search: offsets ascend. */
  #entryAt(offset: number): number {
    let low = 0;
    let high = this.#count - 2;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const found = this.offset(middle);
      if (found === offset) return middle;
      if (found < offset) low = middle + 1;
      else high = middle - 1;
    }
    return NONE;
  }
}
