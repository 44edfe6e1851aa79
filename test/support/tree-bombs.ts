import type { Oid } from "../../src/domain/ids.ts";
import { git } from "./git-command.ts";

/** Directories of ten equal directories each, as deep as asked, in a commit on top of `parent`: a few kilobytes, 10^levels files. */
export function commitTreeBomb(repository: string, parent: string, levels: number): Oid {
  const blob = git(repository, ["hash-object", "-w", "--stdin"], "x");
  let tree = git(repository, ["mktree"], `100644 blob ${blob}\tf\n`);
  for (let level = 0; level < levels; level++) {
    const names = Array.from({ length: 10 }, (_, at) => `040000 tree ${tree}\td${at}\n`);
    tree = git(repository, ["mktree"], names.join(""));
  }
  return commitBeside(repository, parent, tree);
}

/** One directory in another, as deep as asked. */
export function commitDeepTree(repository: string, parent: string, levels: number): Oid {
  const blob = git(repository, ["hash-object", "-w", "--stdin"], "x");
  let tree = git(repository, ["mktree"], `100644 blob ${blob}\tf\n`);
  for (let level = 0; level < levels; level++) tree = git(repository, ["mktree"], `040000 tree ${tree}\td\n`);
  return commitBeside(repository, parent, tree);
}

function commitBeside(repository: string, parent: string, tree: string): Oid {
  const root = git(repository, ["mktree"], `${git(repository, ["ls-tree", parent])}\n040000 tree ${tree}\tzz\n`);
  return git(repository, ["commit-tree", "-p", parent, "-m", "an edit", root]) as Oid;
}
