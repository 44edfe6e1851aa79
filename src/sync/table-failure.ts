import type { ErrorCode } from "../domain/errors/registry.ts";
import { fail, TidemarkError } from "../domain/errors/tidemark-error.ts";
import type { TableName } from "../domain/ids.ts";
import type { SyncPorts } from "./context.ts";

export interface FailureContext {
  readonly ports: Pick<SyncPorts, "source"> & KnowsTables;
  readonly signal: AbortSignal;
  /** How many tables this run has gone through before this one, and what those ended with that failed. */
  readonly done: number;
  readonly earlier: readonly TidemarkError[];
}

/** What a table can end with on its own, or every table because the server is not well. */
const OPEN: ReadonlySet<string> = new Set<ErrorCode>([
  "moneyworks.server-error",
  "moneyworks.unexpected-answer",
  "moneyworks.timeout",
  "moneyworks.connection-lost",
  "moneyworks.too-big",
  "moneyworks.search",
  "moneyworks.not-understood",
  "moneyworks.login",
]);
/** When so many tables failed and none went through, it is the server, whatever else it answers. */
const MOST_IN_A_ROW = 3;

/**
 * What the run goes on after: a table that failed for itself, as its error.
 * @throws the error when it concerns the whole run
 */
export async function tableFailure(
  error: TidemarkError,
  table: TableName,
  context: FailureContext,
): Promise<TidemarkError> {
  if (error.code === "moneyworks.no-table" && mirroredTables(context.ports).has(table)) return tableGone(table, error);
  if (await isTableOnly(error, context)) return error;
  throw error;
}

/**
 * Whether only the table that was asked for is concerned. Where the error leaves that open, the server is asked something
 * cheap: one that answers is well, and refuses just this table.
 * @throws the signal's reason
 */
export async function isTableOnly(error: TidemarkError, context: Omit<FailureContext, "ports"> & Probed) {
  if (error.tableOnly) return true;
  if (!OPEN.has(error.code)) return false;
  const { ports, signal, done, earlier } = context;
  const failed = earlier.filter(({ code }) => OPEN.has(code)).length;
  if (failed >= MOST_IN_A_ROW && failed === done) return false;
  try {
    // The time may come with an answer that needs no log-in; a document's id does not.
    if (error.code === "moneyworks.login") return (await ports.source.contact(signal)).document !== null;
    await ports.source.time(signal);
    return true;
  } catch (reason) {
    signal.throwIfAborted();
    if (reason instanceof TidemarkError) return false;
    throw reason;
  }
}

interface Probed {
  readonly ports: Pick<SyncPorts, "source">;
}

interface KnowsTables {
  readonly staging: Pick<SyncPorts["staging"], "markers">;
}

/** Tables that something was staged of. */
export function mirroredTables({ staging }: KnowsTables): ReadonlySet<TableName> {
  return new Set(staging.markers().map(({ table }) => table));
}

export function tableGone(table: TableName, cause?: TidemarkError): TidemarkError {
  return fail("sync.table-gone", { table }, { cause });
}
