import { fail } from "../../domain/errors/tidemark-error.ts";
import type { Files } from "../../domain/ports/files.ts";
import { noteRestored } from "../../domain/restored.ts";
import { openStaging } from "../../staging/staging.ts";
import { startComparison } from "../../sync/comparison.ts";
import { iso } from "../iso.ts";
import { forgetMemory } from "../notify/store.ts";
import type { Staged } from "./inspect.ts";
import type { Manifest } from "./manifest.ts";

/**
 * Makes unpacked data fit to be gone on from: brought up to this program's schema, with a change log of its own name, and with a note for the
 * next run, which looks first how far main and MoneyWorks went on without it.
 * @throws data.newer-version, data.corrupt, data.not-ours, data.disk-full
 */
export function prepare({ staging: path, repository }: Staged, manifest: Manifest, files: Files): void {
  if (!files.exists(repository)) {
    files.makeDirectory(repository);
    files.makePrivate(repository);
  }
  const staging = openStaging({ path });
  try {
    // Main stands at its parent: the commit did not happen, and what it carried waits to be committed again.
    const prepared = staging.preparedCommit();
    if (prepared !== null) staging.discardCommit(prepared.commit);
    if (manifest.main !== null) startComparison(staging);
    forgetMemory(staging);
    staging.renewChangeEpoch();
    noteRestored(staging, iso(manifest.createdAt));
  } finally {
    staging.close();
  }
  // SQLite says nothing when it could not fold its log into the file.
  if ((files.stamp(`${path}-wal`)?.size ?? 0) > 0) throw fail("data.disk-full", { path });
  for (const end of ["-wal", "-shm"]) files.remove(path + end);
}
