import { useApp } from "../../app.ts";
import { grouped } from "../../live/groups.ts";
import { ChangeList } from "../../parts/change-list.tsx";
import { Panel } from "../../parts/panel.tsx";
import { hrefOf } from "../../shell/route.ts";

const MOST_RECORDS = 10;

/** What changed last, as it happens. */
export function FeedPanel() {
  const { live } = useApp();
  const groups = grouped(live.feed.value).slice(0, MOST_RECORDS);
  const all = <a href={hrefOf({ view: "changes", table: "", key: "", field: "" })}>All changes</a>;
  return (
    <Panel title="Latest changes" className="feed" aside={all}>
      {groups.length === 0 ? (
        <p class="muted empty">Nothing changed yet. What changes in MoneyWorks shows here by itself.</p>
      ) : (
        <ChangeList groups={groups} most={5} />
      )}
    </Panel>
  );
}
