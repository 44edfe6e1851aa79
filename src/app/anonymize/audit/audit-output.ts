import { Audit } from "../../../../anonymizer/audit/audit.ts";
import { BALANCE_BYTES } from "../../../../anonymizer/audit/balance.ts";
import { filterBytes } from "../../../../anonymizer/audit/filter.ts";
import type { AuditStep } from "../../../../anonymizer/audit/ports.ts";
import type { AuditReport } from "../../../../anonymizer/audit/report.ts";
import type { SourceBatch } from "../../../../anonymizer/model/batch.ts";
import { readRules } from "../../../../anonymizer/rules/read-rules.ts";
import { fail } from "../../../domain/errors/tidemark-error.ts";
import type { TableName } from "../../../domain/ids.ts";
import { createCollector } from "../../../platform/memory.ts";
import { headerOf } from "../beginning.ts";
import { chosenTables } from "../chosen-tables.ts";
import { gatherContext } from "../gather-context.ts";
import { Meter } from "../meter.ts";
import type { TableResult } from "../request.ts";
import type { RunOrder, RunPorts } from "../run.ts";
import { smaller } from "../sources/smaller.ts";
import type { AnonymizeSource } from "../sources/source.ts";
import { engineOptions } from "../spool-tables.ts";
import { startExaminers } from "../threads/examiners.ts";
import { expectedOf } from "./expected.ts";
import { outputDisk } from "./output-disk.ts";

/** A record or a line has a dozen forms that are not in others too, each of which needs some bits of the filter. */
const FILTER_BYTES_EACH = 48;
/** Read from the source between two collections. */
const COLLECT_BYTES = 16 << 20;

/**
 * Searches the output of a run for originals of its source.
 * @param written tables of the output, as the run counted them
 * @throws anonymize.audit-stopped when the signal aborts, and what source, engine or disk throw
 */
export async function auditOutput(
  source: AnonymizeSource,
  order: RunOrder,
  ports: Omit<RunPorts, "hold">,
  written: readonly TableResult[],
): Promise<AuditReport> {
  try {
    return await search(source, order, ports, written);
  } catch (reason) {
    if (order.signal.aborted) throw fail("anonymize.audit-stopped", {}, { cause: reason });
    throw reason;
  }
}

async function search(
  source: AnonymizeSource,
  order: RunOrder,
  ports: Omit<RunPorts, "hold">,
  written: readonly TableResult[],
): Promise<AuditReport> {
  const { request, target, rules, secret, signal } = order;
  const tables = chosenTables(source, undefined);
  const meter = new Meter(ports, source);
  const context = await gatherContext(source, { request, rules, secret, meter, signal });
  const options = engineOptions({ order, context });
  const memory = {
    filter: new SharedArrayBuffer(filterBytes(rowsOf(source, written) * FILTER_BYTES_EACH)),
    balance: new SharedArrayBuffer(BALANCE_BYTES),
  };
  const examiners = startExaminers({ options, memory }, request.jobs ?? ports.threads.cores(), ports.threads);
  try {
    return await new Audit({
      source: {
        tables,
        written: tables.filter((table) => written.some((there) => there.table === table)),
        batches: (table) => batchesOf({ source, scale: request.scale }, table, signal),
      },
      examiners,
      disk: outputDisk(target.path, ports, signal),
      memory,
      rules: readRules(rules),
      expected: expectedOf(headerOf(order), secret, written),
      watcher: stepsOf(meter, tables),
    }).run();
  } finally {
    examiners.stop();
  }
}

/** Records and lines, about. */
function rowsOf(source: AnonymizeSource, written: readonly TableResult[]): number {
  const ofOutput = written.reduce((sum, { read, lines }) => sum + read + lines, 0);
  const ofSource = source.tables.reduce((sum, { records }) => sum + (records ?? 0), 0);
  return Math.max(ofOutput, ofSource);
}

async function* batchesOf(
  { source, scale }: { source: AnonymizeSource; scale: number },
  table: TableName,
  signal: AbortSignal,
): AsyncGenerator<SourceBatch> {
  const collect = createCollector(COLLECT_BYTES);
  for await (const { batch } of smaller(source.parts(table, "", signal), scale)) {
    signal.throwIfAborted();
    const { length } = batch.bytes;
    yield batch;
    // As it was read, and as it was cut into batches.
    collect(length * 2);
  }
}

function stepsOf(meter: Meter, tables: readonly TableName[]) {
  return {
    onStep: (step: AuditStep) => meter.begin(`audit-${step}`, tables),
    onRecords: (records: number) => meter.add(records),
  };
}
