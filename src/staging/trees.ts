import type { Oid } from "../domain/ids.ts";
import type { TreeEntry } from "../domain/ports/staging.ts";
import { oidBytes, optionalBytes, readOid } from "./columns.ts";
import type { Connection, NoParams } from "./connection.ts";

/** Tables `tree` (what main's directories hold) and `pending_tree` (what the prepared commit makes of them). */
export class Trees {
  readonly #entries;
  readonly #add;
  readonly #hold;
  readonly #remove;
  readonly #replace;
  readonly #forget;
  readonly #clear;

  constructor(connection: Connection) {
    this.#entries = connection.prepare<{ name: string; oid: Uint8Array }, { parent: string }>(
      "SELECT name, oid FROM tree WHERE parent = :parent",
    );
    this.#add = connection.prepare<never, { parent: string; name: string; oid: Uint8Array }>(
      "INSERT INTO tree (parent, name, oid) VALUES (:parent, :name, :oid)",
    );
    this.#hold = connection.prepare<never, { parent: string; name: string; oid: Uint8Array | null }>(
      "INSERT INTO pending_tree (parent, name, oid) VALUES (:parent, :name, :oid)",
    );
    this.#remove = connection.prepare<never, NoParams>(`
      DELETE FROM tree
      WHERE (parent, name) IN (SELECT parent, name FROM pending_tree WHERE oid IS NULL)`);
    this.#replace = connection.prepare<never, NoParams>(`
      INSERT INTO tree (parent, name, oid) SELECT parent, name, oid FROM pending_tree WHERE oid IS NOT NULL
      ON CONFLICT (parent, name) DO UPDATE SET oid = excluded.oid`);
    this.#forget = connection.prepare<never, NoParams>("DELETE FROM pending_tree");
    this.#clear = connection.prepare<never, NoParams>("DELETE FROM tree");
  }

  entries(parent: string): { name: string; oid: Oid }[] {
    return this.#entries.all({ parent }).map(({ name, oid }) => ({ name, oid: readOid(oid) }));
  }

  /** An entry that main has; there must be none of that name. */
  add({ parent, name, oid }: TreeEntry & { readonly oid: Oid }): void {
    this.#add.run({ parent, name, oid: oidBytes(oid) });
  }

  /** Keeps an entry of the prepared commit aside. */
  hold({ parent, name, oid }: TreeEntry): void {
    this.#hold.run({ parent, name, oid: optionalBytes(oid) });
  }

  /** Makes the entries kept aside main's. */
  applyHeld(): void {
    this.#remove.run({});
    this.#replace.run({});
    this.#forget.run({});
  }

  forgetHeld(): void {
    this.#forget.run({});
  }

  clear(): void {
    this.#forget.run({});
    this.#clear.run({});
  }
}
