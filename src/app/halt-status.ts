import type { Oid } from "../domain/ids.ts";
import type { Staging } from "../domain/ports/staging.ts";
import { newestForeign } from "../exporter/foreign/foreign-note.ts";

/** A halt as `tidemark status` tells it. Times are ISO 8601 in UTC. */
export interface HaltStatus {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  readonly since: string;
  /** The commits that somebody else put on main, where they could be seen; absent for other halts. */
  readonly commits?: {
    readonly newest: readonly {
      readonly commit: Oid;
      readonly author: string;
      readonly at: string;
      readonly subject: string;
    }[];
    readonly total: number;
  };
}

const MOVED: ReadonlySet<string> = new Set(["remote.main-moved", "remote.foreign-history", "mirror.main-moved"]);

export function haltStatus(staging: Staging): HaltStatus | null {
  const halt = staging.halt();
  if (halt === null) return null;
  const { code, message, hint, at } = halt;
  const status = { code, message, hint, since: new Date(at).toISOString() };
  const noted = MOVED.has(code) ? newestForeign(staging) : null;
  if (noted === null || !message.includes(noted.head)) return status;
  const newest = noted.newest.map((commit) => ({ ...commit, at: new Date(commit.at).toISOString() }));
  return { ...status, commits: { newest, total: noted.total } };
}
