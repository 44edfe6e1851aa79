import type { Oid } from "../../domain/ids.ts";
import type { Files } from "../../domain/ports/files.ts";
import { type AreaReport, reasonOf } from "../../domain/verification.ts";
import { CONFIG_FILE, MARKER_FILE } from "../commit-dirty.ts";
import { readCommit } from "../history/commits.ts";
import { findPath } from "../history/tree-walk.ts";
import { OWN_DIRECTORY } from "../rebuild-trees.ts";
import { ObjectStore } from "../repository/object-store.ts";
import { Refs } from "../repository/refs.ts";
import { readMarkerFile } from "../seed-staging.ts";
import { CommitJudge } from "./commit-judge.ts";
import type { Look } from "./look.ts";
import { checkObjects } from "./object-check.ts";
import { Reach } from "./reach.ts";

export interface RepositoryPlace {
  /** The bare repository. */
  readonly root: string;
  /** `refs/heads/main`. */
  readonly ref: string;
}

/** Where main is, or what keeps it from being known. */
export type MainPlace =
  | { readonly head: Oid }
  | { readonly head: null; readonly code: string; readonly detail: string };

export function readMain({ root, ref }: RepositoryPlace, files: Files): MainPlace {
  try {
    if (!files.exists(`${root}/HEAD`)) return { head: null, code: "no-repository", detail: `${root} is none.` };
    const head = new Refs(files, root).read(ref);
    return head === null ? { head, code: "no-main", detail: `${ref} does not exist.` } : { head };
  } catch (error) {
    return { head: null, code: "main-damaged", detail: reasonOf(error) };
  }
}

/** Every stored object, everything that main needs, and what Tidemark's own commits and files must say. */
export async function verifyRepository(place: RepositoryPlace, main: MainPlace, look: Look): Promise<Reach | null> {
  if (main.head === null) look.report.found(main.code, place.ref, main.detail);
  const objects = `${place.root}/objects`;
  const store = new ObjectStore(look.files, objects);
  try {
    const known = await checkObjects(objects, store, look);
    if (main.head === null) return null;
    const judge = new CommitJudge(look.report);
    const reach = new Reach({ ...look, store, known, onCommit: (commit) => judge.judge(commit) });
    await reach.from(main.head);
    checkOwnFiles(store, main.head, look.report);
    return reach;
  } finally {
    store.release();
  }
}

/** The files by which the next Tidemark knows whose repository it is. */
function checkOwnFiles(store: ObjectStore, head: Oid, report: AreaReport): void {
  const marker = `${OWN_DIRECTORY}/${MARKER_FILE}`;
  attempt(report, marker, "bad-marker", () => {
    if (readMarkerFile(store, head) === null) report.found("no-marker", marker, "main has no such file.");
  });
  const config = `${OWN_DIRECTORY}/${CONFIG_FILE}`;
  attempt(report, config, "bad-config", () => {
    const item = findPath(store, readCommit(store, head).tree, config);
    if (item === null) report.found("no-config", config, "main has no such file.");
    else JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(store.need(item.oid, "blob")));
  });
}

function attempt(report: AreaReport, subject: string, code: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    report.found(code, subject, reasonOf(error));
  }
}
