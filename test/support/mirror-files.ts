import { git } from "./git-command.ts";

/** Every file of a commit with its bytes, as git reads them, in the order of their paths. */
export function filesAt(repository: string, commit = "main"): Map<string, Buffer> {
  const entries = git(repository, ["ls-tree", "-r", "-z", commit]).split("\0").filter(Boolean);
  const listed = entries.map((entry) => ({ oid: entry.slice(12, 52), path: entry.slice(53) }));
  const blobs = catBlobs(
    repository,
    listed.map(({ oid }) => oid),
  );
  return new Map(listed.map(({ path }, index) => [path, blobs[index] as Buffer]));
}

/** The contents of these blobs, in order. */
function catBlobs(repository: string, oids: readonly string[]): Buffer[] {
  const child = Bun.spawnSync(["git", "cat-file", "--batch"], {
    cwd: repository,
    stdin: Buffer.from(oids.map((oid) => `${oid}\n`).join("")),
  });
  const output = Buffer.from(child.stdout);
  let at = 0;
  return oids.map((oid) => {
    const line = output.indexOf(0x0a, at);
    const [id, type, size] = output.toString("latin1", at, line).split(" ");
    if (id !== oid || type !== "blob") throw new Error(`git knows no blob ${oid}`);
    const start = line + 1;
    at = start + Number(size) + 1;
    return output.subarray(start, at - 1);
  });
}

/** A file that a commit added, changed or removed. */
export interface FileChange {
  readonly status: string;
  readonly path: string;
  readonly oid: string;
}

export interface CommitChanges {
  readonly commit: string;
  readonly files: readonly FileChange[];
}

/** What each commit of main did to which files, oldest first. @param range as in `git log` */
export function history(repository: string, range = "main"): CommitChanges[] {
  const format = "--format=commit %H";
  const options = ["log", "--reverse", "--raw", "--no-abbrev", "--no-renames", "--root", format, range];
  const commits: { commit: string; files: FileChange[] }[] = [];
  for (const line of git(repository, options).split("\n")) {
    if (line.startsWith("commit ")) commits.push({ commit: line.slice(7), files: [] });
    const [, oid = "", status = "", path = ""] = /^:\d+ \d+ \w+ (\w+) (\w)\t(.*)$/.exec(line) ?? [];
    if (path !== "") commits.at(-1)?.files.push({ status, path, oid });
  }
  return commits;
}

/** Objects by type that the packs of a repository hold, an object in two packs counted twice. */
export function packedObjects(repository: string): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  const indexes = Array.from(new Bun.Glob("objects/pack/*.idx").scanSync(repository));
  if (indexes.length === 0) return counts;
  for (const line of git(repository, ["verify-pack", "-v", ...indexes]).split("\n")) {
    const type = /^[0-9a-f]{40} (\w+)/.exec(line)?.[1];
    if (type !== undefined) counts[type] = (counts[type] ?? 0) + 1;
  }
  return counts;
}

export function treeOf(repository: string, commit = "main"): string {
  return git(repository, ["rev-parse", `${commit}^{tree}`]);
}

export function commitsOn(repository: string, branch = "main"): string[] {
  return git(repository, ["rev-list", "--reverse", branch]).split("\n");
}
