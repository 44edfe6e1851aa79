import type { ErrorCode } from "../domain/errors/registry.ts";
import { asTidemarkError, TidemarkError } from "../domain/errors/tidemark-error.ts";
import type { Oid, RunId } from "../domain/ids.ts";
import type { ImportEntry, Promotion } from "../domain/ports/staging-promotions.ts";
import type { PromotedRecord, RecordState } from "../domain/promotion.ts";
import { closeOpen, isUnseen } from "./close-open.ts";
import type { PromotionContext } from "./context.ts";
import { Journal } from "./journal.ts";
import { reason } from "./plan/values.ts";
import type { PromoterPorts, PromoterSettings } from "./ports.ts";
import { planFor } from "./promote-commit.ts";
import { reportOf } from "./tell.ts";
import type { Turn } from "./turn.ts";

/**
 * Ends what an interrupted turn left. A commit that is on main was accepted: main is the commit point. One that still waits on its
 * branch is promoted again. One that its author took back is not carried on: what became of it so far is told. What of one commit is
 * not certain yet waits for the next turn, and holds no other one up.
 */
export async function settlePending(ports: PromoterPorts, settings: PromoterSettings, turn: Turn): Promise<void> {
  const { staging, incoming } = ports;
  const pending = staging.pendingPromotions();
  if (pending.length === 0) return;
  const branches = await incoming.branches(settings.branches, turn.signal);
  let isAllRead = true;
  for (const { head } of branches)
    isAllRead = (await goingOn(turn, () => receiveIfSmall(ports, head, turn))) && isAllRead;
  for (const promotion of pending) {
    const { commit } = promotion;
    const isLed = (head: Oid) => head === commit || (incoming.has(head) && incoming.isStepOf(commit, head));
    if (incoming.has(commit) && incoming.isOnMain(commit)) noteAccepted(ports, promotion);
    else if (isAllRead && !branches.some(({ head }) => isLed(head)))
      await goingOn(turn, () => withdraw(contextOf(ports, settings, { promotion, signal: turn.signal })));
  }
}

/** @returns false: an error of one commit kept it from being done. @throws what ends the turn */
async function goingOn(turn: Turn, work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (thrown) {
    if (!turn.goesOnAfter(asTidemarkError(thrown, turn.signal))) throw thrown;
    return false;
  }
}

function contextOf(
  ports: PromoterPorts,
  settings: PromoterSettings,
  { promotion: { commit, branch, run }, signal }: { readonly promotion: Promotion; readonly signal: AbortSignal },
): PromotionContext {
  return { ports, settings, commit, branch, run, journal: new Journal(ports.staging, commit), signal };
}

const LEADS_NOWHERE: ReadonlySet<string> = new Set<ErrorCode>([
  "promote.too-big",
  "promote.anonymized",
  "remote.bad-pack",
  "remote.pack-limit",
]);

/** Whether a branch still leads to a commit is told by its history; one that is too big for a history of edits leads nowhere. */
async function receiveIfSmall({ incoming }: PromoterPorts, head: Oid, { signal }: Turn): Promise<void> {
  try {
    await incoming.receive(head, signal);
  } catch (error) {
    if (!(error instanceof TidemarkError) || !LEADS_NOWHERE.has(error.code)) throw error;
  }
}

function noteAccepted(
  { staging, incoming, configuration, clock, log }: PromoterPorts,
  { commit, branch, run, report }: Promotion,
): void {
  const main = incoming.mergeOf(commit);
  configuration.settle();
  log.write("info", "promotion accepted", { commit, branch, main });
  const known = report ?? emptyReport(commit, branch, run);
  staging.reportPromotion(
    { ...known, outcome: "accepted", main, reasons: [], at: new Date(clock.now()).toISOString() },
    clock.now(),
  );
}

function emptyReport(commit: Oid, branch: string, run: RunId) {
  return { version: 1, commit, branch, run, base: null, records: [], omitted: 0 } as const;
}

/** @throws promote.outcome-unknown while it is not certain what became of something that was sent */
async function withdraw(context: PromotionContext): Promise<void> {
  const { ports, commit, branch, journal } = context;
  const { staging, log, clock } = ports;
  if (journal.entries.every(({ sent }) => sent === null)) {
    staging.forgetPromotion(commit);
    log.write("info", "the commit was taken back before anything was sent", { commit, branch });
    return;
  }
  await closeOpen(context, ports.incoming.has(commit) ? planFor(context).plan : null);
  const text = "The branch moved on while this commit was carried over; what was applied stays, the rest was not sent.";
  const records = journal.entries.map(recordOf);
  const reasons = [reason("withdrawn", null, text)];
  staging.reportPromotion(reportOf(context, { outcome: "failed", base: null, reasons, records }), clock.now());
  log.write("warn", "promotion failed", { commit, branch, reason: "withdrawn" });
}

const STATES: Readonly<Record<ImportEntry["state"], RecordState>> = {
  planned: "unsent",
  sent: "unknown",
  applied: "applied",
  refused: "failed",
  void: "unsent",
};

function recordOf({ path, kind, table, key, seq, ...entry }: ImportEntry): PromotedRecord {
  const state = isUnseen(entry) ? "unknown" : STATES[entry.state];
  return { path, kind, state, table, key, seq, mainPath: null, fields: [], reasons: [] };
}
