import type { ForeignCommit, ForeignCommits } from "../../domain/adoption.ts";
import type { Oid } from "../../domain/ids.ts";
import type { FoundCommit } from "../history/commits.ts";
import { commitsSince } from "../history/commits-since.ts";
import { isOwnCommit, parseCommitText, shownText } from "../objects/commit-text.ts";
import type { ObjectSource } from "../repository/object-store.ts";

/** Commits that are told by name. */
const MOST_TOLD = 5;

/**
 * The commits at and below `head` that are not at or below `ours`. Without a commit of ours to start from, those that
 * Tidemark did not make.
 */
export function foreignCommits(objects: ObjectSource, head: Oid, ours: Oid | null): ForeignCommits {
  const found = [...commitsSince(objects, head, ours)];
  const foreign = ours === null ? found.filter(({ oid }) => !isOwn(objects, oid)) : found;
  const newest = foreign.toSorted((a, b) => b.at - a.at).slice(0, MOST_TOLD);
  return { newest: newest.map((commit) => describe(objects, commit)), total: foreign.length };
}

/** ` Not Tidemark's: 1a2b3c4 2025-03-10 Jane Doe: subject; … and 3 more.`; empty when there are none. */
export function tellCommits({ newest, total }: ForeignCommits): string {
  if (total === 0) return "";
  const told = newest.map(tellCommit).join("; ");
  return ` Not Tidemark's: ${told}${total > newest.length ? `; and ${total - newest.length} more` : ""}.`;
}

function tellCommit({ commit, author, at, subject }: ForeignCommit): string {
  return `${commit.slice(0, 7)} ${dayOf(at)} ${author}: ${subject}`;
}

function dayOf(at: number): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? "no date" : date.toISOString().slice(0, 10);
}

function isOwn(objects: ObjectSource, oid: Oid): boolean {
  return isOwnCommit(parseCommitText(objects.need(oid, "commit")));
}

function describe(objects: ObjectSource, { oid, at }: FoundCommit): ForeignCommit {
  const bytes = objects.need(oid, "commit");
  const [, seconds] = /^author .* (-?\d{1,11}) [+-]\d{4}$/m.exec(new TextDecoder().decode(bytes)) ?? [];
  const time = seconds === undefined ? at : Number(seconds) * 1000;
  return { commit: oid, ...shownText(parseCommitText(bytes)), at: time };
}
