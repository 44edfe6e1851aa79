import { mayBeOneRecord } from "../../domain/errors/one-record.ts";
import { fail, TidemarkError } from "../../domain/errors/tidemark-error.ts";
import type { PageRequest, StampsPage } from "../../domain/ports/source.ts";
import type { RunContext } from "../context.ts";

/** The part of a run's context that asking for single records takes. */
export interface AskingContext {
  readonly ports: Pick<RunContext["ports"], "source">;
  readonly request: Pick<RunContext["request"], "signal">;
}

/** The records that a question was about. */
export type Place = Pick<PageRequest, "table" | "after" | "below" | "since">;

/** A `TidemarkError` that one record can cause is returned; everything else is thrown. */
export async function orOneRecord<T>(answer: Promise<T>): Promise<T | TidemarkError> {
  try {
    return await answer;
  } catch (reason) {
    if (mayBeOneRecord(reason)) return reason;
    throw reason;
  }
}

/**
 * Makes sure that the records are at fault and not the server: the first of them can be listed, or the server answers and
 * lists nothing for anybody.
 * @throws `error` otherwise
 */
export async function requireRecordsAtFault(context: AskingContext, place: Place, error: TidemarkError): Promise<void> {
  await listFirst(context, place, error);
}

/** `none`: the list is empty. `no lists`: the server answers, and lists nothing for anybody. */
export type ListedFirst = StampsPage["rows"][number] | "none" | "no lists";

/** Number and stamp of the first record of the place. @throws `error` when the server lists other things, or does not answer */
export async function listFirst(context: AskingContext, place: Place, error: TidemarkError): Promise<ListedFirst> {
  const { source } = context.ports;
  const { signal } = context.request;
  try {
    const { rows } = await source.stamps({ ...place, limit: 1, tries: 1 }, signal);
    return rows[0] ?? "none";
  } catch (reason) {
    signal.throwIfAborted();
    if (!isAboutTable(reason)) throw error;
  }
  const contact = await source.contact(signal).catch(() => {
    signal.throwIfAborted();
    throw error;
  });
  if (contact.capabilities.customFormat) throw error;
  return "no lists";
}

/** @param place where the records are: behind its `after` */
export function unreadable({ table, after }: Place, why: string, reason: string): TidemarkError {
  return fail("sync.unreadable", { table, after, why, reason });
}

function isAboutTable(reason: unknown): boolean {
  return mayBeOneRecord(reason) || (reason instanceof TidemarkError && reason.tableOnly);
}
