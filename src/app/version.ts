import manifest from "../../package.json" with { type: "json" };

/** Set by build.ts; a run from source has none. */
declare const TIDEMARK_COMMIT: string;

/** What this program is: its version, the commit it was built from (`source` when run from source), its runtime. */
export interface VersionInfo {
  readonly version: string;
  readonly commit: string;
  readonly bun: string;
}

export function versionInfo(): VersionInfo {
  const commit = typeof TIDEMARK_COMMIT === "undefined" ? "source" : TIDEMARK_COMMIT;
  return { version: manifest.version, commit, bun: Bun.version };
}
