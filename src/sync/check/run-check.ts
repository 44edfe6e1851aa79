import type { CheckOutcome, CheckSummary } from "../../domain/check.ts";
import { asTidemarkError, type TidemarkError } from "../../domain/errors/tidemark-error.ts";
import type { Modtime, TableName } from "../../domain/ids.ts";
import type { Staging } from "../../domain/ports/staging.ts";
import type { TableSchema } from "../../domain/schema/schema.ts";
import { refuseOther } from "../documents.ts";
import { type Expected, ProgressReporter } from "../progress.ts";
import { mirroredTables, tableFailure, tableGone } from "../table-failure.ts";
import { chooseTables, missingTables, type TableChoice } from "../tables.ts";
import { checkTable } from "./check-table.ts";
import type { CheckContext, CheckPorts, CheckRequest, CheckSettings } from "./context.ts";
import { CheckTallies } from "./tallies.ts";

const SECOND_MS = 1000;

/** How a check ended: always a summary, and the error that decides the exit code; null: both sides were compared whole. */
export interface CheckResult {
  readonly summary: CheckSummary;
  readonly error: TidemarkError | null;
}

interface CheckInput {
  readonly ports: CheckPorts;
  readonly settings: CheckSettings;
  readonly request: CheckRequest;
}

interface CheckState {
  readonly tally: CheckTallies;
  at: Modtime | null;
  readonly tableErrors: TidemarkError[];
  /** Tables gone through so far. */
  done: number;
}

/** Compares MoneyWorks with main, table by table, and writes nothing. Does not throw. */
export async function runCheck(
  ports: CheckPorts,
  settings: CheckSettings,
  request: CheckRequest,
): Promise<CheckResult> {
  const started = ports.clock.monotonic();
  const state: CheckState = { tally: new CheckTallies(), at: null, tableErrors: [], done: 0 };
  const fatal = await go({ ports, settings, request }, state).then(
    () => null,
    (reason: unknown) => asTidemarkError(reason, request.signal),
  );
  if (!request.signal.aborted) await ports.source.release();
  const error = fatal ?? state.tableErrors.toSorted((a, b) => b.exitCode - a.exitCode)[0] ?? null;
  const differences = state.tally.differences();
  const summary: CheckSummary = {
    run: request.run,
    outcome: outcomeOf(fatal, error, differences),
    tables: state.tally.rows(),
    differences,
    shown: state.tally.shown,
    at: state.at,
    ms: Math.round(ports.clock.monotonic() - started),
    error: error === null ? null : { code: error.code, message: error.message },
  };
  return { summary, error };
}

async function go(input: CheckInput, state: CheckState): Promise<void> {
  const { ports, settings, request } = input;
  const foreseen = (request.tables ?? settings.tables).length;
  const progress = new ProgressReporter({
    run: request.run,
    kind: "check",
    tables: foreseen,
    watch: request.onProgress,
  });
  progress.begin();
  const contact = await ports.source.contact(request.signal);
  ports.staging.read((staging) => refuseOther(staging, contact));
  const choice: TableChoice = {
    configured: settings.tables,
    named: settings.tablesNamed,
    only: request.tables,
    present: contact.tables,
    mirrored: mirroredTables({ staging: markersOf(ports) }),
  };
  for (const table of missingTables(choice)) noteTableError(ports, state, { table, error: tableGone(table) });
  const schemas = chooseTables(choice);
  const { local: startedAt } = await ports.source.time(request.signal);
  state.at = startedAt;
  // What is stamped with this second was edited before the check, once the second is over.
  await ports.clock.sleep(SECOND_MS, request.signal);
  progress.planned("check", schemas.length);
  progress.expect(ports.staging.read((staging) => expectedRecords(staging, schemas)));
  const searchesByTime = contact.capabilities.modifiedSince !== "none";
  const context = { ports, settings, request, progress, tally: state.tally, startedAt, searchesByTime };
  for (const schema of schemas) await checkOne(context, schema, state);
}

/** Staging's own count: MoneyWorks' would cost a request a table. */
function expectedRecords(staging: Staging, schemas: readonly TableSchema[]): Expected {
  const tables = new Set(schemas.map(({ table }) => table));
  return { tables, before: 0, records: [...tables].reduce((sum, table) => sum + staging.liveCount(table), 0) };
}

/** A failure that concerns one table only leaves the others to go on. */
async function checkOne(context: CheckContext, schema: TableSchema, state: CheckState): Promise<void> {
  const { ports, request } = context;
  const { table } = schema;
  context.progress.table(table);
  try {
    await checkTable(context, schema);
  } catch (reason) {
    const cause = asTidemarkError(reason, request.signal);
    const progress = { signal: request.signal, done: state.done, earlier: state.tableErrors };
    const asked = { ports: { source: ports.source, staging: markersOf(ports) }, ...progress };
    noteTableError(ports, state, { table, error: await tableFailure(cause, table, asked) });
  }
  state.done += 1;
}

interface TableError {
  readonly table: TableName;
  readonly error: TidemarkError;
}

function noteTableError({ log }: CheckPorts, { tableErrors }: CheckState, { table, error }: TableError): void {
  log.write("error", error.message, { code: error.code, table, hint: error.hint });
  tableErrors.push(error);
}

function markersOf({ staging }: CheckPorts): Pick<Staging, "markers"> {
  return { markers: () => staging.read((now) => now.markers()) };
}

function outcomeOf(fatal: TidemarkError | null, error: TidemarkError | null, differences: number): CheckOutcome {
  if (error?.exitCode === 130) return "cancelled";
  if (fatal !== null) return "failed";
  if (error !== null) return "partial";
  return differences === 0 ? "equal" : "different";
}
