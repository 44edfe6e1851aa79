import manifest from "../../package.json" with { type: "json" };
import { currentMachine } from "../platform/machine.ts";
import { MIGRATIONS } from "../staging/migrations.ts";
import { hostTarget } from "./release/contents.ts";
import { releaseKeys } from "./release/keys.ts";
import type { ProgramId } from "./upgrade/mark.ts";

/** Set by build.ts; a run from source has none. */
declare const TIDEMARK_COMMIT: string;
/** Set by build.ts: what the program was built for. */
declare const TIDEMARK_TARGET: string;

/** What this program is: its version, the commit it was built from (`source` when run from source), its runtime. */
export interface VersionInfo {
  readonly version: string;
  readonly commit: string;
  readonly bun: string;
}

/** What an installer or an upgrade asks of a program before it lets it near the data. */
export interface ProgramInfo extends VersionInfo {
  /** What it was built for, such as `linux-x64`; for a run from source the machine's; null where no program is built for that. */
  readonly target: string | null;
  /** The newest schema of staging.sqlite that it knows. */
  readonly schema: number;
  /** Fingerprints of the keys whose releases it accepts, as `ssh-keygen -lf` prints them. */
  readonly keys: readonly string[];
}

export function versionInfo(): VersionInfo {
  const commit = typeof TIDEMARK_COMMIT === "undefined" ? "source" : TIDEMARK_COMMIT;
  return { version: manifest.version, commit, bun: Bun.version };
}

/** Which program this is, for one that may take its place. */
export function programId(): ProgramId {
  const { version, commit } = versionInfo();
  return { version, commit, schema: MIGRATIONS.at(-1)?.version ?? 0 };
}

/** @throws release.bad-key */
export function programInfo(): ProgramInfo {
  return {
    ...versionInfo(),
    ...programId(),
    target: typeof TIDEMARK_TARGET === "undefined" ? hostTarget(currentMachine()) : TIDEMARK_TARGET,
    keys: releaseKeys().map(({ fingerprint }) => fingerprint),
  };
}
