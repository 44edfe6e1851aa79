import { fail } from "../domain/errors/tidemark-error.ts";
import type { Displaced, StagedRow } from "../domain/ports/staging.ts";
import type { TableSchema } from "../domain/schema/schema.ts";
import { allowedDeletes } from "./brake.ts";
import { canonicalize } from "./canonicalize.ts";
import { classify } from "./classify.ts";
import type { RunContext } from "./context.ts";
import { knownRows } from "./known-rows.ts";
import { writePage } from "./write-page.ts";

/**
 * Deletes what a whole read did not meet: rows by number that were missing from their page, and rows known from git
 * that no page met. Too many halt the run before anything is deleted (records above the robot's security level look
 * exactly like deletions). Each one is asked for once more by number, since a record that was saved while its page was read may be
 * back.
 * @throws sync.delete-brake (a person confirms with `--allow-deletes`).
 */
export async function confirmDeletes(
  context: RunContext,
  schema: TableSchema,
  missing: readonly StagedRow[],
): Promise<void> {
  const { staging, source } = context.ports;
  const { table } = schema;
  // A row that another page renamed or replaced meanwhile is no longer the row that was missing.
  const stillMissing = missing.filter((row) => staging.rowByKey(table, row.key)?.seq === row.seq);
  brake(context, schema, stillMissing.length + staging.unread(table));
  for (let at = 0; at < stillMissing.length; at += context.settings.chunk) {
    const rows = stillMissing.slice(at, at + context.settings.chunk);
    const numbers = rows.map((row) => row.seq);
    const back = await source.records(table, numbers, context.request.signal);
    const alive = new Set(back.map((record) => record.seq));
    const classified = classify(
      schema,
      back.map((record) => canonicalize(schema, record)),
      knownRows(context, schema, rows),
    );
    writePage(context, schema, {
      classified,
      deletes: rows.filter((row) => !alive.has(row.seq)).map((row) => row.key),
    });
  }
  const unread =
    staging.unread(table) === 0 ? [] : staging.deleteUnread(context.request.run, table, context.ports.clock.now());
  context.tally.add(table, { deleted: unread.length });
}

function brake({ ports, settings, request }: RunContext, { table }: TableSchema, deletes: number): void {
  const live = ports.staging.liveCount(table);
  const allowed = Math.max(allowedDeletes(settings.deleteLimit, live), request.allowDeletes);
  if (deletes > allowed) throw fail("sync.delete-brake", { table, deletes, live, allowed });
}

/**
 * A key that changed hands is right when its old owner is gone or has another key now. When both records hold it,
 * one file cannot stand for two records.
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
    for (const record of await source.records(schema.table, numbers, context.request.signal)) {
      const { key, seq } = canonicalize(schema, record);
      const other = some.find((one) => one.seq === seq && one.key === key);
      if (other !== undefined)
        throw fail("sync.duplicate-key", { table: schema.table, key, first: seq, second: other.by });
    }
  }
}
