import type { Oid } from "../../domain/ids.ts";
import type { CommitRequest } from "../../domain/ports/mirror.ts";
import { CONFIG_FILE, MARKER_FILE } from "../commit-dirty.ts";
import { readCommit } from "../history/commits.ts";
import { findPath } from "../history/tree-walk.ts";
import { buildMarkerFile } from "../marker-file.ts";
import { encodeCommit, type Identity } from "../objects/commit-object.ts";
import { DIRECTORY_MODE, encodeTree, FILE_MODE } from "../objects/tree.ts";
import { PackWriter } from "../pack/pack-writer.ts";
import { putInto } from "../put-into.ts";
import { OWN_DIRECTORY, type Put } from "../rebuild-trees.ts";
import type { BareRepository } from "../repository/bare-repository.ts";
import { cleanItems, hasMarker } from "./clean-tree.ts";
import { FileList } from "./overruled-files.ts";

const PACK_MEMORY = 1024 * 1024;

export interface CleanCommit {
  /** The commit whose records are kept. */
  readonly from: Oid;
  readonly parents: readonly Oid[];
  readonly request: CommitRequest;
  readonly identity: Identity;
}

/**
 * A commit with the record files of another one and nothing else beside Tidemark's own, on main. For a data directory
 * whose staging knows no commit: the next run fills it from there, and compares every record. Main moves last, so a
 * crash before that has changed nothing.
 * @throws mirror.main-moved when the local main is not where it was
 */
export function commitClean(repository: BareRepository, clean: CleanCommit): Oid {
  const head = repository.head();
  const path = repository.temporary("adopt.pack");
  const spool = repository.temporary("adopt.spool");
  const writer = PackWriter.spooled(repository.files, { path, spool, memory: PACK_MEMORY });
  const { commit, checksum } = build(repository, clean, writer);
  repository.keep(checksum);
  repository.installPack(path, checksum, "us");
  repository.moveMain(head, commit);
  repository.unkeep(checksum);
  return commit;
}

function build(repository: BareRepository, clean: CleanCommit, writer: PackWriter): { commit: Oid; checksum: Oid } {
  const put = putInto(writer);
  try {
    const { parents, identity, request } = clean;
    const { at, subject, body, trailers } = request;
    const tree = rootTree(repository, clean, put);
    const commit = put("commit", encodeCommit({ tree, parents, identity, at, subject, body, trailers }));
    return { commit, checksum: writer.finish().checksum };
  } catch (error) {
    writer.abort();
    throw error;
  }
}

function rootTree({ objects }: BareRepository, { from, request }: CleanCommit, put: Put): Oid {
  const { tree } = readCommit(objects, from);
  const kept = cleanItems({ objects, put, left: new FileList() }, tree);
  const marker = hasMarker(objects, from) ? findPath(objects, tree, `${OWN_DIRECTORY}/${MARKER_FILE}`) : null;
  const own = [
    { mode: FILE_MODE, name: CONFIG_FILE, oid: put("blob", request.configFile) },
    marker ?? { mode: FILE_MODE, name: MARKER_FILE, oid: put("blob", buildMarkerFile({ ...request, markers: [] })) },
  ];
  const directory = { mode: DIRECTORY_MODE, name: OWN_DIRECTORY, oid: put("tree", encodeTree(own)) };
  return put("tree", encodeTree([...kept.filter(({ name }) => name !== OWN_DIRECTORY), directory]));
}
