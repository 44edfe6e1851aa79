import { Database } from "bun:sqlite";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { git, gitResult } from "../../support/git-command.ts";
import { fsck, tableTrees } from "../../support/installation.ts";
import { runProgram } from "../../support/program.ts";

export interface Image {
  readonly path: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Commits that were certain to be on the local main before the cut, and on the remote's. */
  readonly promised: Promised;
}

export interface Promised {
  readonly local: readonly string[];
  readonly remote: readonly string[];
}

/** Starts the program on what a power cut left. Returns what is not as it must be, and how many runs it took. */
export async function judge(image: Image, tree: string): Promise<{ faults: string[]; runs: number }> {
  const [local, remote] = [join(image.path, "data/repository.git"), join(image.path, "mirror.git")];
  const before = { local: mainOf(local), remote: mainOf(remote) };
  for (let runs = 1; ; runs++) {
    const { code, err } = await runProgram(["sync"], { env: image.env, cwd: image.path });
    if (code !== 0)
      return { faults: [`run ${runs} ended with ${code}: ${err.trim().split("\n").slice(-3).join(" ")}`], runs };
    // A poll after an interrupted first read brings what changed meanwhile.
    if (runs === 1 && tableTrees(local) !== tree) continue;
    const known = [...image.promised.local, ...image.promised.remote, before.remote];
    const lost = known.filter((commit) => commit !== null && !isAncestor(local, commit));
    return {
      faults: [
        ...(tableTrees(local) === tree ? [] : ["the tree is not the document's"]),
        ...(mainOf(local) === mainOf(remote) ? [] : ["the two mains differ"]),
        ...lost.map((commit) => `commit ${commit} is lost`),
        ...[local, remote].flatMap((repository) => repositoryFaults(repository, image.path)),
        ...stagingFaults(join(image.path, "data/staging.sqlite")),
      ],
      runs,
    };
  }
}

function mainOf(repository: string): string | null {
  const path = join(repository, "refs/heads/main");
  return existsSync(path) ? readFileSync(path, "latin1").trim() : null;
}

function isAncestor(repository: string, commit: string): boolean {
  return gitResult(repository, ["merge-base", "--is-ancestor", commit, "main"]).code === 0;
}

function repositoryFaults(repository: string, root: string): string[] {
  const name = repository.slice(root.length + 1);
  const complaint = fsck(repository);
  // The next push lets go of what the last one held at the remote.
  const litterHere = name === "mirror.git" ? /\.(lock|partial)$/ : /\.(lock|keep|partial)$|tidemark\/tmp\/./;
  const litter = readdirSync(repository, { recursive: true, encoding: "utf8" }).filter((path) => litterHere.test(path));
  const added = git(repository, ["log", "--format=", "--diff-filter=A", "--name-only", "main"])
    .split("\n")
    .filter(Boolean);
  return [
    ...(complaint === "" ? [] : [`${name}: git fsck: ${complaint}`]),
    ...litter.map((path) => `${name}: ${path} is left over`),
    ...(new Set(added).size === added.length ? [] : [`${name}: a record was added twice`]),
  ];
}

function stagingFaults(path: string): string[] {
  const database = new Database(path, { readonly: true });
  try {
    const complaints = database.query<{ integrity_check: string }, []>("PRAGMA integrity_check").all();
    const prepared = database.query("SELECT 1 FROM batch WHERE state = 'prepared'").all();
    return [
      ...complaints.map((row) => row.integrity_check).filter((text) => text !== "ok"),
      ...(prepared.length === 0 ? [] : ["a commit is still prepared"]),
    ];
  } finally {
    database.close();
  }
}
