import { mkdirSync, statSync } from "node:fs";
import { type Oid, parseOid, ZERO_OID } from "../../src/domain/ids.ts";
import type { PackSource } from "../../src/exporter/remote/remote.ts";
import { git } from "./git-command.ts";

/** A repository that real git fills, and that packs to push are cut from. */
export class GitSource {
  readonly directory: string;

  constructor(directory: string) {
    this.directory = directory;
    mkdirSync(directory, { recursive: true });
    git(directory, ["init", "--quiet", "--bare"]);
  }

  /** A commit of these files alone, by path. */
  commit(files: Readonly<Record<string, string>>, parent: Oid | null = null, message = "change"): Oid {
    const lines = Object.entries(files).map(
      ([path, text]) => `M 100644 inline ${path}\ndata ${Buffer.byteLength(text)}\n${text}\n`,
    );
    const from = parent === null ? "" : `from ${parent}\n`;
    const head = `commit refs/heads/t\nmark :1\ncommitter T <t@example.com> 1700000000 +0000\ndata ${message.length}\n${message}\n`;
    const reset = "reset refs/heads/t\n\n";
    const stream = `${reset}${head}${from}deleteall\n${lines.join("")}\nget-mark :1\n`;
    return parseOid(git(this.directory, ["fast-import", "--quiet", "--force", "--cat-blob-fd=1"], stream).trim());
  }

  /** A pack of what `to` has and `from` has not, with its idx beside it. */
  pack(to: Oid, from: Oid = ZERO_OID, options: readonly string[] = []): PackSource {
    const revisions = from === ZERO_OID ? `${to}\n` : `${to}\n^${from}\n`;
    const base = `${this.directory}/cut`;
    const name = git(this.directory, ["pack-objects", "--quiet", "--revs", ...options, base], revisions);
    return packFile(`${base}-${name}.pack`);
  }
}

/** A pack file as something to push. */
export function packFile(path: string): PackSource {
  return { path, length: statSync(path).size, open: () => Bun.file(path).stream() };
}
