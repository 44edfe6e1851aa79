import type { Oid } from "../../../src/domain/ids.ts";
import type { RepositoryReader } from "../judge/repository.ts";
import type { Entries, GitWriter } from "./git-writer.ts";

/** A tree that somebody changes file by file, and writes. */
export class WorkingTree {
  readonly #reader: RepositoryReader;
  readonly #root: Oid;
  readonly files: ReadonlyMap<string, Oid>;
  readonly #changes = new Map<string, string | null>();

  /** @param root the tree that it begins with */
  constructor(reader: RepositoryReader, root: Oid) {
    this.#reader = reader;
    this.#root = root;
    this.files = reader.files(root);
  }

  get isChanged(): boolean {
    return this.#changes.size > 0;
  }

  read(path: string): string | null {
    const changed = this.#changes.get(path);
    if (changed !== undefined) return changed;
    const oid = this.files.get(path);
    return oid === undefined ? null : Buffer.from(this.#reader.blob(oid)).toString();
  }

  /** @param text null: the file goes */
  write(path: string, text: string | null): void {
    if (text !== this.read(path)) this.#changes.set(path, text);
  }

  save(writer: GitWriter): Oid {
    const blobs = [...this.#changes].map(([path, text]) => {
      return { parts: path.split("/"), oid: text === null ? null : writer.blob(text) };
    });
    return blobs.length === 0 ? this.#root : (this.#saveUnder(writer, this.#root, blobs) ?? writer.tree(new Map()));
  }

  /** @returns null for a directory that is empty by now */
  #saveUnder(writer: GitWriter, tree: Oid | null, changes: readonly Change[]): Oid | null {
    const entries = new Map<string, { mode: string; oid: Oid }>();
    for (const { name, mode, oid } of tree === null ? [] : this.#reader.tree(tree)) entries.set(name, { mode, oid });
    for (const [name, below] of Map.groupBy(changes, ({ parts }) => parts[0] as string)) {
      const next = this.#saveEntry(writer, entries, { name, below });
      if (next === null) entries.delete(name);
      else entries.set(name, next);
    }
    return entries.size === 0 ? null : writer.tree(entries);
  }

  #saveEntry(
    writer: GitWriter,
    entries: Entries,
    { name, below }: { readonly name: string; readonly below: readonly Change[] },
  ): { mode: string; oid: Oid } | null {
    const file = below.find(({ parts }) => parts.length === 1);
    if (file !== undefined) return file.oid === null ? null : { mode: "100644", oid: file.oid };
    const known = entries.get(name);
    const inside = below.map(({ parts, oid }) => ({ parts: parts.slice(1), oid }));
    const oid = this.#saveUnder(writer, known?.mode === "40000" ? known.oid : null, inside);
    return oid === null ? null : { mode: "40000", oid };
  }
}

interface Change {
  readonly parts: readonly string[];
  readonly oid: Oid | null;
}
