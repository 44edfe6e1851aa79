import { blobOid } from "../../canonical/blob.ts";
import type { Oid } from "../../domain/ids.ts";
import { readCommit } from "../history/commits.ts";
import { encodeCommit, type Identity } from "../objects/commit-object.ts";
import { PackWriter } from "../pack/pack-writer.ts";
import { putInto } from "../put-into.ts";
import type { Put } from "../rebuild-trees.ts";
import type { BareRepository } from "../repository/bare-repository.ts";
import { NoteDirectory } from "./note-directory.ts";

const PACK_MEMORY = 1024 * 1024;

export interface NewNotes {
  /** By commit. */
  readonly texts: ReadonlyMap<Oid, string>;
  /** Author and committer time, ms. */
  readonly at: number;
}

export interface NotesPlace {
  readonly repository: BareRepository;
  readonly identity: Identity;
}

/** A commit of notes in a pack of its own, which is no part of the repository yet. */
export interface MadeNotes {
  readonly commit: Oid;
  readonly checksum: Oid;
  /** In the repository's temporary directory. */
  readonly path: string;
}

/** Makes a commit with these notes on top of another one (null: the first); null when it has them all. */
export function makeNotes(place: NotesPlace, parent: Oid | null, { texts, at }: NewNotes): MadeNotes | null {
  const { repository } = place;
  const { objects } = repository;
  const directory = new NoteDirectory(objects, parent === null ? null : readCommit(objects, parent).tree);
  const fresh = Array.from(texts, ([commit, text]) => ({ commit, bytes: new TextEncoder().encode(text) })).filter(
    ({ commit, bytes }) => directory.find(commit) !== blobOid(bytes),
  );
  if (fresh.length === 0) return null;
  const subject = `promotions: ${fresh.length} ${fresh.length === 1 ? "note" : "notes"}`;
  return packed(repository, (put) => {
    for (const { commit, bytes } of fresh) directory.set(commit, put("blob", bytes));
    const tree = directory.write(put) ?? put("tree", new Uint8Array());
    const parents = parent === null ? [] : [parent];
    return put(
      "commit",
      encodeCommit({ tree, parents, identity: place.identity, at, subject, body: [], trailers: [] }),
    );
  });
}

/** An error leaves no file behind. */
function packed(repository: BareRepository, make: (put: Put) => Oid): MadeNotes {
  const path = repository.temporary("notes.pack");
  const spool = repository.temporary("notes.spool");
  const writer = PackWriter.spooled(repository.files, { path, spool, memory: PACK_MEMORY });
  try {
    const commit = make(putInto(writer));
    return { commit, checksum: writer.finish().checksum, path };
  } catch (error) {
    writer.abort();
    throw error;
  }
}
