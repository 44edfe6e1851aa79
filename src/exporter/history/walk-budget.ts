import { fail } from "../../domain/errors/tidemark-error.ts";
import type { Oid } from "../../domain/ids.ts";

/** Directories below one another. Records stand in the fourth; recursion goes some thousand deep. */
export const MOST_DEPTH = 64;
/** Bounds of one walk: a tree costs something to find and to unpack, and each entry a little. */
export interface WalkCosts {
  readonly most: number;
  readonly tree: number;
}

/** Bringing a branch in: a thousand commits with some twenty records each, or every directory of a large mirror once. */
export const WHOLE_BRANCH: WalkCosts = { most: 12_000_000, tree: 20 };
/** Listing what a commit changes, each path by itself: some ten thousand records. About a second. */
export const ONE_COMMIT: WalkCosts = { most: 4_000_000, tree: 200 };
/** What may be long by itself is only bounded in depth. */
export const ANY_LENGTH: WalkCosts = { most: Number.POSITIVE_INFINITY, tree: 0 };

/**
 * How much of an incoming commit is read before it counts as no edit of records: a few hundred bytes can name a billion files, and
 * a walk cannot be interrupted.
 */
export class WalkBudget {
  readonly #commit: Oid;
  readonly #costs: WalkCosts;
  #spent = 0;

  constructor(commit: Oid, costs: WalkCosts) {
    this.#commit = commit;
    this.#costs = costs;
  }

  /** For each tree or commit. @param depth the root's is 0 @throws promote.too-big */
  take(entries: number, depth: number): void {
    this.#spent += entries + this.#costs.tree;
    if (depth >= MOST_DEPTH) throw this.#tooBig(`its directories are more than ${MOST_DEPTH} deep`);
    if (this.#spent > this.#costs.most) throw this.#tooBig("it names more files and directories than can be read");
  }

  #tooBig(reason: string): Error {
    return fail("promote.too-big", { commit: this.#commit, reason });
  }
}
