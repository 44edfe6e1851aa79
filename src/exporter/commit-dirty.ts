import { blobOid } from "../canonical/blob.ts";
import type { Oid, TableName } from "../domain/ids.ts";
import type { CommitRequest, CommitResult } from "../domain/ports/mirror.ts";
import type { Staging } from "../domain/ports/staging.ts";
import { buildMarkerFile } from "./marker-file.ts";
import { encodeCommit, type Identity } from "./objects/commit-object.ts";
import { type FinishedPack, PackWriter } from "./pack/pack-writer.ts";
import { putInto } from "./put-into.ts";
import { type Changes, OWN_DIRECTORY, type RebuiltTrees, rebuildTrees } from "./rebuild-trees.ts";
import type { BareRepository } from "./repository/bare-repository.ts";

/**
 * Bytes of a growing pack that stay in memory: any poll's commit. A checkpoint's is spooled to a file, which costs no
 * measurable time and 15 MB less at the peak than holding it.
 */
const PACK_MEMORY = 1024 * 1024;
export const MARKER_FILE = "marker.json";
export const CONFIG_FILE = "config.json";

export interface CommitPlace {
  readonly repository: BareRepository;
  readonly staging: Staging;
  readonly identity: Identity;
}

/**
 * Commits what is dirty; null when that is nothing, the configuration is what main has, and main exists. The order is the
 * promise: a durable temporary pack, the journal, the pack in place, main moved, the journal done. Whatever is interrupted
 * in between, `settle` knows from where main is whether the commit happened.
 * @throws mirror.main-moved when main is not where the last commit left it
 */
export function commitDirty(place: CommitPlace, request: CommitRequest): CommitResult | null {
  const { repository, staging } = place;
  const parent = repository.head();
  const expected = staging.lastCommit()?.commit ?? null;
  if (parent !== expected) throw repository.moved(expected, parent);
  const ownFiles = changedOwnFiles(staging, request);
  if (parent !== null && staging.dirtyCount() === 0 && !ownFiles.has(CONFIG_FILE)) return null;
  return write(place, { request, from: parent, parents: parent === null ? [] : [parent], ownFiles });
}

/**
 * The same below other parents, from wherever main is, and made even when nothing is dirty: all of main's files are what
 * staging says they are.
 */
export function commitOver(place: CommitPlace, request: CommitRequest, parents: readonly Oid[]): CommitResult {
  const { repository, staging } = place;
  return write(place, { request, from: repository.head(), parents, ownFiles: changedOwnFiles(staging, request) });
}

interface Writing {
  readonly request: CommitRequest;
  /** Where main is; what the journal goes back to when the commit does not happen. */
  readonly from: Oid | null;
  readonly parents: readonly Oid[];
  readonly ownFiles: OwnFiles;
}

function write(place: CommitPlace, writing: Writing): CommitResult {
  const { repository, staging } = place;
  const { request, from } = writing;
  const path = repository.temporary("commit.pack");
  const spool = repository.temporary("commit.spool");
  const writer = PackWriter.spooled(repository.files, { path, spool, memory: PACK_MEMORY });
  const built = build(place, writing, writer);
  const { run, at, markers } = request;
  const { commit, records, trees, pack } = built;
  staging.prepareCommit({ run, at, markers, commit, parent: from, records, trees: trees.entries, pack: pack.checksum });
  repository.keep(pack.checksum);
  repository.installPack(path, pack.checksum, "us");
  repository.moveMain(from, commit);
  staging.finishCommit(commit);
  repository.unkeep(pack.checksum);
  return { commit, records, objects: pack.objects, packBytes: pack.bytes };
}

interface Built {
  readonly commit: Oid;
  readonly records: number;
  readonly trees: RebuiltTrees;
  readonly pack: FinishedPack;
}

type OwnFiles = ReadonlyMap<string, Uint8Array>;

/** Writes all objects; an error leaves no file behind. */
function build({ staging, identity }: CommitPlace, { request, parents, ownFiles }: Writing, writer: PackWriter): Built {
  const put = putInto(writer);
  try {
    const { leaves, records } = addRecords(staging, writer);
    const own = [...ownFiles].map(([name, bytes]) => ({ name, oid: put("blob", bytes) }));
    const trees = rebuildTrees(staging, { leaves, ownFiles: own }, put);
    const { at, subject, body, trailers } = request;
    const commit = put("commit", encodeCommit({ tree: trees.root, parents, identity, at, subject, body, trailers }));
    return { commit, records, trees, pack: writer.finish() };
  } catch (error) {
    writer.abort();
    throw error;
  }
}

/** The stored streams go into the pack as they are. Staging must not be asked anything else while its rows stream. */
function addRecords(staging: Staging, writer: PackWriter): { leaves: Changes["leaves"]; records: number } {
  const leaves = new Map<TableName, number[]>();
  let records = 0;
  for (const { table, leaf, oid, body, size } of staging.dirtyRows()) {
    records++;
    const known = leaves.get(table);
    if (known === undefined) leaves.set(table, [leaf]);
    else if (known.at(-1) !== leaf) known.push(leaf);
    if (oid !== null && body !== null) writer.add({ type: "blob", oid, size, body });
  }
  return { leaves, records };
}

/** The files of `.tidemark` that are not what main has. */
function changedOwnFiles(staging: Staging, { serverTime, document, markers, configFile }: CommitRequest): OwnFiles {
  const present = new Map(staging.treeEntries(OWN_DIRECTORY).map(({ name, oid }) => [name, oid]));
  const wanted = new Map([
    [CONFIG_FILE, configFile],
    [MARKER_FILE, buildMarkerFile({ serverTime, document, markers })],
  ]);
  return new Map([...wanted].filter(([name, bytes]) => present.get(name) !== blobOid(bytes)));
}
