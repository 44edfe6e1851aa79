import { asTidemarkError } from "../domain/errors/tidemark-error.ts";
import type { Oid } from "../domain/ids.ts";
import type { Promotion } from "../domain/ports/staging-promotions.ts";
import type { PromotionReport } from "../domain/promotion.ts";
import type { PromoterPorts } from "./ports.ts";

/**
 * What follows a decision, as often as it takes: main is pushed, the branch moved forward to it, the note written. A failure is told and
 * left to the next turn; it changes nothing about the outcome.
 */
export async function finishTails(ports: PromoterPorts, signal: AbortSignal): Promise<void> {
  const { staging, incoming, log, engine } = ports;
  if (incoming.held() !== null && staging.pendingPromotions().length === 0) incoming.hold(null);
  const open = staging.unnotedPromotions().flatMap(withReport);
  if (open.length === 0) return;
  try {
    await engine.push(signal);
    for (const [branch, commit] of newestAccepted(open)) {
      const moved = await incoming.forward({ name: branch, head: commit }, signal);
      if (moved) log.write("info", "the branch was moved forward to main", { branch, commit });
    }
    const notes = new Map(open.map((report) => [report.commit, `${JSON.stringify(report, null, 2)}\n`]));
    await incoming.writeNotes(notes, ports.clock.now(), signal);
    staging.markNoted(open);
  } catch (thrown) {
    const { code, message, hint, exitCode } = asTidemarkError(thrown, signal);
    if (exitCode === 130 || exitCode === 4) throw thrown;
    log.write("warn", `the outcome is not at the remote yet: ${message}`, { code, hint });
  }
}

/** A branch stands at the last of its commits, if at any: each try is a request or two. */
function newestAccepted(reports: readonly PromotionReport[]): ReadonlyMap<string, Oid> {
  const accepted = reports.filter(({ outcome }) => outcome === "accepted");
  return new Map(accepted.map(({ branch, commit }) => [branch, commit]));
}

function withReport({ report }: Promotion): PromotionReport[] {
  return report === null ? [] : [report];
}
