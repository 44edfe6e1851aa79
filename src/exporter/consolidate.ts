import type { Oid } from "../domain/ids.ts";
import type { Log } from "../domain/ports/log.ts";
import type { Staging } from "../domain/ports/staging.ts";
import type { Steps } from "../lib/steps.ts";
import { packsToFold, withinReach } from "./fold-plan.ts";
import type { PackFile } from "./pack/pack-file.ts";
import type { BareRepository } from "./repository/bare-repository.ts";
import { collectInSteps, objectsOf } from "./repository/collect-pack.ts";
import { isGone } from "./repository/pack-set.ts";

/** Each pack that stays is at least twice what is smaller than it. */
const FACTOR = 2;
/**
 * Objects from which on a pack is full and is never written again: a fold takes no more time and memory however large the document is, and
 * 200 edits a day fill one in a year or so.
 */
const FULL = 50_000;

export interface ConsolidatePorts {
  readonly repository: BareRepository;
  readonly staging: Pick<Staging, "unpushed" | "preparedCommit">;
  readonly log: Log;
}

export interface FoldLimits {
  /** Small packs of our own from which on they are folded. */
  readonly packs: number;
  /** Objects from which on a pack is not small; absent: 50,000. */
  readonly full?: number | undefined;
}

interface OwnPack {
  readonly checksum: Oid;
  readonly file: PackFile;
}

/**
 * Folds our small packs into one when there are more than `packs`; packs that git made, packs still to be pushed and
 * those with a `.keep` file are left alone. The new pack is in place and durable before the old ones go, so that every
 * object can be read at any moment, and a crash leaves at most some objects twice.
 */
export function* consolidate(ports: ConsolidatePorts, { packs: limit, full = FULL }: FoldLimits): Steps {
  try {
    const packs = foldable(ports).flatMap((pack) => {
      const { count } = pack.file;
      return count < full ? [{ ...pack, count }] : [];
    });
    if (packs.length > limit) yield* fold(ports, { packs, full });
  } catch (error) {
    if (!isGone(error)) throw error;
    ports.log.write("info", "git repacked meanwhile; packs are folded another time");
  }
}

type Counted = OwnPack & { readonly count: number };

function* fold(ports: ConsolidatePorts, { packs, full }: { packs: readonly Counted[]; full: number }): Steps {
  const { repository, log } = ports;
  const sorted = packs.toSorted((a, b) => a.count - b.count);
  const counts = sorted.map(({ count }) => count);
  const folded = sorted.slice(0, withinReach(counts, packsToFold(counts, FACTOR), full));
  if (folded.length < 2) return;
  const sources = folded.map(({ file }) => file);
  const { files, objects } = repository;
  const path = repository.temporary("fold.pack");
  const wanted = yield* objectsOf(sources);
  const pack = yield* collectInSteps({ files, store: objects, packs: sources, wanted, path });
  repository.installPack(path, pack.checksum, "us");
  // Open files could not be removed on Windows.
  objects.release();
  const needed = neededPacks(ports);
  for (const { checksum } of folded) {
    yield;
    const isToStay = checksum === pack.checksum || needed.has(checksum) || repository.isKept(checksum);
    if (!isToStay) repository.removePack(checksum);
  }
  objects.packs.rescan();
  log.write("info", "packs folded", { packs: folded.length, objects: pack.objects, bytes: pack.bytes });
}

function foldable(ports: ConsolidatePorts): readonly OwnPack[] {
  const { repository } = ports;
  const needed = neededPacks(ports);
  repository.objects.packs.rescan();
  const files = new Map(repository.objects.packs.list().map((file) => [file.path, file]));
  return repository.ownPacks(needed).flatMap((checksum) => {
    const file = files.get(repository.packPath(checksum));
    return needed.has(checksum) || file === undefined || repository.isKept(checksum) ? [] : [{ checksum, file }];
  });
}

/** What a push or a crash would look for by its name. */
function neededPacks({ staging }: ConsolidatePorts): ReadonlySet<Oid | undefined> {
  return new Set([...staging.unpushed(), staging.preparedCommit()].map((batch) => batch?.pack));
}
