import { asTidemarkError, type TidemarkError } from "../domain/errors/tidemark-error.ts";
import type { RunId } from "../domain/ids.ts";
import { during } from "../domain/log-fields.ts";
import type { PromotionReport } from "../domain/promotion.ts";
import type { RunSummary, TableTally } from "../domain/run.ts";
import type { PromotionContext } from "./context.ts";
import { Journal } from "./journal.ts";
import type { Candidate } from "./next-candidate.ts";
import { reason } from "./plan/values.ts";
import type { PromoterPorts, PromoterSettings } from "./ports.ts";
import { promoteCommit } from "./promote-commit.ts";
import { reportOf } from "./tell.ts";
import type { PromoteRequest } from "./turn.ts";

/** Reasons of one commit that the log tells; the note has all of them. */
const MOST_LINES = 50;
/** MoneyWorks' own words may quote values: they are in the note. */
const REFUSED = "MoneyWorks refused it; the note has its words.";

interface One {
  readonly candidate: Candidate;
  readonly turn: Pick<PromoteRequest, "signal" | "onRun">;
}

/** One promotion as a run of the history, whatever becomes of it. */
export async function promoteOne(ports: PromoterPorts, settings: PromoterSettings, one: One): Promise<Promoted> {
  const run = ports.random.uuid(ports.clock.now()) as RunId;
  return await during(ports.log, { run }, () => recorded(ports, settings, { ...one, run }));
}

interface Promoted {
  readonly report: PromotionReport;
  readonly error: TidemarkError | null;
}

async function recorded(
  ports: PromoterPorts,
  settings: PromoterSettings,
  { candidate, turn: { signal, onRun }, run }: One & { readonly run: RunId },
): Promise<Promoted> {
  const { staging, clock, log, incoming } = ports;
  const { branch, step, early } = candidate;
  const { commit } = step;
  log.write("info", "write detected", { commit, branch: branch.name, author: step.author, subject: step.subject });
  log.write("info", "polling is suspended until the commit is judged", { commit });
  const started = clock.monotonic();
  staging.startRun(run, "promote", clock.now());
  onRun?.(run);
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
