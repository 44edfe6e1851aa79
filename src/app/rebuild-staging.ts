import { fail, TidemarkError } from "../domain/errors/tidemark-error.ts";
import type { Oid, RunId } from "../domain/ids.ts";
import type { Clock } from "../domain/ports/clock.ts";
import type { Files } from "../domain/ports/files.ts";
import type { Log } from "../domain/ports/log.ts";
import type { Staging } from "../domain/ports/staging.ts";
import { receiveHistory } from "../exporter/incoming-history.ts";
import { BareRepository } from "../exporter/repository/bare-repository.ts";
import { isMovedByOthers, restoredHistory } from "../exporter/restored-history.ts";
import { seedStaging } from "../exporter/seed-staging.ts";
import { openStaging } from "../staging/staging.ts";
import { startComparison } from "../sync/comparison.ts";
import { type Carried, readCarried } from "./carried-facts.ts";
import { writePromotions } from "./carried-promotions.ts";
import type { DataDirectory } from "./data-directory.ts";
import type { NamedRemote } from "./parts.ts";
import { clearRebuild, installRepository, installStaging, rebuildPaths } from "./rebuild-files.ts";

export interface RebuildPorts {
  readonly files: Files;
  readonly clock: Clock;
  readonly log: Log;
}

export interface RebuildOrder extends NamedRemote {
  /** It is held by this process. */
  readonly directory: DataDirectory;
}

/** What the new staging file was made of. */
export interface Rebuilt {
  readonly head: Oid;
  readonly records: number;
  readonly from: "local" | "remote";
  /** Where a local repository that could not be read was moved to; null when it was good. */
  readonly setAside: string | null;
}

/** What says that the local repository cannot be built on, but the remote's may. */
const UNUSABLE = new Set(["mirror.missing-object", "mirror.corrupt", "mirror.not-a-repository"]);

/**
 * Makes a new staging file beside the old one, from the local main with its history, or from the remote's where the local
 * one is missing or damaged, and puts it in the old one's place with one rename. Settings are carried over where the old
 * file can be read. Every table will be read whole once. A crash leaves the old file or the new one.
 * @throws rebuild.no-history, data.*, mirror.*, remote.*
 */
export async function rebuildStaging(order: RebuildOrder, ports: RebuildPorts, signal: AbortSignal): Promise<Rebuilt> {
  const { directory } = order;
  clearRebuild(directory, ports.files);
  const carried = readCarried(directory.staging, ports.files);
  const adopted = carried.last === null ? await mainOf(order, signal) : null;
  const local = fromLocal(order, ports, { carried, adopted });
  if (local !== null) {
    signal.throwIfAborted();
    installStaging(directory, ports.files, carried);
    return { ...local, from: "local", setAside: null };
  }
  const remote = await fromRemote(order, ports, { carried, signal });
  signal.throwIfAborted();
  const setAside = installRepository(directory, ports);
  installStaging(directory, ports.files, carried);
  return { ...remote, from: "remote", setAside };
}

/** Where the remote's main is; null when it has none or cannot be asked. */
async function mainOf({ remote, target }: RebuildOrder, signal: AbortSignal): Promise<Oid | null> {
  const refs = await remote.refs(signal).catch(() => null);
  signal.throwIfAborted();
  return refs?.get(`refs/heads/${target.branch}`) ?? null;
}

/**
 * null when the local repository is missing or damaged.
 * @param adopted a commit that the remote has as well: whoever made it, it is no local one that would be pushed unseen
 */
function fromLocal(
  order: RebuildOrder,
  ports: RebuildPorts,
  { carried, adopted }: { readonly carried: Carried; readonly adopted: Oid | null },
): Built | null {
  const { directory, target } = order;
  const { files, log } = ports;
  if (!files.exists(`${directory.repository}/HEAD`)) return null;
  const repository = new BareRepository(files, directory.repository, target.branch);
  try {
    repository.open();
    const head = repository.head();
    if (head === null) return null;
    if (head !== adopted && isMovedByOthers(repository.objects, head, carried.last?.commit ?? null))
      throw repository.moved(carried.last?.commit ?? null, head);
    const built = build(repository, head, { directory, ports, carried });
    forgetUnfinished(repository, carried);
    return built;
  } catch (error) {
    if (!(error instanceof TidemarkError) || !UNUSABLE.has(error.code)) throw error;
    log.write("warn", "the local repository cannot be used; the remote's history is fetched", {
      reason: error.message,
    });
    clearRebuild(directory, files);
    return null;
  } finally {
    repository.objects.release();
  }
}

/** A commit that the old file had begun: its pack is kept from git by a `.keep`, and nobody else would know of it. */
function forgetUnfinished(repository: BareRepository, { prepared, last }: Carried): void {
  if (last !== null) repository.unkeep(last.pack);
  if (prepared === null) return;
  if (repository.head() === prepared.commit) repository.unkeep(prepared.pack);
  else repository.removePack(prepared.pack);
}

async function fromRemote(
  { directory, target, remote, name: url }: RebuildOrder,
  ports: RebuildPorts,
  { carried, signal }: { carried: Carried; signal: AbortSignal },
): Promise<Built> {
  const repository = new BareRepository(ports.files, rebuildPaths(directory).repository, target.branch);
  const head = (await remote.refs(signal)).get(repository.ref);
  if (head === undefined) throw fail("rebuild.no-history", { path: directory.repository, url });
  repository.open();
  try {
    await receiveHistory({ repository, remote, clock: ports.clock, url }, head, signal);
    repository.moveMain(null, head);
    return build(repository, head, { directory, ports, carried });
  } finally {
    repository.objects.release();
  }
}

type Built = Pick<Rebuilt, "head" | "records">;

interface BuildScene {
  readonly directory: DataDirectory;
  readonly ports: RebuildPorts;
  readonly carried: Carried;
}

/** The file is whole and closed when this returns. */
function build({ objects }: BareRepository, head: Oid, { directory, ports, carried }: BuildScene): Built {
  const { files, clock } = ports;
  const { staging: path } = rebuildPaths(directory);
  files.create(path).close();
  files.makePrivate(path);
  const staging = openStaging({ path });
  try {
    for (const [name, value] of carried.settings) staging.setSetting(name, value);
    startComparison(staging);
    const history = restoredHistory(objects, head);
    const seed = { run: "" as RunId, at: clock.now(), pushed: false, head, history };
    const records = seedStaging(objects, staging, seed);
    notePushed(staging, carried.remoteHead);
    writePromotions(staging, carried.promotions);
    return { head, records };
  } finally {
    staging.close();
  }
}

/** Nothing for a commit that is not on main any more: the next run asks the remote where it is. */
function notePushed(staging: Staging, commit: Oid | null): void {
  try {
    if (commit !== null) staging.markPushed(commit);
  } catch (error) {
    if (!(error instanceof TidemarkError) || error.code !== "data.journal") throw error;
  }
}
