import type { ObjectType } from "../pack/pack-entry.ts";

export interface GitObject {
  readonly type: ObjectType;
  readonly bytes: Uint8Array;
}

/** Objects that deltas were built on, the least recently used going first when there are too many bytes. */
export class BaseCache {
  readonly #limit: number;
  readonly #objects = new Map<string, GitObject>();
  #bytes = 0;

  /** @param limit most bytes held. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  get(key: string): GitObject | undefined {
    const object = this.#objects.get(key);
    if (object !== undefined) {
      this.#objects.delete(key);
      this.#objects.set(key, object);
    }
    return object;
  }

  put(key: string, object: GitObject): void {
    if (object.bytes.length > this.#limit / 4 || this.#objects.has(key)) return;
    this.#objects.set(key, object);
    this.#bytes += object.bytes.length;
    for (const [oldest, { bytes }] of this.#objects) {
      if (this.#bytes <= this.#limit) return;
      this.#objects.delete(oldest);
      this.#bytes -= bytes.length;
    }
  }

  clear(): void {
    this.#objects.clear();
    this.#bytes = 0;
  }
}
