import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Oid } from "../../src/domain/ids.ts";
import { git } from "./git-command.ts";

/** Steps of a history: files to write, or to remove with null; `merge` names a branch made by `branch`. */
export interface Step {
  readonly files?: Readonly<Record<string, string | null>>;
  readonly branch?: string;
  readonly checkout?: string;
  readonly merge?: string;
}

/** A repository made by git itself in `directory`; returns the commits in the order they were made. */
export function makeHistory(directory: string, steps: readonly Step[]): Oid[] {
  git(directory, ["init", "-q", "-b", "main"]);
  git(directory, ["config", "gc.auto", "0"]);
  return steps.map((step) => {
    if (step.checkout !== undefined) git(directory, ["checkout", "-q", step.checkout]);
    if (step.branch !== undefined) git(directory, ["checkout", "-q", "-b", step.branch]);
    if (step.merge !== undefined) git(directory, ["merge", "-q", "--no-ff", "-m", "merge", step.merge]);
    for (const [name, content] of Object.entries(step.files ?? {})) writeOrRemove(join(directory, name), content);
    git(directory, ["add", "-A"]);
    if (step.merge === undefined) git(directory, ["commit", "-q", "--allow-empty", "-m", "step"]);
    return git(directory, ["rev-parse", "HEAD"]) as Oid;
  });
}

function writeOrRemove(path: string, content: string | null): void {
  if (content === null) rmSync(path);
  else {
    mkdirSync(join(path, ".."), { recursive: true });
    writeFileSync(path, content);
  }
}

/** Every object id of a repository, with its type. */
export function allObjects(directory: string): { readonly oid: Oid; readonly type: string }[] {
  const lines = git(directory, ["cat-file", "--batch-all-objects", "--batch-check=%(objectname) %(objecttype)"]).split(
    "\n",
  );
  return lines.map((line) => ({ oid: line.slice(0, 40) as Oid, type: line.slice(41) }));
}
