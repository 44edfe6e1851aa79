import type { Change } from "../../api/contract/change.ts";

/** Both lists as one, newest first, each change once, at most so many. A change that comes again brings its commit. */
export function newestFirst(known: readonly Change[], more: readonly Change[], most: number): Change[] {
  const all = new Map([...known, ...more].map((change) => [change.id, change]));
  return [...all.values()].sort((a, b) => b.id - a.id).slice(0, most);
}
