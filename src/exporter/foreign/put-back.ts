import type { Finding, Survey } from "../../domain/adoption.ts";
import { fail, TidemarkError } from "../../domain/errors/tidemark-error.ts";
import { type Oid, ZERO_OID } from "../../domain/ids.ts";
import { missingObjects } from "../history/missing-objects.ts";
import { packSource } from "../outgoing-pack.ts";
import { EntryTable } from "../pack/entry-table.ts";
import type { ReceivedPack } from "../received-pack.ts";
import type { Remote } from "../remote/remote.ts";
import type { BareRepository } from "../repository/bare-repository.ts";
import { collectPack } from "../repository/collect-pack.ts";
import { commonCommit } from "./survey.ts";

export interface PuttingPlace {
  readonly repository: BareRepository;
  readonly remote: Remote;
  /** How errors name the remote. */
  readonly url: string;
}

export interface Putting {
  readonly survey: Survey;
  readonly received: ReceivedPack | null;
  /** The newest commit of ours. */
  readonly ours: Oid;
}

/**
 * Puts main back to our commit, at each end where theirs stands, after a branch of its own keeps theirs there.
 * @returns those branches
 * @throws remote.main-moved when it moved again, remote.no-rewind, remote.*
 */
export async function putBack(place: PuttingPlace, putting: Putting, signal: AbortSignal): Promise<readonly string[]> {
  const asides: string[] = [];
  for (const finding of putting.survey.findings) {
    if (finding.place === "local") asides.push(...putLocalBack(place.repository, finding, putting.ours));
    else asides.push(...(await putRemoteBack(place, { ...putting, finding }, signal)));
  }
  return asides;
}

function putLocalBack(repository: BareRepository, { head, kind }: Finding, ours: Oid): readonly string[] {
  const asides: string[] = [];
  if (head !== null && kind !== "set-back") {
    const aside = asideOf(head);
    // The data directory is held: a lock there is what a crash of ours left, or git's own.
    repository.refs.breakOwnLock(aside);
    const kept = repository.refs.read(aside);
    if (kept !== head && !repository.refs.compareAndSwap(aside, kept, head)) throw repository.moved(kept, head);
    asides.push(aside);
  }
  repository.moveMain(head, ours);
  return asides;
}

/** Where main was only set back or is gone, any push puts it right. */
async function putRemoteBack(
  place: PuttingPlace,
  { finding, received, ours }: Putting & { readonly finding: Finding },
  signal: AbortSignal,
): Promise<readonly string[]> {
  const { repository } = place;
  const { head, kind, ref } = finding;
  if (head === null || kind === "set-back") return [];
  const aside = asideOf(head);
  await push(place, { ref: aside, old: ZERO_OID, new: head, wanted: new EntryTable() }, signal);
  const base = received === null ? null : commonCommit(received.objects, head, ours);
  const wanted = missingObjects(repository.objects, ours, base);
  try {
    await push(place, { ref, old: head, new: ours, wanted }, signal);
  } catch (error) {
    if (!(error instanceof TidemarkError) || error.code !== "remote.rejected") throw error;
    const { reason = "", said = "" } = error.details;
    throw fail("remote.no-rewind", { url: place.url, ref, aside, reason, said }, { cause: error });
  }
  return [aside];
}

interface Push {
  readonly ref: string;
  readonly old: Oid;
  readonly new: Oid;
  readonly wanted: EntryTable;
}

async function push(
  { repository, remote }: PuttingPlace,
  { wanted, ...move }: Push,
  signal: AbortSignal,
): Promise<void> {
  const { files, objects } = repository;
  const path = repository.temporary("adopt.pack");
  try {
    collectPack({ files, store: objects, packs: objects.packs.list(), wanted, path });
    await remote.push({ ...move, pack: packSource(files, path) }, signal);
  } finally {
    repository.removeTemporary(path);
  }
}

/** The branch that keeps a head which is taken off main. */
export function asideOf(head: Oid): string {
  return `refs/heads/set-aside/${head.slice(0, 12)}`;
}
