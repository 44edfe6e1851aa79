import { fail, TidemarkError } from "../../domain/errors/tidemark-error.ts";
import type { Oid } from "../../domain/ids.ts";
import { missingObjects, requireWhole } from "../history/missing-objects.ts";
import { WalkBudget, type WalkCosts, WHOLE_BRANCH } from "../history/walk-budget.ts";
import { oidBytes } from "../pack/oid-bytes.ts";
import { ReceivedPack, type ReceivingPorts, TooMuch } from "../received-pack.ts";
import type { BareRepository } from "../repository/bare-repository.ts";
import { collectPack } from "../repository/collect-pack.ts";
import type { ObjectSource } from "../repository/object-store.ts";

/** Why packs are kept from git: no ref leads to what came in with them. */
const KEPT = "tidemark incoming\n";

export interface Order {
  readonly want: Oid;
  /** Commits that we have with all their history; the first is what the wanted one is expected to be built on. */
  readonly haves: readonly Oid[];
  /** Bytes of the pack beyond which it is given up. */
  readonly most: number;
  /** How much of it is read. Default: what an edit of records can be at most. */
  readonly costs?: WalkCosts;
  /** Looks at it, whole, before it is let in. What it throws is thrown, and nothing stays behind. */
  readonly look?: (objects: ObjectSource) => Promise<void>;
}

/**
 * Sees that the commit is there, with everything below it that `known` does not lead to, in packs that git has not taken away.
 * @throws mirror.missing-object, mirror.corrupt, promote.too-big
 */
export function requireHere(
  { objects }: BareRepository,
  commit: Oid,
  known: Oid | null,
  costs: WalkCosts = WHOLE_BRANCH,
): void {
  objects.packs.rescan();
  requireWhole(objects, commit, known, new WalkBudget(commit, costs));
}

/** Whether it is so, and small enough for an edit of records. @throws mirror.corrupt */
export function isReadable(repository: BareRepository, commit: Oid, known: Oid | null): boolean {
  try {
    return isHere(repository, commit, known);
  } catch (error) {
    if (error instanceof TidemarkError && error.code === "promote.too-big") return false;
    throw error;
  }
}

/** @throws mirror.corrupt, promote.too-big */
function isHere(repository: BareRepository, commit: Oid, known: Oid | null, costs?: WalkCosts): boolean {
  try {
    requireHere(repository, commit, known, costs);
    return true;
  } catch (error) {
    if (error instanceof TidemarkError && error.code === "mirror.missing-object") return false;
    throw error;
  }
}

/**
 * Brings a commit and what the repository lacks of its history in, whole or not at all; git leaves it there until `letGo`.
 * @returns the pack that came; null when nothing was lacking
 * @throws promote.too-big, remote.*, what `look` throws; nothing stays behind then
 */
export async function receive(ports: ReceivingPorts, order: Order, signal: AbortSignal): Promise<Oid | null> {
  const { repository } = ports;
  const [known = null] = order.haves;
  if (isHere(repository, order.want, known, order.costs)) {
    await order.look?.(repository.objects);
    keepHere(repository, order.want, known);
    return null;
  }
  const received = await fetchPack(ports, order, signal);
  try {
    checkWhole(received.objects, order);
    await order.look?.(received.objects);
    return received.letInFor(KEPT);
  } finally {
    received.discard();
  }
}

/** Makes a finished pack part of the repository; git leaves it there until `letGo`. */
export function installKept(repository: BareRepository, path: string, checksum: Oid): void {
  repository.keepFor(KEPT, checksum);
  repository.installPack(path, checksum, "us");
}

/** Git may do again what it wants with all that came in. */
export function letGo(repository: BareRepository): void {
  repository.unkeepAll(KEPT);
}

/** What came in earlier and was let go may be on its way out already: `git repack -ad` begins with a list of what it will take away. */
function keepHere(repository: BareRepository, commit: Oid, known: Oid | null): void {
  const { files, objects } = repository;
  const kept = new Set(repository.keptFor(KEPT).map((checksum) => repository.packPath(checksum)));
  const packs = objects.packs.list();
  if (packs.some((pack) => kept.has(pack.path) && pack.find(oidBytes(commit)) !== null)) return;
  const wanted = missingObjects(objects, commit, known);
  if (wanted.count === 0) return;
  const path = repository.temporary("keep.pack");
  installKept(repository, path, collectPack({ files, store: objects, packs, wanted, path }).checksum);
}

async function fetchPack(ports: ReceivingPorts, order: Order, signal: AbortSignal): Promise<ReceivedPack> {
  try {
    return await ReceivedPack.fetch(ports, { ...order, anyway: true }, signal);
  } catch (error) {
    if (error instanceof TooMuch) throw tooMuch(order);
    // The mirror's own part of the remote may be as it should be.
    if (error instanceof TidemarkError && error.code === "remote.damaged") throw unusable(order.want, error);
    throw error;
  }
}

function tooMuch({ want, most }: Order): TidemarkError {
  return fail("promote.too-big", { commit: want, reason: `it brings more than ${most} bytes` });
}

function checkWhole(objects: ObjectSource, { want, haves, costs = WHOLE_BRANCH }: Order): void {
  try {
    requireWhole(objects, want, haves[0] ?? null, new WalkBudget(want, costs));
  } catch (error) {
    if (!(error instanceof TidemarkError) || !error.code.startsWith("mirror.")) throw error;
    throw unusable(want, error);
  }
}

function unusable(commit: Oid, cause: TidemarkError): TidemarkError {
  return fail("remote.bad-pack", { pack: `of commit ${commit}`, offset: 0, reason: cause.message }, { cause });
}
