import { SharedSums } from "../../../anonymizer/books/shared-sums.ts";
import type { Context } from "../../../anonymizer/model/context.ts";
import type { EngineOptions } from "../../../anonymizer/model/engine.ts";
import type { TableName } from "../../domain/ids.ts";
import { createCollector } from "../../platform/memory.ts";
import type { Meter } from "./meter.ts";
import type { RunOrder, RunPorts } from "./run.ts";
import { smaller } from "./sources/smaller.ts";
import type { AnonymizeSource } from "./sources/source.ts";
import type { Journal } from "./spool/journal.ts";
import { PartWriter } from "./spool/part-writer.ts";
import { Spool } from "./spool/spool.ts";
import type { Engines } from "./threads/engines.ts";
import { anonymizeInOrder } from "./threads/in-order.ts";
import { startEngines } from "./threads/start-threads.ts";

const COLLECT_BYTES = 32 << 20;
/** Sums are read as JSON, which takes some ten times its size. */
const TAIL_BYTES = 1 << 20;

export interface Spooling {
  readonly source: AnonymizeSource;
  readonly order: RunOrder;
  readonly ports: RunPorts;
  readonly journal: Journal;
  readonly meter: Meter;
  readonly tables: readonly TableName[];
  readonly context: Context;
}

/**
 * Every table to its parts on disk, behind those that an earlier start wrote. The sums of all tables so far are known to the engines before
 * the next table is begun.
 * @returns records that were read earlier
 */
export async function spoolTables(spooling: Spooling): Promise<number> {
  const { order, ports, journal, meter, tables } = spooling;
  const earlier = tables.flatMap((table) => journal.parts(table)).reduce((sum, { read }) => sum + read, 0);
  meter.begin("records", tables);
  if (tables.every((table) => journal.isRead(table))) return earlier;
  const jobs = order.request.jobs ?? ports.threads.cores();
  const engines = startEngines(engineOptions(spooling), jobs, ports.threads);
  const sums = new SharedSums();
  try {
    for (const table of tables) {
      meter.table(table);
      for (const { read } of journal.parts(table)) meter.add(read);
      if (!journal.isRead(table)) await spoolTable(spooling, table, engines);
      if (addSums(sums, spooling, table)) engines.useSums(sums.given());
    }
  } finally {
    engines.stop();
  }
  return earlier;
}

export function engineOptions({ order, context }: Pick<Spooling, "order" | "context">): EngineOptions {
  const { request, rules, secret } = order;
  const target = request.as === "exports" ? request.format : request.as;
  return { rules, secret, locale: request.locale, target, copies: request.scale, context };
}

async function spoolTable({ source, order, ports, journal, meter }: Spooling, table: TableName, engines: Engines) {
  const { target, signal } = order;
  const { files, partRecords } = ports;
  const collect = createCollector(COLLECT_BYTES);
  const writer = new PartWriter({ files, directory: target.parts, table, journal, partRecords });
  try {
    const from = journal.parts(table).at(-1)?.place ?? "";
    const parts = smaller(source.parts(table, from, signal), order.request.scale);
    for await (const { output, place } of anonymizeInOrder(parts, engines)) {
      const { length } = output.bytes;
      writer.add(output, place);
      collect(length);
      meter.add(output.read);
      if (signal.aborted && place !== null) break;
    }
    // Also when it was stopped: what is done need not be done again.
    writer.flush();
    signal.throwIfAborted();
    journal.add({ type: "table", table });
  } finally {
    writer.abandon();
  }
}

/** Adds what a table adds to the sums of others. @returns whether it did */
function addSums(sums: SharedSums, { order, ports, journal }: Spooling, table: TableName): boolean {
  const parts = journal.parts(table).filter((part) => part.sums > 0);
  const spool = new Spool(ports.files, order.target.parts, parts);
  const collect = createCollector(TAIL_BYTES);
  try {
    for (const part of parts) {
      for (const [key, before, after] of spool.tail(part).sums) sums.add(key, before, after);
      collect(part.tail);
    }
  } finally {
    spool.close();
  }
  return parts.length > 0;
}
