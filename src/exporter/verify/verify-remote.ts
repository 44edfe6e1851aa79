import { TidemarkError } from "../../domain/errors/tidemark-error.ts";
import type { Oid } from "../../domain/ids.ts";
import type { Files, FileWriter } from "../../domain/ports/files.ts";
import { type AreaReport, reasonOf } from "../../domain/verification.ts";
import { isReachable } from "../history/ancestry.ts";
import { indexPathOf } from "../pack/pack-writer.ts";
import { indexPack } from "../remote/index-pack.ts";
import type { Remote } from "../remote/remote.ts";
import type { RemoteTarget } from "../remote/remote-url.ts";
import { ObjectStore } from "../repository/object-store.ts";
import { KnownObjects } from "./known-objects.ts";
import { type LookPorts, lookWith } from "./look.ts";
import { Reach } from "./reach.ts";
import { type RepositoryPlace, readMain } from "./verify-repository.ts";

export interface RemoteCheck {
  readonly place: RepositoryPlace;
  readonly remote: Remote;
  readonly target: RemoteTarget;
  /** An empty directory for what is fetched; the caller removes it. */
  readonly temporary: string;
  /** Where staging left the remote's main; null when nothing was ever pushed, or nobody knows. */
  readonly left: Oid | null;
  /** What the local head leads to, as it was looked at; null when it could not be. */
  readonly local: { readonly head: Oid; readonly reach: Reach } | null;
}

interface RemoteLook extends LookPorts {
  readonly report: AreaReport;
  readonly signal: AbortSignal;
}

/** Errors that say what is wrong with the repository there, as against the way to it. */
const DAMAGE = new Set([
  "remote.bad-pack",
  "remote.damaged",
  "remote.refused",
  "mirror.corrupt",
  "mirror.missing-object",
]);

/**
 * Where the remote's main is, and whether everything that it leads to is there and whole.
 * @throws remote.* when it cannot be asked
 */
export async function verifyRemote(check: RemoteCheck, look: RemoteLook): Promise<void> {
  const { place, remote } = check;
  try {
    const head = (await remote.refs(look.signal)).get(place.ref) ?? null;
    if (head === null) return tellNoMain(check, look);
    judgePlace(head, check, look);
    await verifyObjects(head, check, look);
  } catch (error) {
    if (!(error instanceof TidemarkError) || !DAMAGE.has(error.code)) throw error;
    look.report.found("damaged", place.ref, reasonOf(error));
  }
}

function tellNoMain({ place, left }: RemoteCheck, { files, report }: RemoteLook): void {
  const main = readMain(place, files).head;
  if (left !== null) report.found("main-gone", place.ref, `The branch is gone; Tidemark left it at ${left}.`);
  else if (main !== null) report.remark("not-pushed", place.ref, "Nothing was pushed yet.");
}

/** Ours is read after theirs: a service that commits and pushes meanwhile is never behind. */
function judgePlace(head: Oid, { place, left }: RemoteCheck, { files, report }: RemoteLook): void {
  const main = readMain(place, files).head;
  if (main === head) return;
  if (left !== null && head !== left && leadsTo(place, files, { main: left, head })) {
    report.found("main-moved", head, `The remote's main was set back; Tidemark left it at ${left}.`);
  } else if (main !== null && leadsTo(place, files, { main, head })) {
    report.remark("behind", head, `The commits after it, up to ${main}, wait for a push.`);
  } else {
    const detail = `The remote's main is there, and it is no commit of the local main (${main ?? "none"}).`;
    report.found("main-moved", head, detail);
  }
}

/** false too when the history here cannot be read: what is wrong with it is told of the repository. */
function leadsTo({ root }: RepositoryPlace, files: Files, { main, head }: { main: Oid; head: Oid }): boolean {
  const store = new ObjectStore(files, `${root}/objects`);
  try {
    return isReachable(store, main, head);
  } catch {
    return false;
  } finally {
    store.release();
  }
}

async function verifyObjects(head: Oid, check: RemoteCheck, look: RemoteLook): Promise<void> {
  const { target, local } = check;
  const objects = target.kind === "directory" ? `${target.path}/objects` : await fetchAll(head, check, look);
  const store = new ObjectStore(look.files, objects);
  try {
    const known = new KnownObjects();
    const reach = new Reach({ ...lookWith(look, look.report, look.signal), store, known });
    await reach.from(head);
    if (local?.head !== head || !local.reach.complete || !reach.complete) return;
    for (const oid of reach.missingFrom(local.reach)) look.report.found("object-too-many", oid, "It is there alone.");
    for (const oid of local.reach.missingFrom(reach)) look.report.found("object-missing", oid, "It is here alone.");
  } finally {
    store.release();
  }
}

/** Everything that the head leads to, in one verified pack; returns the `objects` directory it is in. */
async function fetchAll(head: Oid, { remote, temporary }: RemoteCheck, look: RemoteLook): Promise<string> {
  const { files, clock, signal } = look;
  files.makeDirectory(`${temporary}/pack`);
  const packPath = `${temporary}/pack/pack-verify.pack`;
  await writeAll(files.create(packPath), await remote.fetch({ want: head, haves: [] }, signal), look.report);
  await indexPack({ packPath, indexPath: indexPathOf(packPath) }, { files, clock }, signal);
  return temporary;
}

async function writeAll(file: FileWriter, chunks: AsyncIterable<Uint8Array>, report: AreaReport): Promise<void> {
  try {
    for await (const chunk of chunks) {
      file.write(chunk);
      report.looked({ bytes: chunk.length });
    }
  } finally {
    file.close();
  }
}
