import type { Oid } from "../../../src/domain/ids.ts";
import type { TreeItem } from "../../../src/exporter/objects/tree.ts";

/** A record's content, as one text that equals another's when the contents are equal. */
export interface Held {
  /** `table/key`. */
  readonly record: string;
  /** `table/sequence number`. */
  readonly number: string;
  readonly text: string;
}

/** What follows from its bytes alone, and so is the same for every seed of a process. */
export class Caches {
  readonly trees = new Map<Oid, readonly TreeItem[]>();
  /** By path and blob. */
  readonly files = new Map<string, Held>();
  /** By table and row. */
  readonly rows = new Map<string, Held>();

  /** Keeps memory flat over thousands of seeds. */
  trim(): void {
    for (const cache of [this.trees, this.files, this.rows]) if (cache.size > 60_000) cache.clear();
  }
}
