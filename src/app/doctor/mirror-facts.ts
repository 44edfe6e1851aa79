import type { Config } from "../../config/load.ts";
import type { Oid } from "../../domain/ids.ts";
import { viewOf } from "../data-directory.ts";
import { effectiveConfig } from "../live-config.ts";
import type { Ways } from "../parts.ts";
import { syncSettings } from "../settings.ts";
import { readStatus, type Status } from "../status.ts";

/** What staging knows of the mirror, at one moment. */
export interface MirrorFacts {
  readonly status: Status;
  /** Our commits that the remote is not known to have, oldest first. */
  readonly unpushed: readonly Oid[];
  /** Which remote the journal speaks of; null: none yet. */
  readonly remote: string | null;
  /** Where a person said to go on from at the remote; null: nowhere. */
  readonly adopted: Oid | null;
  /** Time between two polls as it is in force, ms. */
  readonly poll: number;
  readonly incoming: readonly string[];
}

/** null: there is no staging file yet. @throws data.* */
export function readMirror(config: Config, { files, clock }: Pick<Ways, "files" | "clock">): MirrorFacts | null {
  if (!files.exists(`${config.values.data}/staging.sqlite`)) return null;
  const view = viewOf(config.values.data, files);
  try {
    return view.read((staging) => {
      const now = effectiveConfig(config, staging);
      const { overlapSeconds } = syncSettings(now);
      return {
        status: readStatus(staging, { now: clock.now(), overlapSeconds }),
        unpushed: staging.unpushed().map(({ commit }) => commit),
        remote: staging.setting("remote"),
        adopted: (staging.setting("adopted") || null) as Oid | null,
        poll: now.values.poll,
        incoming: now.values.incoming,
      };
    });
  } finally {
    view.close();
  }
}
