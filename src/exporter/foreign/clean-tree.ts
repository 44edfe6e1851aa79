import { parseRecordPath } from "../../canonical/path.ts";
import type { OverruledFiles } from "../../domain/adoption.ts";
import { TidemarkError } from "../../domain/errors/tidemark-error.ts";
import type { Oid } from "../../domain/ids.ts";
import { CONFIG_FILE, MARKER_FILE } from "../commit-dirty.ts";
import { readCommit } from "../history/commits.ts";
import { readTree } from "../history/tree-walk.ts";
import { MOST_DEPTH } from "../history/walk-budget.ts";
import { DIRECTORY_MODE, encodeTree, FILE_MODE, type TreeItem } from "../objects/tree.ts";
import { OWN_DIRECTORY, type Put } from "../rebuild-trees.ts";
import type { ObjectSource } from "../repository/object-store.ts";
import { readMarkerFile } from "../seed-staging.ts";
import { FileList } from "./overruled-files.ts";

const OWN_FILES: ReadonlySet<string> = new Set([`${OWN_DIRECTORY}/${MARKER_FILE}`, `${OWN_DIRECTORY}/${CONFIG_FILE}`]);

/** What an adoption would leave behind of a commit; null: nothing, staging can be filled from it as it is. */
export function looksOver(objects: ObjectSource, commit: Oid): OverruledFiles | null {
  const left = new FileList();
  cleanItems({ objects, put: null, left }, readCommit(objects, commit).tree);
  if (!hasMarker(objects, commit)) left.add(`${OWN_DIRECTORY}/${MARKER_FILE}`);
  return left.total === 0 ? null : left;
}

/** Whether the commit has a marker file that can be read. @throws mirror.newer-format, mirror.missing-object */
export function hasMarker(objects: ObjectSource, commit: Oid): boolean {
  try {
    return readMarkerFile(objects, commit) !== null;
  } catch (error) {
    if (error instanceof TidemarkError && error.code === "mirror.bad-marker") return false;
    throw error;
  }
}

export interface Cleaning {
  readonly objects: ObjectSource;
  /** Takes the trees that become others; null: only looks. */
  readonly put: Put | null;
  /** Gets the paths that are left behind. */
  readonly left: FileList;
}

/**
 * The entries of a tree without whatever is not a record's file or one of Tidemark's own. No record stands as deep as directories
 * are looked into; one below is left behind as a whole.
 */
export function cleanItems(cleaning: Cleaning, tree: Oid): TreeItem[] {
  return cleanBelow(cleaning, tree, []);
}

function cleanBelow(cleaning: Cleaning, tree: Oid, parents: readonly string[]): TreeItem[] {
  return readTree(cleaning.objects, tree).flatMap((item) => cleanItem(cleaning, item, [...parents, item.name]));
}

function cleanItem(cleaning: Cleaning, item: TreeItem, names: readonly string[]): TreeItem[] {
  const path = names.join("/");
  if (item.mode === DIRECTORY_MODE && names.length < MOST_DEPTH) {
    const left = cleaning.left.total;
    const items = cleanBelow(cleaning, item.oid, names);
    if (items.length === 0) return [];
    const same = cleaning.left.total === left || cleaning.put === null;
    return [same ? item : { ...item, oid: cleaning.put("tree", encodeTree(items)) }];
  }
  if (item.mode === FILE_MODE && (OWN_FILES.has(path) || parseRecordPath(path) !== null)) return [item];
  cleaning.left.add(path);
  return [];
}
