import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { recordPath } from "../../src/canonical/path.ts";
import type { Oid, RecordKey, TableName } from "../../src/domain/ids.ts";
import type { PromotionReport } from "../../src/domain/promotion.ts";
import { SCHEMA, type TableSchema } from "../../src/domain/schema/schema.ts";
import { git, gitResult } from "./git-command.ts";
import { TemporaryDirectory } from "./temporary.ts";

/** Files by path; null removes one. */
export type Edits = Readonly<Record<string, string | null>>;

/** Somebody who edits records with plain git: a clone of the remote, on a branch of their own. */
export class Editor implements Disposable {
  readonly #temporary = new TemporaryDirectory();
  readonly branch: string;
  #minutes = 0;

  /** @param remote the bare repository that the mirror is pushed to, or its address */
  constructor(remote: string, branch = "changes") {
    this.branch = branch;
    git(this.#temporary.path, ["clone", "-q", "--branch", "main", remote, "clone"]);
    this.git("checkout", "-q", "-b", branch);
  }

  get path(): string {
    return join(this.#temporary.path, "clone");
  }

  get head(): Oid {
    return this.git("rev-parse", "HEAD") as Oid;
  }

  git(...args: string[]): string {
    const date = `${1_700_000_000 + 60 * this.#minutes} +0000`;
    return git(this.path, args, "", { GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date });
  }

  read(path: string): string {
    return readFileSync(join(this.path, path), "utf8");
  }

  write(edits: Edits): void {
    for (const [path, content] of Object.entries(edits)) {
      const full = join(this.path, path);
      if (content === null) rmSync(full);
      else {
        mkdirSync(dirname(full), { recursive: true });
        writeFileSync(full, content);
      }
    }
  }

  commit(edits: Edits, ...options: string[]): Oid {
    this.write(edits);
    this.#minutes++;
    this.git("add", "-A");
    this.git("commit", "-q", "--allow-empty", "-m", "an edit", ...options);
    return this.head;
  }

  push(...options: string[]): void {
    this.git("push", "-q", ...options, "origin", `HEAD:refs/heads/${this.branch}`);
  }

  /** Edits, commits and pushes. */
  send(edits: Edits): Oid {
    const commit = this.commit(edits);
    this.push();
    return commit;
  }

  /** Makes the last commit anew, and pushes it over the old one. */
  amend(edits: Edits): Oid {
    const commit = this.commit(edits, "--amend");
    this.push("--force");
    return commit;
  }

  /** The file of a record with some of its text replaced. @throws when the text is not there */
  edited(table: string, key: string, ...changes: readonly (readonly [from: string | RegExp, to: string])[]): Edits {
    const path = placeOf(table, key);
    const before = this.read(path);
    const after = changes.reduce((text, [from, to]) => text.replace(from, to), before);
    if (after === before) throw new Error(`${path} holds nothing of ${changes.map(([from]) => from).join(", ")}`);
    return { [path]: after };
  }

  pull(): void {
    this.git("pull", "-q", "--no-rebase", "--no-edit", "origin", this.branch);
  }

  /** Merges main as it is at the remote. */
  mergeMain(...options: string[]): Oid {
    this.git("fetch", "-q", "origin");
    this.#minutes++;
    this.git("merge", "-q", "--no-edit", ...options, "origin/main");
    return this.head;
  }

  /** What Tidemark noted about a commit, as plain git shows it; null: nothing. */
  note(commit: Oid): PromotionReport | null {
    this.git("fetch", "-q", "origin", "+refs/notes/*:refs/notes/*");
    const shown = gitResult(this.path, ["notes", "--ref=tidemark", "show", commit]);
    return shown.code === 0 ? JSON.parse(shown.output) : null;
  }

  /** Whether main at the remote holds a commit. */
  isOnMain(commit: Oid): boolean {
    this.git("fetch", "-q", "origin");
    return gitResult(this.path, ["merge-base", "--is-ancestor", commit, "origin/main"]).code === 0;
  }

  [Symbol.dispose](): void {
    this.#temporary[Symbol.dispose]();
  }
}

/** Where a record's file is. */
export function placeOf(table: string, key: string): string {
  return recordPath(SCHEMA.get(table as TableName) as TableSchema, key as RecordKey);
}
