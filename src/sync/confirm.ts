import { fail } from "../domain/errors/tidemark-error.ts";
import type { Displaced, StagedRow } from "../domain/ports/staging.ts";
import type { TableSchema } from "../domain/schema/schema.ts";
import { allowedDeletes } from "./brake.ts";
import { canonicalize } from "./canonicalize.ts";
import { deletionOf, logChanges } from "./change-log.ts";
import { classify } from "./classify.ts";
import type { RunContext } from "./context.ts";
import { knownRows } from "./known-rows.ts";
import { keepUnreadable } from "./quarantine/keep-unread.ts";
import { readRecords, releasedOf } from "./quarantine/records.ts";
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
  const { staging } = context.ports;
  const { table } = schema;
  keepUnreadable(context, schema);
  // A row that another page renamed or replaced meanwhile is no longer the row that was missing.
  const isStillThere = (row: StagedRow) => staging.rowByKey(table, row.key)?.seq === row.seq;
  const stillMissing = missing.filter(isStillThere);
  brake(context, schema, stillMissing.length + staging.unread(table));
  const displaced: Displaced[] = [];
  for (let at = 0; at < stillMissing.length; at += context.settings.chunk) {
    const rows = stillMissing.slice(at, at + context.settings.chunk);
    const numbers = rows.map((row) => row.seq);
    const known = staging.quarantined(table).map(({ seq }) => seq);
    const { records, setAside } = await readRecords(context, { table, numbers, known });
    const alive = new Set([...records, ...setAside].map(({ seq }) => seq));
    context.tally.add(table, { read: records.length });
    const classified = classify(
      schema,
      records.map((record) => canonicalize(schema, record)),
      knownRows(context, schema, rows),
    );
    const gone = rows.filter((row) => !alive.has(row.seq) && isStillThere(row));
    const deletes = gone.map((row) => row.key);
    const released = releasedOf(numbers, known, setAside);
    displaced.push(...writePage(context, schema, { classified, deletes, setAside, released }));
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
