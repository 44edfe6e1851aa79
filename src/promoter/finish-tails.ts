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
  const { staging, incoming, log, engine, reminders } = ports;
  if (incoming.held() !== null && staging.pendingPromotions().length === 0) incoming.hold(null);
  const open = staging.unnotedPromotions().flatMap(withReport);
  if (open.length === 0) return;
  try {
    await engine.push(signal);
    for (const [branch, commits] of accepted(open)) await forward(ports, { branch, commits }, signal);
    const notes = new Map(open.map((report) => [report.commit, `${JSON.stringify(report, null, 2)}\n`]));
    await incoming.writeNotes(notes, ports.clock.now(), signal);
    staging.markNoted(open);
    reminders.settle(SUBJECT);
  } catch (thrown) {
    const { code, message, hint, exitCode } = asTidemarkError(thrown, signal);
    if (signal.aborted || exitCode === 4) throw thrown;
    log.write(reminders.level(SUBJECT, code), `the outcome is not at the remote yet: ${message}`, { code, hint });
  }
}

const SUBJECT = "outcomes at the remote";

/** Tries to find where a branch stands: each is a request or two. */
const MOST_TRIES = 10;

/** By branch, the newest first. */
function accepted(reports: readonly PromotionReport[]): ReadonlyMap<string, readonly Oid[]> {
  const all = reports.filter(({ outcome }) => outcome === "accepted").toReversed();
  const groups = Map.groupBy(all, ({ branch }) => branch);
  return new Map(Array.from(groups, ([branch, some]) => [branch, some.map(({ commit }) => commit)]));
}

/**
 * A branch stands at the last of its commits, if at any. Which one that is the wall clock tells, and where that was set back it may be
 * one before.
 */
async function forward(
  { incoming, log }: PromoterPorts,
  { branch, commits }: { readonly branch: string; readonly commits: readonly Oid[] },
  signal: AbortSignal,
): Promise<void> {
  for (const commit of commits.slice(0, MOST_TRIES)) {
    if (!(await incoming.forward({ name: branch, head: commit }, signal))) continue;
    log.write("info", "the branch was moved forward to main", { branch, commit });
    return;
  }
}

function withReport({ report }: Promotion): PromotionReport[] {
  return report === null ? [] : [report];
}
