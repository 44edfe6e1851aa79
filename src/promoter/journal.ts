import type { Oid } from "../domain/ids.ts";
import type { Staging } from "../domain/ports/staging.ts";
import type { ImportEntry, ImportState } from "../domain/ports/staging-promotions.ts";

/** What of an entry changes. */
export type EntryChange = { readonly state: ImportState } & Partial<Pick<ImportEntry, "seq" | "reason" | "sent">>;

/** The imports of one promotion: read once, written through. */
export class Journal {
  readonly #staging: Staging;
  readonly #commit: Oid;
  readonly #entries: Map<string, ImportEntry>;

  constructor(staging: Staging, commit: Oid) {
    this.#staging = staging;
    this.#commit = commit;
    this.#entries = new Map(staging.imports(commit).map((entry) => [entry.path, entry]));
  }

  /** In order of entering. */
  get entries(): readonly ImportEntry[] {
    return [...this.#entries.values()];
  }

  /** By the file in the commit. */
  find(path: string): ImportEntry | null {
    return this.#entries.get(path) ?? null;
  }

  /** Enters or replaces, in one transaction. */
  write(entries: readonly ImportEntry[]): void {
    if (entries.length === 0) return;
    this.#staging.noteImports(this.#commit, entries);
    for (const entry of entries) this.#entries.set(entry.path, entry);
  }

  /** The entry after the change, which is durable. */
  change(entry: ImportEntry, change: EntryChange): ImportEntry {
    const next = { ...entry, ...change };
    this.write([next]);
    return next;
  }
}
