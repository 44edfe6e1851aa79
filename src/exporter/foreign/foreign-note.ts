import type { ForeignCommits } from "../../domain/adoption.ts";
import type { Oid } from "../../domain/ids.ts";
import type { Staging } from "../../domain/ports/staging.ts";

/** The commits that somebody put on main, as they were seen last: JSON with the head they lead to. */
const FOREIGN = "foreign";

export interface NotedCommits extends ForeignCommits {
  /** Where main was with them. */
  readonly head: Oid;
}

/** Remembers them, so that they are asked for once and `status` can tell them. */
export function noteForeign(staging: Pick<Staging, "setSetting">, head: Oid, commits: ForeignCommits): void {
  staging.setSetting(FOREIGN, JSON.stringify({ head, ...commits }));
}

/** Those noted for this head; null when none are. */
export function notedForeign(staging: Pick<Staging, "setting">, head: string): ForeignCommits | null {
  const noted = newestForeign(staging);
  return noted?.head === head ? { newest: noted.newest, total: noted.total } : null;
}

/** Those noted last; null when none ever were. */
export function newestForeign(staging: Pick<Staging, "setting">): NotedCommits | null {
  return JSON.parse(staging.setting(FOREIGN) ?? "null") as NotedCommits | null;
}
