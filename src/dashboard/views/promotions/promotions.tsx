import type { PromotionStatus } from "../../../api/contract/promotion.ts";
import { useApp } from "../../app.ts";
import { useLive } from "../../loading/use-live.ts";
import { usePages } from "../../loading/use-pages.ts";
import { Badge } from "../../parts/badge.tsx";
import { Commit } from "../../parts/commit.tsx";
import type { Column } from "../../parts/data-table.tsx";
import { PagedTable } from "../../parts/paged-table.tsx";
import { Time } from "../../parts/time.tsx";
import { ViewHead } from "../../parts/view-head.tsx";
import { hrefOf } from "../../shell/route.ts";
import { shortId } from "../../text/ids.ts";

const PAGE = 50;

const COLUMNS: readonly Column<PromotionStatus>[] = [
  {
    head: "Commit",
    cell: ({ commit }) => (
      <a href={hrefOf({ view: "promotion", commit })}>
        <code>{shortId(commit)}</code>
      </a>
    ),
  },
  { head: "Branch", cell: ({ branch }) => <bdi>{branch}</bdi> },
  { head: "Outcome", cell: ({ outcome }) => <Badge word={outcome} /> },
  { head: "Decided", cell: ({ at }) => <Time at={at} /> },
  { head: "Merged as", isMinor: true, cell: ({ main }) => <Commit id={main} /> },
  {
    head: "Why",
    isMinor: true,
    cell: ({ reasons }) => <span class="clip">{reasons.map(({ text }) => text).join(" ")}</span>,
  },
];

/** Commits that others made on incoming branches, and what became of them. */
export function Promotions() {
  const { client } = useApp();
  const pages = usePages("promotions", async (before, signal) => {
    const { promotions, next } = await client.promotions({ before, limit: PAGE }, { signal });
    return { items: promotions, next };
  });
  useLive((event) => {
    if (event.event !== "promotion") return;
    const { data } = event;
    pages.patch((items) => [data, ...items.filter(({ commit }) => commit !== data.commit)]);
  });
  return (
    <>
      <ViewHead title="Promotions" />
      <div class="panel">
        <PagedTable
          pages={pages}
          more="Older commits"
          caption="Incoming commits, newest first"
          columns={COLUMNS}
          keyOf={({ commit }) => commit}
          empty="No commit came in yet. Edits pushed to the branch “changes” or to “edits/…” are carried into MoneyWorks."
        />
      </div>
    </>
  );
}
