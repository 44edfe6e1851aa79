import type { Finding, ForeignCommits, Survey } from "../../domain/adoption.ts";
import { TidemarkError } from "../../domain/errors/tidemark-error.ts";
import type { Oid } from "../../domain/ids.ts";
import type { Staging } from "../../domain/ports/staging.ts";
import { isReachable } from "../history/ancestry.ts";
import { readCommit } from "../history/commits.ts";
import { commitsSince } from "../history/commits-since.ts";
import { isOwnCommit, parseCommitText } from "../objects/commit-text.ts";
import { ReceivedPack, type ReceivingPorts } from "../received-pack.ts";
import type { RemoteMain } from "../remote-main.ts";
import type { ObjectSource } from "../repository/object-store.ts";
import { looksOver } from "./clean-tree.ts";
import { foreignCommits } from "./foreign-commits.ts";
import { noteForeign } from "./foreign-note.ts";
import { overruledFiles } from "./overruled-files.ts";

export interface SurveyPorts extends ReceivingPorts {
  readonly staging: Staging;
  readonly remoteMain: RemoteMain;
}

/** What was found, and what came from the remote for it; null: nothing had to. Whoever gets it discards it. */
export interface Found extends Survey {
  readonly received: ReceivedPack | null;
}

/**
 * Looks at both ends. A remote that cannot be asked hides nothing of what is wrong here.
 * @throws remote.* when nothing is wrong here and the remote cannot be asked; mirror.*
 */
export async function survey(ports: SurveyPorts, signal: AbortSignal): Promise<Found> {
  const { repository, staging } = ports;
  finishBelow(ports);
  const last = staging.lastCommit()?.commit ?? null;
  const local = last === null ? unseedable(ports) : localFinding(ports, last);
  const ours = last ?? (local === null ? repository.head() : null);
  try {
    const { finding, received } = await remoteFinding(ports, ours, signal);
    return { ours, findings: [local, finding].filter((found) => found !== null), received };
  } catch (error) {
    if (local === null || !(error instanceof TidemarkError) || !error.retryable) throw error;
    return { ours, findings: [local], received: null };
  }
}

/** A commit that was interrupted after main had moved to it happened, although somebody built on it since. */
function finishBelow({ repository, staging }: SurveyPorts): void {
  const prepared = staging.preparedCommit();
  const head = repository.head();
  if (prepared === null || head === null || !isReachable(repository.objects, head, prepared.commit)) return;
  staging.finishCommit(prepared.commit);
  repository.unkeep(prepared.pack);
}

/** The local main against the last commit that staging knows. */
function localFinding({ repository, staging }: SurveyPorts, last: Oid): Finding | null {
  const { objects, ref } = repository;
  const head = repository.head();
  if (head === last) return null;
  const place = { place: "local", ref, head } as const;
  if (head === null) return { ...place, kind: "gone", commits: null, files: null };
  if (isReachable(objects, last, head)) return { ...place, kind: "set-back", commits: null, files: null };
  const commits = foreignCommits(objects, head, last);
  noteForeign(staging, head, commits);
  return { ...place, ...difference(objects, { head, ours: last }), commits };
}

/** A local main of which staging, lost or new, cannot be filled. */
function unseedable({ repository }: SurveyPorts): Finding | null {
  const head = repository.head();
  if (head === null) return null;
  const files = looksOver(repository.objects, head);
  if (files === null) return null;
  const commits = foreignCommits(repository.objects, head, null);
  return { place: "local", ref: repository.ref, head, kind: "moved", commits, files };
}

interface AtRemote {
  readonly finding: Finding | null;
  readonly received: ReceivedPack | null;
}

const NOTHING: AtRemote = { finding: null, received: null };

async function remoteFinding(ports: SurveyPorts, ours: Oid | null, signal: AbortSignal): Promise<AtRemote> {
  const { repository, remoteMain } = ports;
  const { head, position } = await remoteMain.observe(signal);
  const place = { place: "remote", ref: repository.ref, head } as const;
  if (position === "gone") return { ...NOTHING, finding: { ...place, kind: "gone", commits: null, files: null } };
  if (head === null || (position !== "moved" && position !== "foreign" && position !== "unknown")) return NOTHING;
  const { objects } = repository;
  if (ours !== null && objects.has(head) && isReachable(objects, ours, head)) {
    return { ...NOTHING, finding: { ...place, kind: "set-back", commits: null, files: null } };
  }
  const received = await ReceivedPack.fetch(ports, { want: head, haves: ours === null ? [] : [ours] }, signal);
  try {
    const finding = describe(ports, received.objects, { head, ours });
    return { finding: finding === null ? null : { ...place, ...finding }, received };
  } catch (error) {
    received.discard();
    throw error;
  }
}

type Description = Pick<Finding, "kind" | "files"> & { readonly commits: ForeignCommits };

/** null: without a history of our own, or with an older part of theirs, theirs is one that any run goes on from. */
function describe(
  { staging }: SurveyPorts,
  objects: ObjectSource,
  { head, ours }: { head: Oid; ours: Oid | null },
): Description | null {
  if (ours === null || (staging.lastCommit() === null && goesOn(objects, head, ours))) {
    const files = looksOver(objects, head);
    if (files === null) return null;
    return { kind: "moved", files, commits: foreignCommits(objects, head, ours) };
  }
  const commits = foreignCommits(objects, head, ours);
  noteForeign(staging, head, commits);
  return { ...difference(objects, { head, ours }), commits };
}

function goesOn(objects: ObjectSource, head: Oid, ours: Oid): boolean {
  return isOwnCommit(parseCommitText(objects.need(head, "commit"))) && isReachable(objects, head, ours);
}

/** Whether our commit is still below theirs, and which files of theirs ours overrule. */
function difference(objects: ObjectSource, { head, ours }: { head: Oid; ours: Oid }): Pick<Finding, "kind" | "files"> {
  const trees = { theirs: readCommit(objects, head).tree, ours: readCommit(objects, ours).tree };
  if (isReachable(objects, head, ours)) {
    return { kind: "moved", files: overruledFiles(objects, { ...trees, base: trees.ours }) };
  }
  const base = commonCommit(objects, head, ours);
  return {
    kind: "rewritten",
    files: overruledFiles(objects, { ...trees, base: base === null ? null : readCommit(objects, base).tree }),
  };
}

/** The newest commit of ours that theirs is built on; null when there is none. */
export function commonCommit(objects: ObjectSource, theirs: Oid, ours: Oid): Oid | null {
  const foreign = [...commitsSince(objects, theirs, ours)];
  const inside = new Set(foreign.map(({ oid }) => oid));
  const below = foreign.flatMap(({ parents }) => parents.filter((parent) => !inside.has(parent)));
  return below.find((oid) => isReachable(objects, ours, oid)) ?? null;
}
