import type { Finding, Survey } from "../../domain/adoption.ts";
import { fail } from "../../domain/errors/tidemark-error.ts";
import type { Oid } from "../../domain/ids.ts";
import type { Clock } from "../../domain/ports/clock.ts";
import type { CommitRequest } from "../../domain/ports/mirror.ts";
import { type FoundFile, type History, refuseAnonymized } from "../anonymized-files.ts";
import { type CommitPlace, commitOver } from "../commit-dirty.ts";
import { isReachable, tipsOf } from "../history/ancestry.ts";
import { readCommit } from "../history/commits.ts";
import { walkTree } from "../history/tree-walk.ts";
import { oidAt } from "../pack/oid-bytes.ts";
import type { ReceivedPack } from "../received-pack.ts";
import { Pauses } from "../remote/pauses.ts";
import { findMissing } from "../remote/reachable.ts";
import type { ObjectSource } from "../repository/object-store.ts";
import { commitClean } from "./clean-commit.ts";

export interface Taking {
  readonly survey: Survey;
  readonly received: ReceivedPack | null;
  readonly request: CommitRequest;
}

/**
 * Takes their history over: what came from the remote becomes part of the repository, and a commit with our files goes on
 * top of theirs, and of ours where theirs does not hold it. Without a staging that knows our files, what are records in
 * theirs are kept. Where main was only set back or deleted here, it is put where it was.
 * @returns the commit; null when none was needed
 */
export async function takeOver(
  place: CommitPlace & { readonly clock: Clock },
  { survey, received, request }: Taking,
  signal: AbortSignal,
): Promise<Oid | null> {
  const { repository, staging } = place;
  const { ours, findings } = survey;
  const theirs = findings.filter(isForeign).map(({ head }) => head);
  const pauses = new Pauses(place.clock, signal);
  for (const head of theirs) await lookThrough(received?.objects ?? repository.objects, { head, known: ours }, pauses);
  received?.letIn();
  if (ours !== null && findings.some(({ place: end }) => end === "local"))
    requireFiles(repository.objects, ours, theirs);
  const parents = tipsOf(repository.objects, ours === null ? theirs : [ours, ...theirs]);
  const [first] = parents;
  if (first === undefined) throw fail("mirror.missing-object", { oid: "of main" });
  if (theirs.length === 0) {
    if (repository.head() !== first) repository.moveMain(repository.head(), first);
    return null;
  }
  if (staging.lastCommit() !== null) return commitOver(place, request, parents).commit;
  const { identity } = place;
  return commitClean(repository, { from: repository.head() ?? first, parents, request, identity });
}

function isForeign(finding: Finding): finding is Finding & { readonly head: Oid } {
  return finding.head !== null && (finding.kind === "moved" || finding.kind === "rewritten");
}

/** @throws mirror.missing-object when not all of it is there, mirror.anonymized; nothing is let in then */
async function lookThrough(objects: ObjectSource, history: History, pauses: Pauses): Promise<void> {
  const { head, known } = history;
  const { blobs } = await findMissing(objects, { want: head, haves: known === null ? [] : [known] }, pauses);
  for (let number = 0; number < blobs.count; number++) {
    const oid = oidAt(blobs.oid(number));
    if (!objects.has(oid)) throw fail("mirror.missing-object", { oid });
    if (pauses.due(0)) await pauses.take();
  }
  const fault = (file: FoundFile) => fail("mirror.anonymized", { ...file });
  await refuseAnonymized({ objects, among: blobs, history, fault }, pauses);
}

/** What no ref led to may have been tidied away by git. @throws mirror.missing-object */
function requireFiles(objects: ObjectSource, ours: Oid, theirs: readonly Oid[]): void {
  const { tree } = readCommit(objects, ours);
  if (theirs.some((head) => isReachable(objects, head, ours))) return;
  for (const { oid } of walkTree(objects, tree)) {
    if (!objects.has(oid)) throw fail("mirror.missing-object", { oid });
  }
}
