import type { FileReader } from "../../domain/ports/files.ts";
import { applyDelta } from "../pack/delta.ts";
import { oidBytes } from "../pack/oid-bytes.ts";
import { BaseCache, type GitObject } from "../repository/base-cache.ts";
import { objectId } from "../repository/loose-object.ts";
import { inflateEntry } from "./inflate-entry.ts";
import type { PackFaults } from "./pack-fault.ts";
import type { PackLimits } from "./pack-limits.ts";
import type { ScannedPack } from "./scanned-pack.ts";

/**
 * The second pass: finds the id of every delta by walking from each whole object to what was made from it. Bases
 * that do not fit into the cache are built again when they are needed; nothing is recursive.
 */
export class PackResolve {
  readonly #pack: ScannedPack;
  readonly #reader: FileReader;
  readonly #faults: PackFaults;
  readonly #limits: PackLimits;
  readonly #cache: BaseCache;
  /** Resolved entries whose deltas come next, the newest first, so that their bases are still in the cache. */
  readonly #stack: { readonly entry: number; readonly depth: number }[] = [];
  #root = 0;

  constructor(
    pack: ScannedPack,
    reader: FileReader,
    { faults, limits }: { readonly faults: PackFaults; readonly limits: PackLimits },
  ) {
    this.#pack = pack;
    this.#reader = reader;
    this.#faults = faults;
    this.#limits = limits;
    this.#cache = new BaseCache(limits.cacheBytes);
  }

  /**
   * Resolves the deltas of one base; returns how many bytes of work that was, null when all is done.
   * @throws remote.bad-pack, remote.pack-limit
   */
  next(): number | null {
    const place = this.#stack.pop() ?? this.#nextRoot();
    if (place === null) return null;
    if (place.depth > this.#limits.depth)
      throw this.#limit(place.entry, `a chain of more than ${this.#limits.depth} deltas`);
    const base = this.#object(place.entry);
    let work = 0;
    for (const child of this.#pack.children(place.entry)) {
      const bytes = this.#apply(base.bytes, child);
      work += bytes.length;
      this.#settle(child, { type: base.type, bytes }, place.depth + 1);
    }
    return work;
  }

  /** Whole objects that something was made from. */
  #nextRoot(): { entry: number; depth: number } | null {
    while (this.#root < this.#pack.count) {
      const entry = this.#root++;
      if (this.#pack.base(entry) === null && this.#pack.hasChildren(entry)) return { entry, depth: 0 };
    }
    return null;
  }

  #settle(entry: number, object: GitObject, depth: number): void {
    this.#pack.settle(entry, oidBytes(objectId(object)), object.type);
    this.#pack.adopt(entry);
    if (!this.#pack.hasChildren(entry)) return;
    this.#cache.put(String(entry), object);
    this.#stack.push({ entry, depth });
  }

  /** The content of a resolved entry, from the cache or built up from the nearest base that is in it. */
  #object(entry: number): GitObject {
    const deltas: number[] = [];
    let at = entry;
    let base = this.#pack.base(at);
    let held = this.#cache.get(String(at));
    while (held === undefined && base !== null) {
      deltas.push(at);
      at = base;
      base = this.#pack.base(at);
      held = this.#cache.get(String(at));
    }
    let bytes = held?.bytes ?? this.#inflate(at);
    for (const delta of deltas.reverse()) bytes = this.#apply(bytes, delta);
    const type = this.#pack.type(entry) ?? "blob";
    return { type, bytes };
  }

  #apply(base: Uint8Array, entry: number): Uint8Array {
    const delta = this.#inflate(entry);
    const size = resultSize(delta);
    if (size > this.#limits.objectBytes) throw this.#limit(entry, `an object of ${size} bytes`);
    const bytes = applyDelta(base, delta);
    if (bytes === null) throw this.#faults.bad(this.#pack.offset(entry), "its delta does not fit its base");
    return bytes;
  }

  #inflate(entry: number): Uint8Array {
    const { from, to, size } = this.#pack.stream(entry);
    const raw = new Uint8Array(to - from);
    this.#reader.read(raw, from);
    const result = inflateEntry(raw, size);
    if (result.kind !== "whole") throw this.#faults.bad(from, "it changed while it was read");
    return result.bytes;
  }

  #limit(entry: number, reason: string): Error {
    return this.#faults.limit(this.#pack.offset(entry), reason);
  }
}

/** The second number of a delta: how large its result will be (gitformat-pack, "Deltified representation"). */
function resultSize(delta: Uint8Array): number {
  let at = 0;
  while ((delta[at++] ?? 0) & 0x80);
  let size = 0;
  for (let scale = 1; ; scale *= 128) {
    const byte = delta[at++] ?? 0;
    size += (byte & 127) * scale;
    if (!(byte & 0x80)) return size;
  }
}
