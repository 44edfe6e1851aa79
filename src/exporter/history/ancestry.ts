import type { Oid } from "../../domain/ids.ts";
import { EntryTable } from "../pack/entry-table.ts";
import { oidAt, oidBytes } from "../pack/oid-bytes.ts";
import type { ObjectSource } from "../repository/object-store.ts";
import { readCommit } from "./commits.ts";

/**
 * Whether `commit` is `head` or below it, by any parent. Exact whatever the commits' times say; reads the whole history
 * when it is not. Memory: 40 bytes a commit.
 */
export function isReachable(objects: ObjectSource, head: Oid, commit: Oid): boolean {
  if (head === commit) return true;
  const seen = new EntryTable();
  seen.add(oidBytes(head), 0, 0);
  for (let number = 0; number < seen.count; number++) {
    for (const parent of readCommit(objects, oidAt(seen.oid(number))).parents) {
      if (parent === commit) return true;
      seen.add(oidBytes(parent), 0, 0);
    }
  }
  return false;
}

/** Those of the commits that are not below another one, in the order given, each once. */
export function tipsOf(objects: ObjectSource, commits: readonly Oid[]): readonly Oid[] {
  const distinct = [...new Set(commits)];
  return distinct.filter((oid) => !distinct.some((other) => other !== oid && isReachable(objects, other, oid)));
}
