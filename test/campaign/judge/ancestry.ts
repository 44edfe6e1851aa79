import type { Oid } from "../../../src/domain/ids.ts";
import type { RepositoryReader } from "./repository.ts";

/** The commit and everything below it. */
export function ancestors(reader: RepositoryReader, head: Oid): Set<Oid> {
  const seen = new Set<Oid>();
  const open = [head];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    open.push(...reader.commit(at).parents);
  }
  return seen;
}

/** Where two histories meet: what both have, and what is below no other such commit. */
export function mergeBases(reader: RepositoryReader, one: Oid, two: Oid): Oid[] {
  const others = ancestors(reader, two);
  const common = [...ancestors(reader, one)].filter((oid) => others.has(oid));
  // All that is below one of them is a parent of one of them.
  const below = new Set(common.flatMap((oid) => reader.commit(oid).parents));
  return common.filter((oid) => !below.has(oid));
}

/** First parents from `head` down to one that `known` has (exclusive), newest first. */
export function stepsTo(reader: RepositoryReader, head: Oid, known: ReadonlySet<Oid>): Oid[] {
  const steps: Oid[] = [];
  for (let at: Oid | undefined = head; at !== undefined && !known.has(at); at = reader.commit(at).parents[0]) {
    steps.push(at);
  }
  return steps;
}
