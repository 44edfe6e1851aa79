import type { Config } from "../../config/load.ts";
import { asTidemarkError, endedBy, TidemarkError } from "../../domain/errors/tidemark-error.ts";
import type { TableName } from "../../domain/ids.ts";
import type { Host } from "../../domain/ports/host.ts";
import type { Contact, Source } from "../../domain/ports/source.ts";
import type { RepeatResult } from "../../domain/repeat.ts";
import type { TableSchema } from "../../domain/schema/schema.ts";
import { isTableOnly } from "../../sync/table-failure.ts";
import { chooseTables } from "../../sync/tables.ts";
import { openLog } from "../appliance.ts";
import { createWays, sourceOf } from "../parts.ts";
import { readConfig, type SettingsInput } from "../settings.ts";
import { untilStopped } from "../stop-signal.ts";
import { repeatTable } from "./repeat-table.ts";

export interface RepeatRequest {
  readonly tables?: readonly TableName[] | undefined;
  /** Both formats of one table, when it is done. */
  readonly onResults: (results: readonly RepeatResult[]) => void;
  /** `now` is the monotonic clock in ms. */
  readonly onProgress: (progress: { readonly table: TableName; readonly records: number }, now: number) => void;
}

/**
 * `tidemark doctor --repeat`: whether exports repeat themselves byte by byte, table by table. One that cannot be read keeps
 * no other from being compared.
 * @throws config.*, moneyworks.*, sync.unknown-table, sync.unmirrored-table, run.cancelled
 */
export async function doctorRepeat(host: Host, input: SettingsInput, request: RepeatRequest): Promise<void> {
  const config = readConfig(host, input);
  await withSource(host, config, async (source, signal, now) => {
    const contact = await source.contact(signal);
    for (const schema of tablesOf(config, contact, request.tables)) {
      const { table } = schema;
      const scene = {
        source,
        signal,
        chunk: config.values.chunk,
        hidden: new Set(config.values.private),
        searchesByTime: contact.capabilities.modifiedSince !== "none",
        onRecords: (records: number) => request.onProgress({ table, records }, now()),
      };
      const results = await repeatTable(scene, schema).catch((reason: unknown) =>
        unreadable(schema, errorOf(reason, signal), { source, signal }),
      );
      request.onResults(results);
    }
  });
}

function tablesOf(config: Config, contact: Contact, only: readonly TableName[] | undefined): readonly TableSchema[] {
  const { values, origins } = config;
  const named = origins.tables.kind !== "default";
  return chooseTables({ configured: values.tables, named, only, present: contact.tables });
}

async function unreadable(
  { table }: TableSchema,
  error: TidemarkError,
  { source, signal }: { readonly source: Source; readonly signal: AbortSignal },
): Promise<readonly RepeatResult[]> {
  if (!(await isTableOnly(error, { ports: { source }, signal, done: 0, earlier: [] }))) throw error;
  const { code, message, hint } = error;
  const nothing = { records: 0, answers: 0, bytes: 0, difference: null, form: null };
  const result = { table, verdict: "failed", ...nothing, error: { code, message, hint } } as const;
  return [
    { ...result, format: "xml-verbose" },
    { ...result, format: "xml-terse" },
  ];
}

async function withSource(
  host: Host,
  config: Config,
  work: (source: Source, signal: AbortSignal, now: () => number) => Promise<void>,
): Promise<void> {
  const ways = createWays(openLog(host, config));
  const source = sourceOf(config, ways);
  await untilStopped(host, async (signal) => {
    try {
      await work(source, signal, () => ways.clock.monotonic());
    } finally {
      if (!signal.aborted) await source.release();
    }
  });
}

/** @throws what the signal ended it with, and what is no error of ours */
function errorOf(reason: unknown, signal: AbortSignal): TidemarkError {
  if (signal.aborted) throw endedBy(signal, reason);
  if (reason instanceof TidemarkError) return reason;
  throw asTidemarkError(reason);
}
