import { parseRecordPath } from "../../../canonical/path.ts";
import { fail } from "../../../domain/errors/tidemark-error.ts";
import type { Modtime, Oid, TableName } from "../../../domain/ids.ts";
import type { Files } from "../../../domain/ports/files.ts";
import { SCHEMA } from "../../../domain/schema/schema.ts";
import { readCommit } from "../../../exporter/history/commits.ts";
import { type PathItem, readTree, walkTree } from "../../../exporter/history/tree-walk.ts";
import { DIRECTORY_MODE, FILE_MODE } from "../../../exporter/objects/tree.ts";
import { OWN_DIRECTORY } from "../../../exporter/rebuild-trees.ts";
import { namedCommits } from "../../../exporter/repository/named-commit.ts";
import { readMarkerFile } from "../../../exporter/seed-staging.ts";
import { FileBatch } from "./file-batch.ts";
import { headOf, type Repository } from "./find-repository.ts";
import type { AnonymizeSource, Place, SourcePart, SourceTable } from "./source.ts";

/** The branch that Tidemark writes, where HEAD names none. */
const MAIN = "refs/heads/main";

/**
 * The records of one commit, read from git's objects in the order of their paths: a work tree may hold what nobody committed. One path of
 * directories is in memory at a time.
 * @param name the commit; null: where HEAD is
 * @throws anonymize.no-commit, anonymize.not-a-mirror, mirror.*
 */
export function openMirror(repository: Repository, name: string | null, files: Files): AnonymizeSource {
  const commit = commitOf(repository, name, files);
  const { objects, path } = repository;
  const marker = readMarkerFile(objects, commit);
  if (marker === null) throw fail("anonymize.not-a-mirror", { commit, path });
  const markers = new Map(marker.markers.map((one) => [one.table, one]));
  const trees = new Map<TableName, Oid>();
  for (const item of readTree(objects, readCommit(objects, commit).tree)) {
    if (item.name === OWN_DIRECTORY) continue;
    const isTable = item.mode === DIRECTORY_MODE && SCHEMA.has(item.name as TableName);
    if (!isTable) throw fail("mirror.foreign-file", { commit, path: item.name });
    trees.set(item.name as TableName, item.oid);
  }
  const at = { repository, commit };
  return {
    name: `commit ${commit.slice(0, 10)} of ${path}`,
    identity: `commit ${commit}`,
    tables: [...trees.keys()].map((table): SourceTable => ({ table, records: markers.get(table)?.records ?? null })),
    passedOver: [],
    parts: (table, from) => {
      const tree = trees.get(table);
      const modtime = markers.get(table)?.marker ?? marker.serverTime;
      return tree === undefined ? [] : tableParts(at, { table, tree, modtime }, from);
    },
    close: async () => objects.release(),
  };
}

function commitOf(repository: Repository, name: string | null, files: Files): Oid {
  const { path, root, refs, objects } = repository;
  if (name === null || name === "HEAD") {
    const head = headOf(repository, files) ?? refs.read(MAIN);
    if (head !== null) return head;
    throw fail("anonymize.no-commit", { path, name: "HEAD", more: ": no branch that it names has any" });
  }
  const found = namedCommits({ files, directory: `${root}/objects`, objects, refs }, name);
  const [commit, ...others] = found;
  if (commit !== undefined && others.length === 0) return commit;
  const more = found.length > 1 ? `, but ${found.length} that begin so` : "";
  throw fail("anonymize.no-commit", { path, name, more });
}

interface At {
  readonly repository: Repository;
  readonly commit: Oid;
}

interface Table {
  readonly table: TableName;
  readonly tree: Oid;
  /** Files do not have it: that of the whole table stands for it. */
  readonly modtime: Modtime;
}

/** A place is a number of files: those before it are found in their directories, and not opened. */
function* tableParts(at: At, { table, tree, modtime }: Table, from: Place): Generator<SourcePart> {
  const { objects } = at.repository;
  const batch = new FileBatch(table, "canonical");
  const passed = Number(from);
  let files = 0;
  for (const item of walkTree(objects, tree)) {
    if (item.mode === DIRECTORY_MODE) continue;
    files++;
    if (files <= passed) continue;
    requireRecord(at, table, item);
    batch.add(objects.need(item.oid, "blob"), modtime);
    if (batch.isFull) yield { batch: batch.take(), place: String(files) };
  }
  if (!batch.isEmpty) yield { batch: batch.take(), place: String(files) };
}

function requireRecord({ commit }: At, table: TableName, { mode, path }: PathItem): void {
  const whole = `${table}/${path}`;
  if (mode !== FILE_MODE || parseRecordPath(whole) === null) throw fail("mirror.foreign-file", { commit, path: whole });
}
