import { asTidemarkError, type TidemarkError } from "../domain/errors/tidemark-error.ts";
import type { TableName } from "../domain/ids.ts";
import type { Contact } from "../domain/ports/source.ts";
import type { RunKind, RunOutcome, RunSummary } from "../domain/run.ts";
import { SCHEMA, type TableSchema } from "../domain/schema/schema.ts";
import { attach } from "./attach.ts";
import { Checkpointer } from "./checkpoint.ts";
import { sampleClock } from "./clock/sample.ts";
import type { RunContext, RunRequest, SyncPorts, SyncSettings } from "./context.ts";
import { noteDocument, recognise } from "./documents.ts";
import { noteDrift } from "./drift.ts";
import { expectedRecords } from "./expected-records.ts";
import { FieldsSeen } from "./fields-seen.ts";
import { isUnfinished } from "./finished-tables.ts";
import { countsAsSweep, lastSweep, noteSweep, sweepBegins } from "./last-sweep.ts";
import { NewestRecords, readNewest, storeNewest } from "./newest-records.ts";
import { planRun, type RunPlan, type TablePlan } from "./plan.ts";
import { pollTable } from "./poll-table.ts";
import { ProgressReporter } from "./progress.ts";
import { readTable, type TableEnd } from "./read-table.ts";
import { refuseRestored } from "./restored.ts";
import { sweepTable } from "./sweep-table.ts";
import { mirroredTables, tableFailure, tableGone } from "./table-failure.ts";
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
  const state: RunState = {
    kind: request.kind,
    tally: new Tally(),
    checkpoints: null,
    tableErrors: [],
    yielded: false,
  };
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
    outcome: outcomeOf(fatal, error, state.yielded),
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
  yielded: boolean;
}

async function go(input: RunInput, state: RunState): Promise<void> {
  const { ports, settings, request } = input;
  const { run, signal } = request;
  const progress = beginProgress(input);
  const contact = await ports.source.contact(signal);
  recognise(ports, contact);
  await attach(ports, request, contact);
  const schemas = chosenTables(input, contact, state);
  noteDocument(ports, contact);
  const sampled = await sampleClock(input);
  const sweep = sweepBegins(ports.staging, ports.clock.now());
  const known = readNewest(ports.staging);
  await refuseRestored(ports, known, signal);
  const plan = planOf(input, schemas, contact.capabilities.customFormat);
  state.kind = plan.kind;
  progress.planned(plan.kind, plan.tables.length);
  progress.expect(await expectedRecords(ports, plan, signal));
  const { verb } = plan;
  const checkpoints = new Checkpointer({ ports, settings, run, verb, serverTime: sampled, signal, progress });
  state.checkpoints = checkpoints;
  const newest = new NewestRecords(known);
  const tellAdditions = plan.verb !== "backfill";
  const asked = plan.isAsPoll ? request : { ...request, shouldYield: undefined };
  const shared = { ports, settings, request: asked, tally: state.tally, checkpoints, progress };
  const context = { ...shared, sampled, newest, fields: new FieldsSeen(), tellAdditions };
  state.yielded = await readTables(context, plan, state);
  storeNewest(ports.staging, newest, sampled);
  if (state.yielded) return checkpoints.settle();
  if (request.stageOnly !== true) await checkpoints.finish();
  if (request.tables === undefined && countsAsSweep(plan, sweep, lastSweep(ports.staging)))
    noteSweep(ports.staging, sweep);
}

/** Before the server was asked anything, a run can only foresee which tables it will go through. */
function beginProgress(input: RunInput): ProgressReporter {
  const { run, tables, onProgress: watch } = input.request;
  const schemas = (tables ?? input.settings.tables).flatMap((table) => SCHEMA.get(table) ?? []);
  const { kind } = planOf(input, schemas, true);
  const progress = new ProgressReporter({ run, kind, tables: schemas.length, watch });
  progress.begin();
  return progress;
}

/** @param lists see `PlanInput` */
function planOf({ ports, request }: RunInput, schemas: readonly TableSchema[], lists: boolean): RunPlan {
  const { staging } = ports;
  const tables = schemas.map(({ table }) => table).filter((table) => isUnfinished(staging, table));
  const unfinished = new Set(tables);
  return planRun({ schemas, kind: request.kind, markers: staging.markers(), unfinished, lists });
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

/**
 * One table after the other; a failure that concerns one table only leaves the others to go on.
 * @returns whether a first read let another run go first: the tables behind it wait
 */
async function readTables(context: RunContext, plan: RunPlan, state: RunState): Promise<boolean> {
  const { ports, request, progress } = context;
  const { signal } = request;
  for (const [done, one] of plan.tables.entries()) {
    const { table } = one.schema;
    progress.table(table);
    const end = await read(context, one).catch(async (reason: unknown) => {
      const earlier = state.tableErrors;
      const error = await tableFailure(asTidemarkError(reason, signal), table, { ports, signal, done, earlier });
      noteTableError(ports, state, { table, error });
    });
    noteDrift(context, one.schema);
    if (end === "yielded") return true;
  }
  return false;
}

async function read(context: RunContext, { schema, way }: TablePlan): Promise<TableEnd> {
  if (way.kind === "whole") return readTable(context, schema);
  await (way.kind === "poll" ? pollTable(context, schema, way.marker) : sweepTable(context, schema));
  return "read";
}

/** The error that needs a person most: the highest exit code first. */
function worst(errors: readonly TidemarkError[]): TidemarkError | null {
  return errors.reduce<TidemarkError | null>((a, b) => (a !== null && a.exitCode >= b.exitCode ? a : b), null);
}

/** A table that failed on the way is told by the error of a run that yielded, too, and tried again by the next one. */
function outcomeOf(fatal: TidemarkError | null, error: TidemarkError | null, yielded: boolean): RunOutcome {
  if (error?.exitCode === 130) return "cancelled";
  if (error?.exitCode === 4) return "halted";
  if (fatal !== null) return "failed";
  if (yielded) return "yielded";
  return error === null ? "ok" : "partial";
}
