import type { Clock } from "../../domain/ports/clock.ts";
import type { StagingAudit } from "../../domain/ports/staging-audit.ts";
import type { MainPlace } from "./verify-repository.ts";

/** A service that commits right now is through within one of these. */
const TRIES = 6;
const WAIT_MS = 250;

export interface Snapshot {
  readonly audit: StagingAudit;
  readonly main: MainPlace;
}

/**
 * Staging and main at one moment. A commit that a service makes just then shows as a difference between the two; it is
 * given time to end, so that only what stays is taken for one. The caller closes the audit.
 */
export async function takeSnapshot(
  read: { readonly audit: () => StagingAudit; readonly main: () => MainPlace },
  clock: Clock,
  signal: AbortSignal,
): Promise<Snapshot> {
  for (let tries = 1; ; tries++) {
    const audit = read.audit();
    try {
      const main = read.main();
      if (tries === TRIES || isSettled(audit, main)) return { audit, main };
    } catch (error) {
      audit.close();
      throw error;
    }
    audit.close();
    await clock.sleep(WAIT_MS, signal);
  }
}

function isSettled(audit: StagingAudit, { head }: MainPlace): boolean {
  return audit.prepared() === null && (audit.last()?.commit ?? null) === head;
}
