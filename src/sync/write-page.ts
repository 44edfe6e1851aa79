import type { Modtime, RecordKey } from "../domain/ids.ts";
import type { Displaced, PageWrite, ReadCursor } from "../domain/ports/staging.ts";
import type { SetAside } from "../domain/ports/staging-quarantine.ts";
import type { TableSchema } from "../domain/schema/schema.ts";
import { deletionOf, logChanges } from "./change-log.ts";
import type { Classified } from "./classify.ts";
import type { RunContext } from "./context.ts";

export interface PageOutcome {
  readonly classified?: Classified;
  readonly deletes?: readonly RecordKey[];
  readonly cursor?: ReadCursor | null | undefined;
  readonly marker?: Modtime;
  /** Records that cannot be read, and numbers that are set aside no more. */
  readonly setAside?: readonly SetAside[];
  readonly released?: readonly number[];
}

const NOTHING = { upserts: [], touches: [], changes: [] } as const;

/** Applies what a page came to in one staging transaction, counts it, and says what changed. */
export function writePage(context: RunContext, schema: TableSchema, outcome: PageOutcome): readonly Displaced[] {
  const { classified, deletes = [], cursor, marker, setAside = [], released = [] } = outcome;
  const write = classified?.write ?? NOTHING;
  const page: PageWrite = {
    run: context.request.run,
    table: schema.table,
    at: context.ports.clock.now(),
    upserts: write.upserts,
    touches: write.touches,
    deletes,
    changes: [...write.changes, ...deletes.map(deletionOf)],
    ...(cursor === undefined ? {} : { cursor }),
    ...(marker === undefined ? {} : { marker }),
    ...(setAside.length === 0 ? {} : { setAside }),
    ...(released.length === 0 ? {} : { released }),
  };
  const fresh = notYetAside(context, schema, setAside);
  const displaced = context.ports.staging.applyPage(page);
  const { added = 0, changed = 0, same = 0, renamed = [] } = classified ?? {};
  context.tally.add(schema.table, { added, changed, same, deleted: deletes.length + renamed.length });
  // Staging enters the old key of a renamed record into the change log itself.
  logChanges(context, schema.table, [...page.changes, ...renamed.map(deletionOf)]);
  context.tally.noteSetAside(schema.table, fresh);
  for (const { seq, code, reason } of fresh) {
    context.ports.log.write("error", `${schema.table} number ${seq} is set aside: ${reason}`, { code });
  }
  for (const seq of released) context.ports.log.write("info", `${schema.table} number ${seq} is set aside no more`);
  return displaced;
}

function notYetAside({ ports }: RunContext, { table }: TableSchema, records: readonly SetAside[]): readonly SetAside[] {
  if (records.length === 0) return [];
  const known = new Set(ports.staging.quarantined(table).map(({ seq }) => seq));
  return records.filter(({ seq }) => !known.has(seq));
}
