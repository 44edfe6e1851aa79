import type { Staging } from "./ports/staging.ts";

/**
 * The setting that says that the data directory was put back from a backup, and when that was made; empty once the remote was seen. Until
 * then main may have gone on at the remote by commits of our own that nobody here knows.
 */
const RESTORED = "restored";

export function isRestored(staging: Pick<Staging, "setting">): boolean {
  return (staging.setting(RESTORED) ?? "") !== "";
}

/** @param madeAt when the backup was made, as text */
export function noteRestored(staging: Pick<Staging, "setSetting">, madeAt: string): void {
  staging.setSetting(RESTORED, madeAt);
}

/** The remote has nothing that is not here. */
export function forgetRestore(staging: Pick<Staging, "setting" | "setSetting">): void {
  if (isRestored(staging)) staging.setSetting(RESTORED, "");
}
