import type { Oid } from "../../domain/ids.ts";
import type { ObjectSource } from "../repository/object-store.ts";
import { Painting } from "./painting.ts";

/** Whether `commit` is `head` or below it, by any parent. Exact whatever the commits' times say. */
export function isReachable(objects: ObjectSource, head: Oid, commit: Oid): boolean {
  if (head === commit) return true;
  if (objects.read(commit)?.type !== "commit") return false;
  return new Painting(objects, { ours: head, theirs: commit }).theirsIsBelow();
}

/** Those of the commits that are not below another one, in the order given, each once. */
export function tipsOf(objects: ObjectSource, commits: readonly Oid[]): readonly Oid[] {
  const distinct = [...new Set(commits)];
  return distinct.filter((oid) => !distinct.some((other) => other !== oid && isReachable(objects, other, oid)));
}

/** The newest commits that both have, none of them below another (git merge-base --all); exact whatever their times say. */
export function mergeBases(objects: ObjectSource, ours: Oid, theirs: Oid): readonly Oid[] {
  return tipsOf(objects, new Painting(objects, { ours, theirs }).finish().newestCommon());
}
