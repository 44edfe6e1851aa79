import { fail } from "../../domain/errors/tidemark-error.ts";
import type { Oid } from "../../domain/ids.ts";
import type { Files } from "../../domain/ports/files.ts";
import type { ObjectStore } from "./object-store.ts";
import type { Refs } from "./refs.ts";

/** Where a short name is looked for, in git's order (gitrevisions, "<refname>"). */
const PLACES = ["", "refs/", "refs/tags/", "refs/heads/", "refs/remotes/", "refs/remotes/origin/"];
/** Of objects that begin alike; nearly all of them are no commits. */
const MOST_ALIKE = 64;

export interface NamedIn {
  readonly files: Files;
  /** The repository's `objects` directory. */
  readonly directory: string;
  readonly objects: ObjectStore;
  readonly refs: Pick<Refs, "read">;
}

/**
 * The commits that a branch, a tag, an id or the beginning of one may mean: none, one, or several where the beginning is too short. A tag
 * object stands for the commit that it names.
 */
export function namedCommits(place: NamedIn, name: string): Oid[] {
  for (const prefix of PLACES) {
    const oid = /^[\w./-]+$/.test(name) && !name.includes("..") ? readRef(place, prefix + name) : null;
    if (oid !== null) return commitAt(place.objects, oid);
  }
  if (!/^[0-9a-f]{4,40}$/i.test(name)) return [];
  const found = startingWith(place, name.toLowerCase()).flatMap((oid) => commitAt(place.objects, oid));
  return [...new Set(found)];
}

/** Only what is below `refs/` is a ref of the repository's. */
function readRef({ refs }: NamedIn, ref: string): Oid | null {
  return ref.startsWith("refs/") ? refs.read(ref) : null;
}

function startingWith({ files, directory, objects }: NamedIn, digits: string): Oid[] {
  const folder = digits.slice(0, 2);
  const loose = files.list(`${directory}/${folder}`).map((rest) => folder + rest);
  const packed = objects.packs.list().flatMap((pack) => pack.startingWith(digits, MOST_ALIKE));
  const all = [...(loose as Oid[]), ...packed];
  return all.filter((oid) => /^[0-9a-f]{40}$/.test(oid) && oid.startsWith(digits));
}

/** @throws mirror.missing-object, mirror.corrupt for a tag that cannot be read */
function commitAt(objects: ObjectStore, oid: Oid): Oid[] {
  const object = objects.read(oid);
  if (object === null) throw fail("mirror.missing-object", { oid });
  if (object.type === "commit") return [oid];
  if (object.type !== "tag") return [];
  const named = /^object ([0-9a-f]{40})$/m.exec(new TextDecoder().decode(object.bytes))?.[1];
  return named === undefined ? [] : commitAt(objects, named as Oid);
}
