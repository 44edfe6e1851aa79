import { refuseMissing } from "../../../anonymizer/rules/completeness.ts";
import { readRules } from "../../../anonymizer/rules/read-rules.ts";
import { fail } from "../../domain/errors/tidemark-error.ts";
import type { Clock } from "../../domain/ports/clock.ts";
import type { Files } from "../../domain/ports/files.ts";
import type { Threads } from "../../domain/ports/threads.ts";
import type { Lock } from "../../staging/lock.ts";
import { beginningOf, headerOf } from "./beginning.ts";
import { chosenTables } from "./chosen-tables.ts";
import { finish } from "./finish.ts";
import { gatherContext } from "./gather-context.ts";
import { Meter } from "./meter.ts";
import type { AnonymizeRequest, AnonymizeResult, AnonymizeWatcher } from "./request.ts";
import type { AnonymizeSource } from "./sources/source.ts";
import { Journal } from "./spool/journal.ts";
import { beginTarget, type Target } from "./spool/target.ts";
import { spoolTables } from "./spool-tables.ts";

export interface RunOrder {
  readonly request: AnonymizeRequest;
  readonly target: Target;
  readonly rules: string;
  readonly secret: Uint8Array;
  readonly signal: AbortSignal;
}

export interface RunPorts {
  /** Errors of its disk are told in our own words. */
  readonly files: Files;
  readonly clock: Clock;
  readonly threads: Threads;
  readonly watcher: AnonymizeWatcher;
  /** Takes the directory, once it is there, for this process. */
  readonly hold: (target: Target) => Lock;
  /** Records that a crash may cost; default 20,000: some seconds of work, for two calls that wait for the disk. */
  readonly partRecords?: number;
}

export type Done = Pick<AnonymizeResult, "tables" | "files" | "resumed">;

/**
 * From an open source to a whole directory, or to as much of it as a later start can go on with.
 * @throws anonymize.rules-…, anonymize.missing-rules before anything is made; anonymize.stopped when the signal aborts, and whatever source, engine or disk throw: what is done stays done
 */
export async function runFrom(source: AnonymizeSource, order: RunOrder, ports: RunPorts): Promise<Done> {
  const { request, target, rules, secret, signal } = order;
  const tables = chosenTables(source, request.tables);
  refuseMissing(readRules(rules), tables);
  const header = headerOf(order);
  beginTarget(target, ports.files);
  const lock = ports.hold(target);
  let journal: Journal | null = null;
  try {
    journal = Journal.open(ports.files, target.parts, beginningOf(source, header, tables));
    const meter = new Meter(ports, source);
    const context = await gatherContext(source, { request, rules, secret, meter, signal });
    const resumed = await spoolTables({ source, order, ports, journal, meter, tables, context });
    return { ...finish({ order, files: ports.files, journal, lock, meter, tables, header }), resumed };
  } catch (reason) {
    if (signal.aborted) throw fail("anonymize.stopped", { path: target.path }, { cause: reason });
    throw reason;
  } finally {
    journal?.close();
    lock.release();
  }
}
