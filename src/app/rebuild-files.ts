import { fail } from "../domain/errors/tidemark-error.ts";
import type { Clock } from "../domain/ports/clock.ts";
import type { Files } from "../domain/ports/files.ts";
import { removeTree } from "../platform/remove-tree.ts";
import type { Carried } from "./carried-facts.ts";
import type { DataDirectory } from "./data-directory.ts";

const SIDE_FILES = ["-wal", "-shm", "-journal"];

/** Where a rebuild works before anything takes its place. */
export function rebuildPaths({ path }: Pick<DataDirectory, "path">): { staging: string; repository: string } {
  return { staging: `${path}/staging.rebuild.sqlite`, repository: `${path}/repository.rebuild.git` };
}

/**
 * Takes away what an interrupted rebuild left; the old files are still there then. A repository that had lost its place
 * already gives it to the new one, which is whole at that moment. Call with the lock held.
 */
export function clearRebuild(directory: DataDirectory, files: Files): void {
  const { staging, repository } = rebuildPaths(directory);
  for (const end of ["", ...SIDE_FILES]) files.remove(staging + end);
  if (!files.exists(repository)) return;
  const isOrphan = !files.exists(directory.repository) && setAsideOf(directory, files).length > 0;
  if (isOrphan) files.rename(repository, directory.repository);
  else removeTree(repository);
  files.syncDirectory(directory.path);
}

/**
 * Puts the finished staging file in the old one's place: one rename, with no log of the old file left that SQLite would
 * take for the new one's.
 * @throws data.busy when another program holds the old file's log, data.disk-full when the new file's log could not be carried into
 * it: SQLite says nothing of that when it closes a file, and the log is then the only whole copy
 */
export function installStaging(
  directory: DataDirectory,
  files: Files,
  { isReadable }: Pick<Carried, "isReadable">,
): void {
  const { staging: fresh } = rebuildPaths(directory);
  if ((files.stamp(`${fresh}-wal`)?.size ?? 0) > 0) throw fail("data.disk-full", { path: fresh });
  const held = isReadable && (files.stamp(`${directory.staging}-wal`)?.size ?? 0) > 0;
  if (held) throw fail("data.busy", { path: directory.staging });
  for (const end of SIDE_FILES) {
    files.remove(fresh + end);
    files.remove(directory.staging + end);
  }
  files.syncDirectory(directory.path);
  files.rename(fresh, directory.staging);
  files.syncDirectory(directory.path);
}

/** Puts the fetched repository in place; returns where the old one is now, null when there was none. */
export function installRepository(
  directory: DataDirectory,
  { files, clock }: { readonly files: Files; readonly clock: Clock },
): string | null {
  const aside = files.exists(directory.repository) ? `${directory.path}/${ASIDE}${clock.now()}.git` : null;
  if (aside !== null) files.rename(directory.repository, aside);
  files.rename(rebuildPaths(directory).repository, directory.repository);
  files.syncDirectory(directory.path);
  return aside;
}

const ASIDE = "repository.damaged-";

function setAsideOf({ path }: DataDirectory, files: Files): readonly string[] {
  return files.list(path).filter((name) => name.startsWith(ASIDE));
}
