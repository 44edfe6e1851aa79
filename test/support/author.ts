import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Oid } from "../../src/domain/ids.ts";
import { git } from "./git-command.ts";

/** What an author does to a file: its content, a link to somewhere (`{ to }`), a program (`{ run }`), null removes it. */
export type Edit = string | null | { readonly to: string } | { readonly run: string };

/** Somebody with a clone of the remote, who commits edits with git itself. */
export class Author {
  readonly directory: string;

  /** @param name of the clone's directory, and of the author */
  constructor(place: string, remote: string, { name = "ada", args = [] as readonly string[] } = {}) {
    this.directory = join(place, name);
    git(place, ["clone", "-q", ...args, `file://${remote}`, name]);
    git(this.directory, ["config", "user.name", name]);
  }

  git(...args: string[]): string {
    return git(this.directory, args);
  }

  head(rev = "HEAD"): Oid {
    return this.git("rev-parse", rev) as Oid;
  }

  /** A new branch, or a known one. @param from default: the remote's main */
  switchTo(branch: string, from = "origin/main"): void {
    const known = this.git("branch", "--list", branch) !== "";
    this.git("checkout", "-q", ...(known ? [branch] : ["--no-track", "-b", branch, from]));
  }

  /** @param seconds committer and author time; default: that of all tests */
  commit(edits: Readonly<Record<string, Edit>>, { message = "edit", seconds = 1_700_000_000 } = {}): Oid {
    for (const [path, edit] of Object.entries(edits)) this.#apply(join(this.directory, path), edit);
    this.git("add", "-A");
    return this.#commit(["commit", "-q", "--allow-empty", "-m", message], seconds);
  }

  /** Keeps this side of whatever conflicts. */
  merge(revs: readonly string[], { seconds = 1_700_000_000, args = [] as readonly string[] } = {}): Oid {
    return this.#commit(["merge", "-q", "--no-ff", "-m", "merge", ...args, ...revs], seconds);
  }

  push(...branches: string[]): void {
    this.git("push", "-q", "--force", "origin", ...branches);
  }

  fetch(): void {
    this.git("fetch", "-q", "origin");
  }

  #commit(args: readonly string[], seconds: number): Oid {
    const date = `@${seconds} +0000`;
    const names = { GIT_AUTHOR_NAME: "Ada Lovelace", GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
    git(this.directory, args, "", names);
    return this.head();
  }

  #apply(path: string, edit: Edit): void {
    rmSync(path, { recursive: true, force: true });
    if (edit === null) return;
    mkdirSync(dirname(path), { recursive: true });
    if (typeof edit === "string") writeFileSync(path, edit);
    else if ("to" in edit) symlinkSync(edit.to, path);
    else {
      writeFileSync(path, edit.run);
      chmodSync(path, 0o755);
    }
  }
}
