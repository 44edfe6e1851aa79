import type { Oid } from "../domain/ids.ts";

export interface Ends {
  /** Where the remote's main is; null when there is none. */
  readonly remote: Oid | null;
  /** Where ours is. */
  readonly head: Oid | null;
  /** Where we last left the remote's; null when we never pushed there. */
  readonly left: Oid | null;
  /** Our commits that the remote is not known to have, oldest first. */
  readonly unpushed: readonly Oid[];
}

/**
 * What the two ends say together.
 * - `empty`: no main there, none was ever pushed. `gone`: one was pushed and is not there any more.
 * - `in-step`: both are at one commit. `behind`: the remote is where we left it, or at a later commit of ours (a push
 *   whose end we did not see).
 * - `unproven`: we have a history and never pushed; the remote's commit may be part of it, or go on from it.
 * - `unknown`: we have no history; whose the remote's is, its files must tell.
 * - `moved`: somebody else moved it.
 */
export type Position = "empty" | "gone" | "in-step" | "behind" | "unproven" | "unknown" | "moved";

export function positionOf({ remote, head, left, unpushed }: Ends): Position {
  if (remote === null) return left === null ? "empty" : "gone";
  if (remote === head) return "in-step";
  if (head === null) return left === null ? "unknown" : "moved";
  if (remote === left || unpushed.includes(remote)) return "behind";
  return left === null ? "unproven" : "moved";
}
