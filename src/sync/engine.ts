import { asTidemarkError, type TidemarkError } from "../domain/errors/tidemark-error.ts";
import type { Modtime, TableName } from "../domain/ids.ts";
import type { RunKind, RunOutcome, RunSummary } from "../domain/run.ts";
import type { TableSchema } from "../domain/schema/schema.ts";
import { attach } from "./attach.ts";
import { Checkpointer } from "./checkpoint.ts";
import { isCompared } from "./comparison.ts";
import type { RunContext, RunRequest, SyncPorts, SyncSettings } from "./context.ts";
import { recognise } from "./documents.ts";
import { planRun, type RunPlan } from "./plan.ts";
import { pollTable } from "./poll-table.ts";
import { type Expected, ProgressReporter } from "./progress.ts";
import { readTable } from "./read-table.ts";
import { chooseTables } from "./tables.ts";
import { Tally } from "./tally.ts";

/** How a run ended: always a summary, and the error that decides the exit code, null when all went well. */
export interface RunResult {
  readonly summary: RunSummary;
  readonly error: TidemarkError | null;
}

/**
 * One poll or full sync, from first contact to the push. A table whose first read is not finished is read whole in
 * either kind. What was staged and committed before an error stays: the next run goes on from there.
 */
export async function runSync(ports: SyncPorts, settings: SyncSettings, request: RunRequest): Promise<RunResult> {
  const started = ports.clock.monotonic();
  const state: RunState = { kind: request.kind, tally: new Tally(), checkpoints: null, tableErrors: [] };
  const fatal = await go({ ports, settings, request }, state).then(
    () => null,
    (reason: unknown) => asTidemarkError(reason, request.signal),
  );
  await state.checkpoints?.abandon();
  // A person who cancelled does not wait for a courtesy: the login frees itself within its linger.
  if (!request.signal.aborted) await ports.source.release();
  const error = fatal ?? worst(state.tableErrors);
  const summary: RunSummary = {
    run: request.run,
    kind: state.kind,
    outcome: outcomeOf(fatal, error),
    tables: state.tally.rows(),
    commit: state.checkpoints?.commit ?? null,
    pushed: state.checkpoints?.pushed ?? false,
    ms: Math.round(ports.clock.monotonic() - started),
    error: error === null ? null : { code: error.code, message: error.message },
  };
  return { summary, error };
}

interface RunInput {
  readonly ports: SyncPorts;
  readonly settings: SyncSettings;
  readonly request: RunRequest;
}

interface RunState {
  kind: RunKind;
  readonly tally: Tally;
  checkpoints: Checkpointer | null;
  readonly tableErrors: TidemarkError[];
}

async function go(input: RunInput, state: RunState): Promise<void> {
  const { ports, settings, request } = input;
  const { run, signal } = request;
  const schemas = await meet(input);
  await attach(ports, request);
  const sampled = await sampleClock(ports, request);
  const { kind } = request;
  const plan = planRun({ schemas, kind, markers: ports.staging.markers(), unfinished: unfinished(ports, settings) });
  state.kind = plan.kind;
  const total = await expectedRecords(ports, plan, signal);
  const progress = new ProgressReporter({ run, kind: plan.kind, total, watch: request.onProgress });
  const { verb } = plan;
  const checkpoints = new Checkpointer({ ports, settings, run, verb, serverTime: sampled, signal, progress });
  state.checkpoints = checkpoints;
  // Where a first read is part of the run, its additions are counted by the progress and not told one by one.
  const told: RunKind = plan.verb === "poll" ? "poll" : "full";
  const shared = { ports, settings, request: { ...request, kind: told }, tally: state.tally };
  await readTables({ ...shared, checkpoints, progress, sampled }, plan, state);
  await checkpoints.finish();
}

/** First contact: it is the document we know, and these are the tables to read. */
async function meet({ ports, settings, request }: RunInput): Promise<readonly TableSchema[]> {
  const contact = await ports.source.contact(request.signal);
  recognise(ports.staging, contact);
  return chooseTables({
    configured: settings.tables,
    named: settings.tablesNamed,
    only: request.tables,
    present: contact.tables,
  });
}

function unfinished({ staging }: SyncPorts, { tables }: SyncSettings): ReadonlySet<TableName> {
  return new Set(tables.filter((table) => staging.cursor(table) !== null || !isCompared(staging, table)));
}

/** Samples and stores the server's clock; returns its local time. */
async function sampleClock({ source, staging, clock }: SyncPorts, { run, signal }: RunRequest): Promise<Modtime> {
  const time = await source.time(signal);
  const host = { at: clock.now(), monotonic: clock.monotonic(), bootId: clock.bootId() };
  staging.addClockSample({ ...time, ...host, run });
  return time.local;
}

/** Records that are still to be read by tables read whole, as the server counts them now; null for a mere poll. */
async function expectedRecords(
  { source, staging }: SyncPorts,
  plan: RunPlan,
  signal: AbortSignal,
): Promise<Expected | null> {
  const tables = new Set(plan.tables.filter(({ pollSince }) => pollSince === null).map(({ schema }) => schema.table));
  if (tables.size === 0) return null;
  let records = 0;
  for (const table of tables) {
    const staged = staging.cursor(table) === null ? 0 : staging.liveCount(table);
    records += Math.max(0, (await source.count(table, signal).catch(unlessAborted(signal))) - staged);
  }
  return { records, tables };
}

/** A table that cannot be counted is told by its own read; here it only makes the estimate smaller. */
function unlessAborted(signal: AbortSignal): (reason: unknown) => number {
  return (reason) => {
    if (signal.aborted) throw reason;
    return 0;
  };
}

/** One table after the other; a failure that concerns one table only leaves the others to go on. */
async function readTables(context: RunContext, plan: RunPlan, { tableErrors }: RunState): Promise<void> {
  for (const { schema, pollSince } of plan.tables) {
    const reading = pollSince === null ? readTable(context, schema) : pollTable(context, schema, pollSince);
    await reading.catch((reason: unknown) => {
      const error = asTidemarkError(reason, context.request.signal);
      if (!error.tableOnly) throw error;
      context.ports.log.write("error", error.message, { code: error.code, table: schema.table, hint: error.hint });
      tableErrors.push(error);
    });
  }
}

/** The error that needs a person most: the highest exit code first. */
function worst(errors: readonly TidemarkError[]): TidemarkError | null {
  return errors.reduce<TidemarkError | null>((a, b) => (a !== null && a.exitCode >= b.exitCode ? a : b), null);
}

function outcomeOf(fatal: TidemarkError | null, error: TidemarkError | null): RunOutcome {
  if (error === null) return "ok";
  if (error.exitCode === 130) return "cancelled";
  if (error.exitCode === 4) return "halted";
  return fatal === null ? "partial" : "failed";
}
