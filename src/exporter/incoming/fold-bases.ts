import type { Oid } from "../../domain/ids.ts";
import type { TreeFile } from "../../domain/ports/incoming.ts";
import { mergeBases, tipsOf } from "../history/ancestry.ts";
import type { ObjectSource } from "../repository/object-store.ts";

/** A file at a path; null: none is there. */
export type Cell = TreeFile | null;

/**
 * How the beginnings of two histories that crossed become one: each but the first is merged into those before it, from the commit at
 * the same place here. null: they have none in common, so that each began with nothing; undefined: they have several.
 */
export type Folds = readonly (Oid | null | undefined)[];

export function foldsOf(objects: ObjectSource, bases: readonly Oid[]): Folds {
  return bases.slice(1).map((base, at) => {
    const before = bases.slice(0, at + 1);
    const common = tipsOf(
      objects,
      before.flatMap((other) => mergeBases(objects, other, base)),
    );
    return common.length > 1 ? undefined : (common[0] ?? null);
  });
}

/**
 * The one beginning of a file, as git makes it for a merge where histories crossed; null when git would find a conflict in
 * it. @param commons the files of the folds; undefined as there
 */
export function foldFile(
  bases: readonly Cell[],
  commons: readonly (Cell | undefined)[],
): { readonly file: Cell } | null {
  let [file = null] = bases;
  for (const [at, common] of commons.entries()) {
    const other = bases[at + 1] ?? null;
    if (isSame(file, other) || isSame(other, common)) continue;
    if (!isSame(file, common)) return null;
    file = other;
  }
  return { file };
}

/** undefined is the same as nothing. */
export function isSame(a: Cell, b: Cell | undefined): boolean {
  return b !== undefined && a?.oid === b?.oid && a?.mode === b?.mode;
}
