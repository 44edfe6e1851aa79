import type { Change } from "../../api/contract/change.ts";
import { useApp } from "../app.ts";
import { type ChangeFilter, isWanted } from "../live/filter.ts";
import { newestFirst } from "../live/newest.ts";
import { useLive } from "./use-live.ts";
import { MOST_ITEMS, type Pages, usePages } from "./use-pages.ts";

const PAGE = 100;

/** The changes that fit, newest first, page by page and as they happen. */
export function useChanges(filter: ChangeFilter): Pages<Change> {
  const { client } = useApp();
  const pages = usePages(JSON.stringify(filter), async (before, signal) => {
    const { changes, before: next } = await client.changes({ ...filter, before, limit: PAGE }, { signal });
    return { items: changes, next };
  });
  useLive((event) => {
    if (event.event !== "changes") return;
    const { count, changes } = event.data;
    const wanted = changes.filter((change) => isWanted(filter, change));
    // More came than the event tells: what is between has to be asked for.
    if (count > changes.length) pages.reload();
    else if (wanted.length > 0) pages.patch((items) => newestFirst(items, wanted, MOST_ITEMS));
  });
  return pages;
}
