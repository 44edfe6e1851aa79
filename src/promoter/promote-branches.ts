import type { ErrorCode } from "../domain/errors/registry.ts";
import { asTidemarkError, type TidemarkError } from "../domain/errors/tidemark-error.ts";
import type { Oid, RunId } from "../domain/ids.ts";
import type { IncomingBranch, IncomingCommit } from "../domain/ports/incoming.ts";
import type { PromotionReport, Reason } from "../domain/promotion.ts";
import type { RunSummary, TableTally } from "../domain/run.ts";
import type { PromotionContext } from "./context.ts";
import { finishTails } from "./finish-tails.ts";
import { Journal } from "./journal.ts";
import { reason } from "./plan/values.ts";
import type { PromoterPorts, PromoterSettings } from "./ports.ts";
import { promoteCommit } from "./promote-commit.ts";
import { settlePending } from "./settle-pending.ts";
import { reportOf } from "./tell.ts";

export interface PromoteRequest {
  readonly signal: AbortSignal;
  /** Commits that were decided before are judged once more. */
  readonly again: boolean;
}

/** What a turn of promotions came to. */
export interface PromoteResult {
  /** In the order in which they were judged. */
  readonly reports: readonly PromotionReport[];
  /** What ended the turn early; the next one goes on. */
  readonly error: TidemarkError | null;
}

/** Reasons of one commit that the log tells; the note has all of them. */
const MOST_LINES = 50;
/** MoneyWorks' own words may quote values: they are in the note. */
const REFUSED = "MoneyWorks refused it; the note has its words.";
/** Commits that one branch may be ahead of main, and that one turn judges: polls must not wait for an author who never stops. */
const MOST_COMMITS = 1000;

/**
 * Everything that waits on incoming branches, oldest first and one commit at a time, until nothing is left or something has to
 * wait. Main has to be fresh: call it after a poll that went through. Does not throw.
 */
export async function promoteBranches(
  ports: PromoterPorts,
  settings: PromoterSettings,
  request: PromoteRequest,
): Promise<PromoteResult> {
  const reports: PromotionReport[] = [];
  try {
    await settlePending(ports, settings, request.signal);
    const error = await promoteAll(ports, settings, { ...request, reports });
    if (error === null || !isEnd(error)) await finishTails(ports, request.signal);
    return { reports, error };
  } catch (thrown) {
    return { reports, error: asTidemarkError(thrown, request.signal) };
  }
}

/** A stop, or something that only a person ends: nothing more is tried. */
function isEnd({ exitCode }: TidemarkError): boolean {
  return exitCode === 130 || exitCode === 4;
}

async function promoteAll(
  ports: PromoterPorts,
  settings: PromoterSettings,
  request: PromoteRequest & { readonly reports: PromotionReport[] },
): Promise<TidemarkError | null> {
  const judged = new Set<Oid>();
  while (judged.size < MOST_COMMITS) {
    const candidate = await nextCandidate(ports, settings, { ...request, judged });
    if (candidate === null) return null;
    judged.add(candidate.step.commit);
    const { report, error } = await promoteOne(ports, settings, { candidate, signal: request.signal });
    request.reports.push(report);
    if (error !== null) return error;
  }
  return null;
}

interface Candidate {
  readonly branch: IncomingBranch;
  readonly step: IncomingCommit;
  /** Why it is not even looked at. */
  readonly early: readonly Reason[];
}

/** The oldest commit that waits, over all branches; each branch's in its own order. */
async function nextCandidate(
  ports: PromoterPorts,
  settings: PromoterSettings,
  request: PromoteRequest & { readonly judged: ReadonlySet<Oid> },
): Promise<Candidate | null> {
  const candidates: Candidate[] = [];
  for (const branch of await ports.incoming.branches(settings.branches, request.signal)) {
    const candidate = await firstOf(ports, branch, request);
    if (candidate !== null) candidates.push(candidate);
  }
  return candidates.reduce<Candidate | null>((a, b) => (a === null || b.step.at < a.step.at ? b : a), null);
}

async function firstOf(
  ports: PromoterPorts,
  branch: IncomingBranch,
  request: PromoteRequest & { readonly judged: ReadonlySet<Oid> },
): Promise<Candidate | null> {
  const { incoming, staging, log } = ports;
  const isOpen = (commit: Oid) => {
    if (request.judged.has(commit)) return false;
    const known = staging.promotion(commit);
    return (
      request.again || (known === null ? outcomeOfNote(incoming.note(commit)) === null : known.outcome === "pending")
    );
  };
  if (!isOpen(branch.head)) return null;
  if (staging.promotion(branch.head) === null) await incoming.fetchNotes(request.signal);
  if (!isOpen(branch.head)) return null;
  const received = await receiveHead(ports, branch, request.signal);
  if (received === "unreadable") return null;
  if (received !== "received") return { branch, step: unseen(branch), early: [received] };
  const steps = incoming.steps(branch.head, MOST_COMMITS);
  if (steps === null) return wholeBranch(ports, branch);
  const step = steps.find(({ commit }) => isOpen(commit));
  if (step === undefined) return null;
  log.write("debug", "a commit waits", { branch: branch.name, commit: step.commit });
  return { branch, step, early: [] };
}

/** A branch that cannot be received holds no other one up. What a commit beyond all bounds holds stays unknown. */
async function receiveHead(
  { incoming, log }: PromoterPorts,
  { head, name }: IncomingBranch,
  signal: AbortSignal,
): Promise<"received" | "unreadable" | Reason> {
  try {
    await incoming.receive(head, signal);
    return "received";
  } catch (thrown) {
    const { code, message, hint } = asTidemarkError(thrown, signal);
    if (code === "promote.too-big") return reason("too-big", null, `${message} ${hint}`);
    if (!UNREADABLE.has(code)) throw thrown;
    log.write("warn", `the branch cannot be read: ${message}`, { branch: name, commit: head, code, hint });
    return "unreadable";
  }
}

