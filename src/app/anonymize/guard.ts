import { dirname, join, relative, resolve, sep } from "node:path";
import { fail } from "../../domain/errors/tidemark-error.ts";
import type { Files } from "../../domain/ports/files.ts";
import type { Programs } from "../../domain/ports/programs.ts";
import { whyGitWouldTakeIt } from "./guard-git.ts";

export interface GuardPorts {
  readonly files: Files;
  readonly programs: Programs;
}

/**
 * Refuses a directory that lies in a git work tree, unless git says that it ignores it; and one inside a git repository. Writes
 * nothing. To be asked before the first byte, and also when a run is resumed. The `.gitignore` that the directory gets of its own
 * is a second lock and does not count here: a copy of the directory without it, or `git add --force`, would be enough to
 * commit what is in it.
 *
 * What cannot be seen from here: a work tree that a repository elsewhere names (`core.worktree`, `git --work-tree`).
 * @param target the directory that will be written to; it need not exist
 * @throws anonymize.in-work-tree, anonymize.in-git-directory
 */
export async function refuseWorkTree(target: string, { files, programs }: GuardPorts): Promise<void> {
  const path = physical(resolve(target), files);
  const above = gitAbove(path, files);
  if (above === null) return;
  const { directory } = above;
  if (above.is === "repository") throw fail("anonymize.in-git-directory", { target, directory });
  const inside = insideOf(directory, path);
  const reason = await whyGitWouldTakeIt({ top: directory, inside, isFile: false }, programs);
  if (reason !== null) throw fail("anonymize.in-work-tree", { target, directory, reason, inside });
}

/** The work tree from which git could take a file, and why; null: from none. What is in a repository itself is not committed. */
export async function workTreeOf(
  file: string,
  { files, programs }: GuardPorts,
): Promise<{ readonly directory: string; readonly reason: string } | null> {
  const path = physical(resolve(file), files);
  const above = gitAbove(dirname(path), files);
  if (above === null || above.is === "repository") return null;
  const { directory } = above;
  const inside = insideOf(directory, path);
  const reason = await whyGitWouldTakeIt({ top: directory, inside, isFile: true }, programs);
  return reason === null ? null : { directory, reason };
}

function insideOf(directory: string, path: string): string {
  return relative(directory, path).split(sep).join("/");
}

/** The path with every link followed, as far as it exists: git knows a file by where it is, not by how one came there. */
function physical(path: string, files: Files): string {
  const real = files.realPath(path);
  if (real !== null) return real;
  const parent = dirname(path);
  return parent === path ? path : join(physical(parent, files), path.slice(parent.length));
}

interface GitPlace {
  readonly is: "repository" | "work-tree";
  readonly directory: string;
}

/** The innermost: git does not look into a work tree inside another one. */
function gitAbove(path: string, files: Files): GitPlace | null {
  if (isRepository(path, files)) return { is: "repository", directory: path };
  // A file in worktrees and submodules.
  if (files.exists(join(path, ".git"))) return { is: "work-tree", directory: path };
  const parent = dirname(path);
  return parent === path ? null : gitAbove(parent, files);
}

/** A bare repository, or the `.git` of another one: what git itself looks for (gitrepository-layout(5)). */
function isRepository(path: string, files: Files): boolean {
  return (
    files.exists(join(path, "HEAD")) &&
    files.isDirectory(join(path, "objects")) &&
    files.isDirectory(join(path, "refs"))
  );
}
