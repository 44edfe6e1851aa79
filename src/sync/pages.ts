import { fail } from "../domain/errors/tidemark-error.ts";
import type { Modtime } from "../domain/ids.ts";
import type { Page } from "../domain/ports/source.ts";
import type { TableSchema } from "../domain/schema/schema.ts";
import { type Canonical, canonicalize } from "./canonicalize.ts";
import type { RunContext } from "./context.ts";

export interface TablePage {
  readonly records: readonly Canonical[];
  /** The page covers sequence numbers greater than `after`, up to and including `upTo` (null: no upper bound). */
  readonly after: number;
  readonly upTo: number | null;
}

export interface PagesRequest {
  readonly schema: TableSchema;
  readonly after: number;
  readonly since?: Modtime | undefined;
}

/**
 * A table page by page in ascending order of sequence number. The next page is asked for before this one is handed
 * out, so that the server works while we do; still one request at a time.
 * Ends with the page that holds all that matched; every further request starts behind the last record received.
 */
export async function* readPages(context: RunContext, request: PagesRequest): AsyncGenerator<TablePage> {
  let after = request.after;
  let next = ask(context, request, after);
  for (;;) {
    const page = await next;
    const end = page.records.at(-1)?.seq ?? after;
    const last = page.records.length >= page.found;
    if (!last) {
      if (end <= after) throw fail("sync.no-progress", { table: request.schema.table, after });
      next = ask(context, request, end);
    }
    context.progress.read(request.schema.table, page.records.length, page.bytes);
    const records = page.records.map((record) => canonicalize(request.schema, record));
    context.tally.add(request.schema.table, { read: records.length });
    yield { records, after, upTo: last ? null : end };
    if (last) return;
    after = end;
  }
}

function ask(context: RunContext, request: PagesRequest, after: number): Promise<Page> {
  const { ports, settings } = context;
  const { schema, since } = request;
  const page = ports.source.page({ table: schema.table, after, limit: settings.chunk, since }, context.request.signal);
  // The consumer may leave before it awaits a page that was asked for ahead; that rejection is then nobody's.
  page.catch(() => {});
  return page;
}
