import type { Oid } from "../domain/ids.ts";
import type { Log } from "../domain/ports/log.ts";
import type { Staging } from "../domain/ports/staging.ts";
import { packsToFold } from "./fold-plan.ts";
import type { PackFile } from "./pack/pack-file.ts";
import type { BareRepository } from "./repository/bare-repository.ts";
import { collectPack, objectsOf } from "./repository/collect-pack.ts";
import { isGone } from "./repository/pack-set.ts";

/** Each pack that stays is at least twice what is smaller than it. */
const FACTOR = 2;

export interface ConsolidatePorts {
  readonly repository: BareRepository;
  readonly staging: Pick<Staging, "unpushed" | "preparedCommit">;
  readonly log: Log;
}

interface OwnPack {
  readonly checksum: Oid;
  readonly file: PackFile;
}

/**
 * Folds our small packs into one when there are more than `limit`; packs that git made, packs still to be pushed and
 * those with a `.keep` file are left alone. The new pack is in place and durable before the old ones go, so that every
 * object can be read at any moment, and a crash leaves at most some objects twice.
 */
export function consolidate(ports: ConsolidatePorts, limit: number): void {
  const packs = foldable(ports);
  if (packs.length <= limit) return;
  try {
    fold(ports, packs);
  } catch (error) {
    if (!isGone(error)) throw error;
    ports.log.write("info", "git repacked meanwhile; packs are folded another time");
  }
}

function fold({ repository, log }: ConsolidatePorts, packs: readonly OwnPack[]): void {
  const sorted = packs.map((pack) => ({ ...pack, count: pack.file.count })).sort((a, b) => a.count - b.count);
  const counts = sorted.map(({ count }) => count);
  const folded = sorted.slice(0, packsToFold(counts, FACTOR));
  if (folded.length < 2) return;
  const sources = folded.map(({ file }) => file);
  const { files, objects } = repository;
  const path = repository.temporary("fold.pack");
  const pack = collectPack({ files, store: objects, packs: sources, wanted: objectsOf(sources), path });
  repository.installPack(path, pack.checksum, "us");
  // Open files could not be removed on Windows.
  objects.release();
  for (const { checksum } of folded) if (checksum !== pack.checksum) repository.removePack(checksum);
  objects.packs.rescan();
  log.write("info", "packs folded", { packs: folded.length, objects: pack.objects, bytes: pack.bytes });
}

function foldable({ repository, staging }: ConsolidatePorts): readonly OwnPack[] {
  const needed = new Set([...staging.unpushed(), staging.preparedCommit()].map((batch) => batch?.pack));
  repository.objects.packs.rescan();
  const files = new Map(repository.objects.packs.list().map((file) => [file.path, file]));
  return repository.ownPacks().flatMap((checksum) => {
    const file = files.get(repository.packPath(checksum));
    return needed.has(checksum) || file === undefined || repository.isKept(checksum) ? [] : [{ checksum, file }];
  });
}
