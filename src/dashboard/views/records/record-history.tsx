import { useApp } from "../../app.ts";
import { grouped } from "../../live/groups.ts";
import { newestFirst } from "../../live/newest.ts";
import { useLive } from "../../loading/use-live.ts";
import { usePages } from "../../loading/use-pages.ts";
import { ChangeList } from "../../parts/change-list.tsx";
import { Waiting } from "../../parts/failure.tsx";
import { Pager } from "../../parts/pager.tsx";
import { Panel } from "../../parts/panel.tsx";

interface RecordHistoryProps {
  readonly table: string;
  readonly name: string;
}

const MOST = 2000;

/** What became of one record. */
export function RecordHistory({ table, name: key }: RecordHistoryProps) {
  const { client } = useApp();
  const pages = usePages(`${table} ${key}`, async (before, signal) => {
    const { changes, before: next } = await client.changes({ table, key, before, limit: 50 }, { signal });
    return { items: changes, next };
  });
  useLive((event) => {
    if (event.event !== "changes") return;
    const own = event.data.changes.filter((change) => change.table === table && change.key === key);
    if (own.length > 0) pages.patch((items) => newestFirst(items, own, MOST));
  });
  const { items } = pages;
  return (
    <Panel title="History">
      {items === null && pages.error === null && <Waiting lines={4} />}
      {items?.length === 0 && <p class="muted empty">No change of it is known.</p>}
      {items !== null && items.length > 0 && <ChangeList groups={grouped(items)} ofOneRecord />}
      <Pager pages={pages} label="Older changes" />
    </Panel>
  );
}
