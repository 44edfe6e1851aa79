import { fail } from "../domain/errors/tidemark-error.ts";
import type { Modtime } from "../domain/ids.ts";
import type { Displaced } from "../domain/ports/staging.ts";
import type { SourceRecord } from "../domain/record.ts";
import type { TableSchema } from "../domain/schema/schema.ts";
import { type Canonical, canonicalize } from "./canonicalize.ts";
import { classify } from "./classify.ts";
import { confirmDisplaced } from "./confirm.ts";
import type { RunContext } from "./context.ts";
import { knownRows } from "./known-rows.ts";
import { nextMarker, pollFrom } from "./marker.ts";
import { laterOf } from "./modtime.ts";
import { readPages } from "./pages.ts";
import { writePage } from "./write-page.ts";

/** Reads what was modified since the marker and moves the marker when the whole set has arrived. */
export async function pollTable(context: RunContext, schema: TableSchema, marker: Modtime): Promise<void> {
  const since = pollFrom(marker, context.settings.overlapSeconds);
  const displaced: Displaced[] = [];
  const seen = new Set<number>();
  let highest = marker;
  for await (const page of readPages(context, { schema, after: 0, since })) {
    displaced.push(...(await stage(context, schema, page.records)));
    for (const { seq, modtime } of page.records) {
      seen.add(seq);
      highest = laterOf(highest, modtime);
    }
  }
  if (since !== undefined && schema.subfiles.length > 0) {
    highest = laterOf(highest, await pollLines(context, schema, { since, seen }));
  }
  await confirmDisplaced(context, schema, displaced);
  const next = nextMarker({ previous: marker, highest, sampled: context.sampled });
  if (next !== marker) writePage(context, schema, { marker: next });
}

interface LinesRequest {
  readonly since: Modtime;
  /** Transactions this poll has read already. */
  readonly seen: Set<number>;
}

/**
 * Lines have modtimes of their own: a reconciliation stamps the line and perhaps not its transaction. Transactions
 * with a line modified since are read again. Returns the highest modtime among the lines.
 */
async function pollLines(context: RunContext, schema: TableSchema, { since, seen }: LinesRequest): Promise<Modtime> {
  const { source } = context.ports;
  const { signal } = context.request;
  let highest = since;
  for (let after = 0; ; ) {
    const lines = await source.parentsOfModifiedLines(since, after, context.settings.chunk, signal);
    highest = laterOf(highest, lines.highest);
    const parents = lines.parents.filter((parent) => !seen.has(parent));
    for (const parent of parents) seen.add(parent);
    await stageParents(context, schema, parents);
    if (lines.lines >= lines.found) return highest;
    if (lines.lastLine <= after) throw fail("sync.no-progress", { table: "detail", after });
    after = lines.lastLine;
  }
}

async function stageParents(context: RunContext, schema: TableSchema, parents: readonly number[]): Promise<void> {
  if (parents.length === 0) return;
  const found: readonly SourceRecord[] = await context.ports.source.records(
    schema.table,
    parents,
    context.request.signal,
  );
  context.tally.add(schema.table, { read: found.length });
  await stage(
    context,
    schema,
    found.map((record) => canonicalize(schema, record)),
  );
}

async function stage(
  context: RunContext,
  schema: TableSchema,
  records: readonly Canonical[],
): Promise<readonly Displaced[]> {
  const numbers = records.map((record) => record.seq);
  const rows = context.ports.staging.rowsBySeq(schema.table, numbers);
  const classified = classify(schema, records, knownRows(context, schema, rows));
  await context.checkpoints.beforePage(classified.write.upserts.length);
  return writePage(context, schema, { classified });
}
