import { fail } from "../../domain/errors/tidemark-error.ts";
import type { Oid } from "../../domain/ids.ts";
import { DIRECTORY_MODE, SUBMODULE_MODE } from "../objects/tree.ts";
import { EntryTable } from "../pack/entry-table.ts";
import { oidAt, oidBytes } from "../pack/oid-bytes.ts";
import type { ObjectSource } from "../repository/object-store.ts";
import { readCommit } from "./commits.ts";
import { commitsSince } from "./commits-since.ts";
import { readTree } from "./tree-walk.ts";
import type { WalkBudget } from "./walk-budget.ts";

/**
 * Every object that somebody who has all of `known` (null: nothing) needs to have all of `head`. Reads the trees that
 * differ between each commit and its first parent, never whole directories that stayed the same. Memory: 40 bytes an object.
 * @param budget for what others made; null: without bounds
 * @throws mirror.missing-object, mirror.corrupt, promote.too-big
 */
export function missingObjects(
  store: ObjectSource,
  head: Oid,
  known: Oid | null,
  budget: WalkBudget | null = null,
): EntryTable {
  const missing = new EntryTable();
  const walk: Walk = { store, missing, budget, walked: new Set() };
  for (const commit of commitsSince(store, head, known)) {
    budget?.take(0, 0);
    missing.add(oidBytes(commit.oid), 0, 0);
    // A history of its own is often a copy of what is known.
    const before = commit.parents[0] ?? known;
    addTree(walk, { before: before === null ? null : readCommit(store, before).tree, after: commit.tree });
  }
  return missing;
}

/**
 * Sees that `head` can be read with everything below it, where `known` can be.
 * @throws mirror.missing-object, mirror.corrupt, promote.too-big
 */
export function requireWhole(objects: ObjectSource, head: Oid, known: Oid | null, budget: WalkBudget): void {
  const missing = missingObjects(objects, head, known, budget);
  for (let number = 0; number < missing.count; number++) {
    const oid = oidAt(missing.oid(number));
    if (!objects.has(oid)) throw fail("mirror.missing-object", { oid });
  }
}

interface Walk {
  readonly store: ObjectSource;
  readonly missing: EntryTable;
  readonly budget: WalkBudget | null;
  /** Pairs of trees that were compared, of those where the later one had been met before. */
  readonly walked: Set<string>;
}

interface TreePair {
  readonly before: Oid | null;
  readonly after: Oid;
}

/**
 * A tree that was added before is looked into again: it was compared with another one then, and what both hold was left
 * to an earlier commit (a file added, another one added, the other deleted: the first and third directory are one tree).
 * Without recursion: a remote may hold any depth.
 */
function addTree(walk: Walk, trees: TreePair): void {
  const open = [pairsBelow(walk, trees, 0)];
  for (let last = open.at(-1); open.length > 0; last = open.at(-1)) {
    const next = last?.next();
    if (next === undefined || next.done === true) open.pop();
    else open.push(pairsBelow(walk, next.value, open.length));
  }
}

function* pairsBelow(walk: Walk, trees: TreePair, depth: number): Generator<TreePair> {
  if (trees.before === trees.after || !isToWalk(walk, trees)) return;
  const { store, missing, budget } = walk;
  const before = new Map(trees.before === null ? [] : readTree(store, trees.before).map((item) => [item.name, item]));
  const after = readTree(store, trees.after);
  budget?.take(before.size + after.length, depth);
  for (const { name, mode, oid } of after) {
    const old = before.get(name);
    if (old?.oid === oid || mode === SUBMODULE_MODE) continue;
    if (mode !== DIRECTORY_MODE) missing.add(oidBytes(oid), 0, 0);
    else yield { before: old?.mode === DIRECTORY_MODE ? old.oid : null, after: oid };
  }
}

/** Each pair twice at most: nearly every tree is met once, and those need no memory. */
function isToWalk({ missing, walked }: Walk, { before, after }: TreePair): boolean {
  if (missing.add(oidBytes(after), 0, 0)) return true;
  const pair = `${before} ${after}`;
  if (walked.has(pair)) return false;
  walked.add(pair);
  return true;
}
