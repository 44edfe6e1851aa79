import type { Oid } from "../../../src/domain/ids.ts";
import type { Commit, RepositoryReader } from "./repository.ts";

/** Steps of main, by first parents, from `head` down to `known` (exclusive), oldest first. @throws when `known` is not below */
export function newCommits(reader: RepositoryReader, head: Oid | null, known: Oid | null): Commit[] {
  const commits: Commit[] = [];
  for (let at = head; at !== null && at !== known; ) {
    const commit = reader.commit(at);
    commits.push(commit);
    at = commit.parents[0] ?? null;
    if (at === null && known !== null)
      throw new Error(`main moved from ${known} to ${head}, which does not build on it`);
  }
  return commits.reverse();
}

/** What is wrong with a commit by itself. */
export function judgeCommit(reader: RepositoryReader, commit: Commit, pack: ReadonlySet<Oid> | null): string[] {
  const wrong: string[] = [];
  const parent = commit.parents[0];
  const before = parent === undefined ? null : reader.commit(parent).tree;
  const { files, trees } = reader.difference(before, commit.tree);
  const records = files.filter(({ path }) => !path.startsWith(".tidemark/"));
  if (commit.parents.length === 1 && records.length === 0) wrong.push(`commit ${commit.oid} changes no record`);
  for (const trailer of ["Tidemark-Run: ", "Tidemark-Marker: ", "Tidemark-Config: ", ...promoted(commit)]) {
    if (!new RegExp(`^${trailer}`, "m").test(commit.message)) wrong.push(`commit ${commit.oid} has no ${trailer}`);
  }
  if (pack === null) return wrong;
  // One that only merges names the tree that main had.
  const own = commit.parents.length > 1 ? [commit.oid, commit.tree] : [commit.oid];
  const due = new Set([...own, ...trees, ...files.flatMap(({ new: oid }) => oid ?? [])]);
  for (const oid of pack) if (!due.has(oid)) wrong.push(`the pack of ${commit.oid} holds ${oid}, which main had there`);
  return wrong;
}

/** A commit with an incoming one as second parent names it. */
function promoted({ parents }: Commit): string[] {
  return parents.length > 1 ? [`Tidemark-Promoted: ${parents[1]}$`] : [];
}
