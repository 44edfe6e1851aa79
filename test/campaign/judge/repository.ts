import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Oid } from "../../../src/domain/ids.ts";
import { parseTree, type TreeItem } from "../../../src/exporter/objects/tree.ts";
import { ObjectStore } from "../../../src/exporter/repository/object-store.ts";
import { Refs } from "../../../src/exporter/repository/refs.ts";
import { createFiles } from "../../../src/platform/files.ts";
import type { Caches } from "./caches.ts";

export interface Commit {
  readonly oid: Oid;
  readonly tree: Oid;
  readonly parents: readonly Oid[];
  readonly message: string;
}

/** Files that differ between two trees, and the objects that only the second one has at their places. */
export interface TreeDifference {
  readonly files: readonly { readonly path: string; readonly old: Oid | null; readonly new: Oid | null }[];
  readonly trees: ReadonlySet<Oid>;
}

/** Looks into a repository without changing anything. */
export class RepositoryReader {
  readonly #path: string;
  readonly #caches: Caches;
  readonly #store: ObjectStore;

  constructor(path: string, caches: Caches) {
    this.#path = path;
    this.#caches = caches;
    this.#store = new ObjectStore(createFiles(), join(path, "objects"));
  }

  main(): Oid | null {
    return existsSync(this.#path) ? new Refs(createFiles(), this.#path).read("refs/heads/main") : null;
  }

  /** Every file under `refs`, by its path below the repository: refs, and locks that were left. Nothing here packs refs. */
  refs(): Map<string, Oid> {
    const files = existsSync(this.#path) ? readdirSync(join(this.#path, "refs"), { recursive: true }) : [];
    const paths = files
      .map((file) => join("refs", String(file)))
      .filter((path) => statSync(join(this.#path, path)).isFile());
    return new Map(paths.sort().map((path) => [path, readFileSync(join(this.#path, path), "latin1").trim() as Oid]));
  }

  close(): void {
    this.#store.release();
  }

  commit(oid: Oid): Commit {
    const text = Buffer.from(this.#store.need(oid, "commit")).toString();
    const [head = "", ...message] = text.split("\n\n");
    const parents = [...head.matchAll(/^parent ([0-9a-f]{40})$/gm)].map(([, parent]) => parent as Oid);
    return { oid, tree: head.slice(5, 45) as Oid, parents, message: message.join("\n\n") };
  }

  blob(oid: Oid): Uint8Array {
    return this.#store.need(oid, "blob");
  }

  tree(oid: Oid): readonly TreeItem[] {
    const known = this.#caches.trees.get(oid);
    if (known !== undefined) return known;
    const items = parsed(oid, this.#store.need(oid, "tree"));
    this.#caches.trees.set(oid, items);
    return items;
  }

  /** Blob ids by path. */
  files(tree: Oid): Map<string, Oid> {
    const files = new Map<string, Oid>();
    this.#collect(tree, "", files);
    return files;
  }

  difference(before: Oid | null, after: Oid): TreeDifference {
    const files: { path: string; old: Oid | null; new: Oid | null }[] = [];
    const trees = new Set<Oid>();
    this.#compare({ before, after, prefix: "" }, files, trees);
    return { files, trees };
  }

  /** Ids of all objects of a pack by its idx; null when it is not there. */
  packed(checksum: Oid): Set<Oid> | null {
    const path = join(this.#path, "objects/pack", `pack-${checksum}.idx`);
    if (!existsSync(path)) return null;
    const idx = readFileSync(path);
    const total = idx.readUInt32BE(8 + 255 * 4);
    const at = 8 + 1024;
    return new Set(Array.from({ length: total }, (_, n) => idx.toString("hex", at + n * 20, at + n * 20 + 20) as Oid));
  }

  /** Reads every object that `head` reaches, its hash checked. @throws for one that is missing or damaged */
  walk(head: Oid): number {
    const seen = new Set<Oid>();
    const open: (readonly [Oid, "commit" | "tree" | "blob"])[] = [[head, "commit"]];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const [oid, type] = next;
      if (seen.has(oid)) continue;
      seen.add(oid);
      const bytes = this.#store.need(oid, type);
      if (type === "tree")
        for (const item of parsed(oid, bytes)) open.push([item.oid, item.mode === "40000" ? "tree" : "blob"]);
      if (type !== "commit") continue;
      const { tree, parents } = this.commit(oid);
      open.push([tree, "tree"], ...parents.map((parent) => [parent, "commit"] as const));
    }
    return seen.size;
  }

  #collect(tree: Oid, prefix: string, files: Map<string, Oid>): void {
    for (const { mode, name, oid } of this.tree(tree)) {
      if (mode === "40000") this.#collect(oid, `${prefix}${name}/`, files);
      else files.set(prefix + name, oid);
    }
  }

  #compare(
    { before, after, prefix }: { before: Oid | null; after: Oid | null; prefix: string },
    files: { path: string; old: Oid | null; new: Oid | null }[],
    trees: Set<Oid>,
  ): void {
    if (before === after) return;
    if (after !== null) trees.add(after);
    const old = new Map((before === null ? [] : this.tree(before)).map((item) => [item.name, item]));
    const now = new Map((after === null ? [] : this.tree(after)).map((item) => [item.name, item]));
    for (const name of new Set([...old.keys(), ...now.keys()])) {
      const [was, is] = [old.get(name), now.get(name)];
      if (was?.oid === is?.oid && was?.mode === is?.mode) continue;
      const path = prefix + name;
      if ((was ?? is)?.mode === "40000")
        this.#compare({ before: was?.oid ?? null, after: is?.oid ?? null, prefix: `${path}/` }, files, trees);
      else files.push({ path, old: was?.oid ?? null, new: is?.oid ?? null });
    }
  }
}

function parsed(oid: Oid, bytes: Uint8Array): readonly TreeItem[] {
  const items = parseTree(bytes);
  if (items === null) throw new Error(`${oid} is no tree`);
  return items;
}
