import { dirname, resolve } from "node:path";
import { fail } from "../../../domain/errors/tidemark-error.ts";
import type { Oid } from "../../../domain/ids.ts";
import type { Files } from "../../../domain/ports/files.ts";
import { refuseUnknownFormat } from "../../../exporter/repository/layout.ts";
import { ObjectStore } from "../../../exporter/repository/object-store.ts";
import { Refs } from "../../../exporter/repository/refs.ts";

/** A git repository that is only read: bare, or a clone with files, or a further work tree of one. */
export interface Repository {
  /** As it was named. */
  readonly path: string;
  /** Where HEAD is. */
  readonly own: string;
  readonly refs: Refs;
  readonly objects: ObjectStore;
  /** The directory of `objects` and `refs`. */
  readonly root: string;
}

/** null: there is none. @throws mirror.not-a-repository for one in a format that is not known, anonymize.alternates */
export function findRepository(path: string, files: Files): Repository | null {
  const own = gitDirectory(path, files);
  if (own === null) return null;
  const root = commonDirectory(own, files);
  if (!files.isDirectory(`${root}/objects`) || !files.isDirectory(`${root}/refs`)) return null;
  refuseUnknownFormat(files, root);
  if (textOf(files, `${root}/objects/info/alternates`) !== "") throw fail("anonymize.alternates", { path });
  return { path, own, root, refs: new Refs(files, root), objects: new ObjectStore(files, `${root}/objects`) };
}

/** What HEAD names: a ref, or a commit where no branch is checked out. */
export function headOf({ own, refs }: Repository, files: Files): Oid | null {
  const text = textOf(files, `${own}/HEAD`);
  const ref = /^ref: (\S+)$/.exec(text)?.[1];
  if (ref !== undefined) return refs.read(ref);
  return /^[0-9a-f]{40}$/.test(text) ? (text as Oid) : null;
}

function gitDirectory(path: string, files: Files): string | null {
  if (!files.isDirectory(path)) return null;
  const inside = `${path}/.git`;
  if (files.isDirectory(inside)) return inside;
  if (!files.exists(inside)) return files.exists(`${path}/HEAD`) ? path : null;
  // A further work tree, or a submodule: the file names the directory.
  const named = /^gitdir: (.+)$/.exec(textOf(files, inside))?.[1];
  return named === undefined ? null : resolve(path, named);
}

function commonDirectory(own: string, files: Files): string {
  const named = textOf(files, `${own}/commondir`);
  return named === "" ? own : resolve(own, named);
}

/** Without the line's end; empty where there is no such file. */
function textOf(files: Files, path: string): string {
  return new TextDecoder().decode(files.readIfPresent(path) ?? new Uint8Array()).trim();
}

/** `PATH@COMMIT` parted at its last `@`, where what stands before it is there. */
export function partCommit(from: string, files: Files): { readonly path: string; readonly commit: string | null } {
  const at = from.lastIndexOf("@");
  if (at <= 0 || files.exists(from)) return { path: from, commit: null };
  return { path: from.slice(0, at), commit: from.slice(at + 1) };
}

/** Nobody looks for copies in a data directory, which is backed up and moved as a whole. @throws anonymize.target-in-data */
export function refuseInData({ from, to }: { readonly from: string; readonly to: string }, files: Files): void {
  const { path } = partCommit(from, files);
  if (isBelow(to, path) && files.exists(`${path}/staging.sqlite`)) throw fail("anonymize.target-in-data", { to, path });
}

/** Whether a path is inside a directory, by its name alone. */
export function isBelow(path: string, directory: string): boolean {
  const above = resolve(directory);
  for (let place = resolve(path); ; place = dirname(place)) {
    if (place === above) return true;
    if (place === dirname(place)) return false;
  }
}
