import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { deflateSync } from "node:zlib";
import type { Oid } from "../../../src/domain/ids.ts";

/** Entries of a tree by name. */
export type Entries = ReadonlyMap<string, { readonly mode: string; readonly oid: Oid }>;

export interface NewCommit {
  readonly tree: Oid;
  readonly parents: readonly Oid[];
  readonly message: string;
  /** Seconds since 1970. */
  readonly at: number;
}

/** Writes loose objects and refs into a repository, as git does that is pushed to: at once, and with none of the exporter's code. */
export class GitWriter {
  readonly #path: string;

  /** @param path the bare repository */
  constructor(path: string) {
    this.#path = path;
  }

  blob(text: string): Oid {
    return this.#write("blob", Buffer.from(text));
  }

  tree(entries: Entries): Oid {
    const name = ([own, { mode }]: readonly [string, { mode: string }]) => (mode === "40000" ? `${own}/` : own);
    const sorted = [...entries].sort((a, b) => Buffer.compare(Buffer.from(name(a)), Buffer.from(name(b))));
    const parts = sorted.flatMap(([own, { mode, oid }]) => [Buffer.from(`${mode} ${own}\0`), Buffer.from(oid, "hex")]);
    return this.#write("tree", Buffer.concat(parts));
  }

  commit({ tree, parents, message, at }: NewCommit): Oid {
    const person = `Ada Lovelace <ada@example.com> ${at} +0000`;
    const head = [`tree ${tree}`, ...parents.map((parent) => `parent ${parent}`)];
    return this.#write(
      "commit",
      Buffer.from([...head, `author ${person}`, `committer ${person}`, "", message].join("\n")),
    );
  }

  /** Where a ref is; null when it does not exist. */
  ref(ref: string): Oid | null {
    const path = join(this.#path, ref);
    return existsSync(path) ? (readFileSync(path, "latin1").trim() as Oid) : null;
  }

  /** @returns false when somebody holds its lock: git gives up then */
  moveRef(ref: string, next: Oid): boolean {
    const path = join(this.#path, ref);
    if (existsSync(`${path}.lock`)) return false;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.lock`, `${next}\n`);
    renameSync(`${path}.lock`, path);
    return true;
  }

  #write(type: "blob" | "tree" | "commit", content: Buffer): Oid {
    const bytes = Buffer.concat([Buffer.from(`${type} ${content.length}\0`), content]);
    const oid = new Bun.CryptoHasher("sha1").update(bytes).digest("hex") as Oid;
    const path = join(this.#path, "objects", oid.slice(0, 2), oid.slice(2));
    if (existsSync(path)) return oid;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, deflateSync(bytes, { level: 1 }));
    return oid;
  }
}
