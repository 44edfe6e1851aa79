import { asTidemarkError, type TidemarkError } from "../domain/errors/tidemark-error.ts";
import type { TableName } from "../domain/ids.ts";
import type { Contact } from "../domain/ports/source.ts";
import type { RunKind, RunOutcome, RunSummary } from "../domain/run.ts";
import type { TableSchema } from "../domain/schema/schema.ts";
import { attach } from "./attach.ts";
import { Checkpointer } from "./checkpoint.ts";
import { sampleClock } from "./clock/sample.ts";
import { isCompared } from "./comparison.ts";
import type { RunContext, RunRequest, SyncPorts, SyncSettings } from "./context.ts";
import { noteDocument, recognise } from "./documents.ts";
import { noteDrift } from "./drift.ts";
import { FieldsSeen } from "./fields-seen.ts";
import { countsAsSweep, lastSweep, noteSweep, sweepBegins } from "./last-sweep.ts";
import { NewestRecords, readNewest, storeNewest } from "./newest-records.ts";
import { planRun, type RunPlan, type TablePlan } from "./plan.ts";
import { pollTable } from "./poll-table.ts";
import { type Expected, ProgressReporter } from "./progress.ts";
import { readTable } from "./read-table.ts";
import { refuseRestored } from "./restored.ts";
import { sweepTable } from "./sweep-table.ts";
import { isTableOnly, mirroredTables, tableFailure, tableGone } from "./table-failure.ts";
import { chooseTables, missingTables, type TableChoice } from "./tables.ts";
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
  const contact = await ports.source.contact(signal);
  recognise(ports, contact);
  await attach(ports, request, contact);
  const schemas = chosenTables(input, contact, state);
  noteDocument(ports, contact);
  const sampled = await sampleClock(input);
  const sweep = sweepBegins(ports.staging, ports.clock.now());
  const known = readNewest(ports.staging);
  await refuseRestored(ports, known, signal);
  const { kind } = request;
  const markers = ports.staging.markers();
  const lists = contact.capabilities.customFormat;
  const plan = planRun({ schemas, kind, markers, unfinished: unfinished(ports, settings), lists });
  state.kind = plan.kind;
  const total = await expectedRecords(ports, plan, signal);
  const progress = new ProgressReporter({ run, kind: plan.kind, total, watch: request.onProgress });
  const { verb } = plan;
  const checkpoints = new Checkpointer({ ports, settings, run, verb, serverTime: sampled, signal, progress });
  state.checkpoints = checkpoints;
  const newest = new NewestRecords(known);
  const tellAdditions = plan.verb !== "backfill";
  const shared = { ports, settings, request, tally: state.tally, checkpoints, progress };
  await readTables({ ...shared, sampled, newest, fields: new FieldsSeen(), tellAdditions }, plan, state);
  storeNewest(ports.staging, newest, sampled);
  if (request.stageOnly !== true) await checkpoints.finish();
  if (request.tables === undefined && countsAsSweep(plan, sweep, lastSweep(ports.staging)))
    noteSweep(ports.staging, sweep);
}

/** The tables to read. Mirrored ones that the document does not show are errors of their own. */
function chosenTables({ ports, settings, request }: RunInput, contact: Contact, state: RunState): TableSchema[] {
  const choice: TableChoice = {
    configured: settings.tables,
    named: settings.tablesNamed,
    only: request.tables,
    present: contact.tables,
    mirrored: mirroredTables(ports),
  };
  for (const table of missingTables(choice)) noteTableError(ports, state, { table, error: tableGone(table) });
  return chooseTables(choice);
}

interface FailedTable {
  readonly table: TableName;
  readonly error: TidemarkError;
}

function noteTableError({ log }: SyncPorts, { tableErrors }: RunState, { table, error }: FailedTable): void {
  log.write("error", error.message, { code: error.code, table, hint: error.hint });
  tableErrors.push(error);
}

function unfinished({ staging }: SyncPorts, { tables }: SyncSettings): ReadonlySet<TableName> {
  return new Set(tables.filter((table) => staging.cursor(table) !== null || !isCompared(staging, table)));
}

/**
 * Records that are still to be read by tables read whole, as the server counts them now, and what sweeps have to compare,
 * as staging counts it; null for a mere poll.
 */
async function expectedRecords(
  { source, staging }: SyncPorts,
  plan: RunPlan,
  signal: AbortSignal,
): Promise<Expected | null> {
  const counted = plan.tables.filter(({ way }) => way.kind !== "poll");
  if (counted.length === 0) return null;
  let records = 0;
  for (const { schema, way } of counted) {
    const { table } = schema;
    if (way.kind === "sweep") {
      records += staging.liveCount(table);
      continue;
    }
    const staged = staging.cursor(table) === null ? 0 : staging.liveCount(table);
    records += Math.max(0, (await countOf({ source }, table, signal)) - staged);
  }
  return { records, tables: new Set(counted.map(({ schema }) => schema.table)) };
}

/** A table that cannot be counted is told by its own read; here it only makes the estimate smaller. */
async function countOf(ports: Pick<SyncPorts, "source">, table: TableName, signal: AbortSignal): Promise<number> {
  try {
    return await ports.source.count(table, signal);
  } catch (reason) {
    const error = asTidemarkError(reason, signal);
    if (!(await isTableOnly(error, { ports, signal, done: 0, earlier: [] }))) throw error;
    return 0;
  }
}

/** One table after the other; a failure that concerns one table only leaves the others to go on. */
async function readTables(context: RunContext, plan: RunPlan, state: RunState): Promise<void> {
  const { ports, request } = context;
  const { signal } = request;
  for (const [done, one] of plan.tables.entries()) {
    const { table } = one.schema;
    await read(context, one).catch(async (reason: unknown) => {
      const earlier = state.tableErrors;
      const error = await tableFailure(asTidemarkError(reason, signal), table, { ports, signal, done, earlier });
      noteTableError(ports, state, { table, error });
    });
    noteDrift(context, one.schema);
  }
}

function read(context: RunContext, { schema, way }: TablePlan): Promise<void> {
  switch (way.kind) {
    case "whole":
      return readTable(context, schema);
    case "poll":
      return pollTable(context, schema, way.marker);
    case "sweep":
      return sweepTable(context, schema);
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
