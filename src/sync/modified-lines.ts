import { fail } from "../domain/errors/tidemark-error.ts";
import type { Modtime } from "../domain/ids.ts";
import type { ParentsPage } from "../domain/ports/source.ts";
import type { PagesContext } from "./pages.ts";

/** Lines of transactions that were modified since, page by page, with the numbers of their transactions. @throws sync.no-progress */
export async function* readModifiedLines(
  { ports, settings, request }: Pick<PagesContext, "ports" | "settings" | "request">,
  since: Modtime,
): AsyncGenerator<ParentsPage> {
  for (let after = 0; ; ) {
    const page = await ports.source.parentsOfModifiedLines(since, after, settings.chunk, request.signal);
    yield page;
    if (page.lines >= page.found) return;
    if (page.lastLine <= after) throw fail("sync.no-progress", { table: "detail", after });
    after = page.lastLine;
  }
}