/** What is wrong with the commits themselves. */
const UNREADABLE: ReadonlySet<string> = new Set<ErrorCode>(["remote.bad-pack", "remote.pack-limit"]);

function unseen({ head }: IncomingBranch): IncomingCommit {
  return { commit: head, author: "", at: 0, subject: "" };
}

/** More commits than anybody makes by hand, or a history of its own: judged by its head alone. */
function wholeBranch({ incoming }: PromoterPorts, branch: IncomingBranch): Candidate {
  const { bases } = incoming.changes(branch.head);
  const text = `The branch is more than ${MOST_COMMITS} commits ahead of main. Squash them.`;
  const early = bases.length === 0 ? [] : [reason("too-many-commits", null, text)];
  return { branch, step: incoming.describe(branch.head), early };
}

/** The outcome that an earlier data directory wrote down; null when there is none that ended. */
function outcomeOfNote(note: string | null): string | null {
  if (note === null) return null;
  try {
    const { version, outcome } = JSON.parse(note);
    return version === 1 && typeof outcome === "string" && outcome !== "pending" ? outcome : null;
  } catch {
    return null;
  }
}

interface One {
  readonly candidate: Candidate;
  readonly signal: AbortSignal;
}

/** One promotion as a run of the history, whatever becomes of it. */
async function promoteOne(
  ports: PromoterPorts,
  settings: PromoterSettings,
  { candidate, signal }: One,
): Promise<{ readonly report: PromotionReport; readonly error: TidemarkError | null }> {
  const { staging, clock, random, log, incoming } = ports;
  const { branch, step, early } = candidate;
  const { commit } = step;
  const run = random.uuid(clock.now()) as RunId;
  log.write("info", "write detected", { commit, branch: branch.name, author: step.author, subject: step.subject });
  log.write("info", "polling is suspended until the commit is judged", { commit });
  const started = clock.monotonic();
  staging.startRun(run, "promote", clock.now());
  staging.startPromotion({ commit, branch: branch.name, run, at: clock.now() });
  const journal = new Journal(staging, commit);
  const context: PromotionContext = { ports, settings, commit, branch: branch.name, run, journal, signal };
  let report: PromotionReport;
  let error: TidemarkError | null = null;
  let tables: readonly TableTally[] = [];
  try {
    if (early.length === 0) incoming.hold(commit);
    ({ report, tables } = await promoteCommit(context, early));
  } catch (thrown) {
    error = asTidemarkError(thrown, signal);
    report = pendingReport(context, error);
  }
  remember(context, report);
  tellOutcome(context, report, error);
  const ms = Math.round(clock.monotonic() - started);
  staging.endRun(summaryOf(report, { tables, error, ms }), clock.now());
  return { report, error };
}

/** What is known of a promotion that could not be decided: its reasons replace those of earlier attempts, what was verified stays. */
function pendingReport(context: PromotionContext, error: TidemarkError): PromotionReport {
  const known = context.ports.staging.promotion(context.commit)?.report;
  const reasons = [reason("outcome-unknown", null, `${error.message} ${error.hint}`)];
  return reportOf(context, { outcome: "pending", base: known?.base ?? null, reasons, records: known?.records ?? [] });
}

/** A pending report that says what the last one said is not written again: each would become a note. */
function remember({ ports: { staging, clock }, commit }: PromotionContext, report: PromotionReport): void {
  const before = staging.promotion(commit)?.report ?? null;
  const timeless = ({ at: _at, run: _run, ...rest }: PromotionReport) => JSON.stringify(rest);
  const isSame = report.outcome === "pending" && before !== null && timeless(before) === timeless(report);
  if (!isSame) staging.reportPromotion(report, clock.now());
}

function tellOutcome(
  { ports: { log }, commit }: PromotionContext,
  report: PromotionReport,
  error: TidemarkError | null,
): void {
  const { outcome, records, reasons } = report;
  const told = [
    ...reasons.map(({ code, text }) => ({ code, text })),
    ...records.flatMap(({ path, reasons: own }) =>
      own.map(({ code, text }) => ({ code, text: `${path}: ${code === "moneyworks-refused" ? REFUSED : text}` })),
    ),
  ];
  for (const { code, text } of told.slice(0, MOST_LINES)) log.write("warn", text, { commit, reason: code });
  if (told.length > MOST_LINES) log.write("warn", `… and ${told.length - MOST_LINES} more reasons`, { commit });
  if (error !== null) log.write("warn", "the commit waits", { commit, code: error.code });
  log.write("info", `promotion ${outcome}`, {
    commit,
    branch: report.branch,
    main: report.main,
    records: records.length,
  });
  log.write("info", "polling goes on", { commit });
}

interface RunEnd {
  readonly tables: readonly TableTally[];
  readonly error: TidemarkError | null;
  readonly ms: number;
}

function summaryOf({ run, outcome, main }: PromotionReport, { tables, error, ms }: RunEnd): RunSummary {
  const told = error === null ? null : { code: error.code, message: error.message };
  return {
    run,
    kind: "promote",
    outcome: runOutcome(outcome, error),
    tables,
    commit: main,
    pushed: false,
    ms,
    error: told,
  };
}

/** A commit that is refused was judged as it should be. */
function runOutcome(outcome: PromotionReport["outcome"], error: TidemarkError | null): RunSummary["outcome"] {
  if (error !== null) return error.exitCode === 130 ? "cancelled" : error.exitCode === 4 ? "halted" : "failed";
  return outcome === "failed" ? "failed" : "ok";
}
