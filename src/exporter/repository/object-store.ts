import { deflate } from "../../canonical/blob.ts";
import { fail } from "../../domain/errors/tidemark-error.ts";
import type { Oid } from "../../domain/ids.ts";
import type { Files } from "../../domain/ports/files.ts";
import { applyDelta } from "../pack/delta.ts";
import { oidBytes } from "../pack/oid-bytes.ts";
import type { ObjectType } from "../pack/pack-entry.ts";
import type { PackEntry, PackFile } from "../pack/pack-file.ts";
import { BaseCache, type GitObject } from "./base-cache.ts";
import { objectId, readLooseObject } from "./loose-object.ts";
import { isGone, PackSet } from "./pack-set.ts";

const CACHE_BYTES = 8 * 1024 * 1024;
/** Git makes chains of 50, with `gc --aggressive` of 250. */
const LONGEST_CHAIN = 5000;

/** Objects by their id, wherever they are. */
export type ObjectSource = Pick<ObjectStore, "has" | "need" | "read">;

/**
 * Reads objects of a repository on disk: all packs (whole objects and git's deltas) and loose objects, without
 * alternates. What git repacks meanwhile is found again. Memory stays flat: no pack or index is ever read whole.
 * @throws mirror.corrupt when an object is there and cannot be read, or is not what its id says.
 */
export class ObjectStore {
  readonly #files: Files;
  readonly #objects: string;
  readonly #cache = new BaseCache(CACHE_BYTES);
  readonly packs: PackSet;

  /** @param objects the repository's `objects` directory. */
  constructor(files: Files, objects: string) {
    this.#files = files;
    this.#objects = objects;
    this.packs = new PackSet(files, `${objects}/pack`);
  }

  has(oid: Oid): boolean {
    const bytes = oidBytes(oid);
    if (this.packs.find(bytes) !== null) return true;
    if (this.#files.exists(`${this.#objects}/${oid.slice(0, 2)}/${oid.slice(2)}`)) return true;
    return this.packs.rescan() && this.packs.find(bytes) !== null;
  }

  /** The object, its content checked against its id; null when the repository does not have it. */
  read(oid: Oid): GitObject | null {
    const object = this.#readUnchecked(oid);
    if (object !== null && objectId(object) !== oid) throw this.#corrupt(oid);
    return object;
  }

  /** @throws mirror.missing-object, mirror.corrupt when it is of another type. */
  need(oid: Oid, type: ObjectType): Uint8Array {
    const object = this.read(oid);
    if (object === null) throw fail("mirror.missing-object", { oid });
    if (object.type !== type) throw fail("mirror.corrupt", { path: this.#objects, reason: `${oid} is not a ${type}` });
    return object.bytes;
  }

  /** The object as a pack entry needs it: its size and its content as one zlib stream. */
  readRaw(oid: Oid): { readonly type: ObjectType; readonly size: number; readonly body: Uint8Array } | null {
    const object = this.read(oid);
    return object === null ? null : { type: object.type, size: object.bytes.length, body: deflate(object.bytes) };
  }

  /** Closes files and frees memory; the store can be used on. */
  release(): void {
    this.packs.release();
    this.#cache.clear();
  }

  #readUnchecked(oid: Oid): GitObject | null {
    const bytes = oidBytes(oid);
    const found = this.#readPacked(bytes) ?? readLooseObject(this.#files, this.#objects, oid);
    if (found !== null) return found;
    return this.packs.rescan() ? this.#readPacked(bytes) : null;
  }

  /** A pack may vanish between finding an object in it and reading it: git has put the object elsewhere by then. */
  #readPacked(oid: Uint8Array): GitObject | null {
    const place = this.packs.find(oid);
    if (place === null) return null;
    try {
      return this.readEntry(place.pack, place.pack.entry(place.offset));
    } catch (error) {
      if (!isGone(error)) throw error;
      this.packs.rescan();
      return this.#readPacked(oid);
    }
  }

  /** The object that an entry stands for, deltas applied. */
  readEntry(pack: PackFile, start: PackEntry): GitObject {
    const deltas: PackEntry[] = [];
    let entry = start;
    let object = this.#cache.get(cacheKey(pack, entry));
    while (object === undefined && (entry.kind === "ofs-delta" || entry.kind === "ref-delta")) {
      deltas.push(entry);
      if (deltas.length > LONGEST_CHAIN) throw this.#corrupt(pack.path);
      entry = this.#baseOf(pack, entry);
      object = this.#cache.get(cacheKey(pack, entry));
    }
    if (object === undefined) object = wholeObject(pack, entry);
    if (deltas.length > 0) this.#cache.put(cacheKey(pack, entry), object);
    for (const delta of deltas.reverse()) {
      const bytes = applyDelta(object.bytes, pack.inflate(delta));
      if (bytes === null) throw this.#corrupt(pack.path);
      object = { type: object.type, bytes };
      this.#cache.put(cacheKey(pack, delta), object);
    }
    return object;
  }

  #baseOf(pack: PackFile, entry: PackEntry): PackEntry {
    if (entry.base === null) return pack.entry(entry.offset - entry.distance);
    const offset = pack.find(entry.base);
    if (offset === null) throw this.#corrupt(pack.path);
    return pack.entry(offset);
  }

  #corrupt(what: string): Error {
    return fail("mirror.corrupt", { path: this.#objects, reason: `the object in ${what} cannot be read` });
  }
}

function wholeObject(pack: PackFile, entry: PackEntry): GitObject {
  return { type: entry.kind as ObjectType, bytes: pack.inflate(entry) };
}

function cacheKey(pack: PackFile, entry: PackEntry): string {
  return `${pack.path}:${entry.offset}`;
}
