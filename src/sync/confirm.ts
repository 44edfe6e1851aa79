import { keyOf } from "../canonical/key.ts";
import { fail } from "../domain/errors/tidemark-error.ts";
import { BLANK_MODTIME } from "../domain/ids.ts";
import type { Displaced, StagedRow } from "../domain/ports/staging.ts";
import type { TableSchema } from "../domain/schema/schema.ts";
import { allowedDeletes } from "./brake.ts";
import { canonicalize } from "./canonicalize.ts";
import { deletionOf, logChanges } from "./change-log.ts";
import { classify } from "./classify.ts";
import type { RunContext } from "./context.ts";
import { knownRows } from "./known-rows.ts";
import { writePage } from "./write-page.ts";

/**
 * Deletes what a whole read did not meet: rows by number that were missing from their page, and rows known from git
 * that no page met. Too many halt the run before anything is deleted (records above the robot's security level look
 * exactly like deletions). Each one is asked for once more by number, since a record that was saved while its page was
 * read may be back. Returns the records that those displaced.
 * @throws sync.delete-brake (a person confirms with `--allow-deletes`).
 */
export async function confirmDeletes(
  context: RunContext,
  schema: TableSchema,
  missing: readonly StagedRow[],
): Promise<readonly Displaced[]> {
  const { staging, source } = context.ports;
  const { table } = schema;
  // A row that another page renamed or replaced meanwhile is no longer the row that was missing.
  const isStillThere = (row: StagedRow) => staging.rowByKey(table, row.key)?.seq === row.seq;
  const stillMissing = missing.filter(isStillThere);
  brake(context, schema, stillMissing.length + staging.unread(table));
  const displaced: Displaced[] = [];
  for (let at = 0; at < stillMissing.length; at += context.settings.chunk) {
    const rows = stillMissing.slice(at, at + context.settings.chunk);
    const numbers = rows.map((row) => row.seq);
    const back = await source.records(table, numbers, context.request.signal);
    const alive = new Set(back.map((record) => record.seq));
    context.tally.add(table, { read: back.length });
    const classified = classify(
      schema,
      back.map((record) => canonicalize(schema, record)),
      knownRows(context, schema, rows),
    );
    const gone = rows.filter((row) => !alive.has(row.seq) && isStillThere(row));
    const deletes = gone.map((row) => row.key);
    displaced.push(...writePage(context, schema, { classified, deletes }));
  }
  const unread =
    staging.unread(table) === 0 ? [] : staging.deleteUnread(context.request.run, table, context.ports.clock.now());
  context.tally.add(table, { deleted: unread.length });
  logChanges(context, table, unread.map(deletionOf));
  return displaced;
}

function brake({ ports, settings, request }: RunContext, { table }: TableSchema, deletes: number): void {
  const live = ports.staging.liveCount(table);
  const allowed = Math.max(allowedDeletes(settings.deleteLimit, live), request.allowDeletes);
  if (deletes > allowed) throw fail("sync.delete-brake", { table, deletes, live, allowed });
}

/**
 * A key that changed hands is right when its old owner is gone or has another key now. When both records hold it,
 * one file cannot stand for two records: the table is then read whole by every run until they differ, so that it is not forgotten.
 * @throws sync.duplicate-key
 */
export async function confirmDisplaced(
  context: RunContext,
  schema: TableSchema,
  displaced: readonly Displaced[],
): Promise<void> {
  const { source } = context.ports;
  for (let at = 0; at < displaced.length; at += context.settings.chunk) {
    const some = displaced.slice(at, at + context.settings.chunk);
    const numbers = some.map((one) => one.seq);
    const found = await source.records(schema.table, numbers, context.request.signal);
    const keys = new Map(found.map((record) => [record.seq, keyOf(schema, record)]));
    for (const one of some) if (keys.get(one.seq) === one.key) await refuseDuplicate(context, schema, one);
  }
}

/** Asks for both in one request: of two answers, a code that went there and back in between would be in both. */
async function refuseDuplicate(context: RunContext, schema: TableSchema, { key, seq, by }: Displaced): Promise<void> {
  const both = await context.ports.source.records(schema.table, [seq, by], context.request.signal);
  if (both.filter((record) => keyOf(schema, record) === key).length < 2) return;
  writePage(context, schema, { cursor: { after: 0, startedAt: context.sampled, highest: BLANK_MODTIME } });
  throw fail("sync.duplicate-key", { table: schema.table, key, first: seq, second: by });
}
