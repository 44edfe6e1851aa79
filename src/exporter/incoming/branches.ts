import type { Oid } from "../../domain/ids.ts";
import type { IncomingBranch } from "../../domain/ports/incoming.ts";
import { branchNameFault } from "../remote/branch-name.ts";

const HEADS = "refs/heads/";
/** Histories that an adoption took off main. */
const ASIDE = "set-aside/";
/** What breaks a line of a log or hides a part of it, and what stands for bytes that are no text. */
const UNSHOWABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\ufffd]/u;

/**
 * The branches among the remote's refs that match a pattern, by name; a name that git itself would not take for a branch, or that
 * cannot be shown, matches none.
 * @param main without `refs/heads/`
 */
export function matchingBranches(
  refs: ReadonlyMap<string, Oid>,
  patterns: readonly string[],
  main: string,
): IncomingBranch[] {
  const found = Array.from(refs, ([ref, head]) => ({ ref, head }))
    .filter(({ ref }) => ref.startsWith(HEADS))
    .map(({ ref, head }) => ({ name: ref.slice(HEADS.length), head }))
    .filter(
      ({ name }) => name !== main && !name.startsWith(ASIDE) && patterns.some((pattern) => matches(pattern, name)),
    )
    .filter(({ name }) => branchNameFault(name) === null && !UNSHOWABLE.test(name));
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** `edits/*` stands for everything below `edits/`; anything else for itself. */
function matches(pattern: string, name: string): boolean {
  if (!pattern.endsWith("/*")) return name === pattern;
  const above = pattern.slice(0, -1);
  return name.startsWith(above) && name.length > above.length;
}
