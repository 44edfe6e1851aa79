import { useApp } from "../../app.ts";
import { grouped } from "../../live/groups.ts";
import { usePages } from "../../loading/use-pages.ts";
import { ChangeList } from "../../parts/change-list.tsx";
import { Waiting } from "../../parts/failure.tsx";
import { Pager } from "../../parts/pager.tsx";
import { Panel } from "../../parts/panel.tsx";

/** What one run changed. */
export function RunChanges({ run }: { readonly run: string }) {
  const { client } = useApp();
  const pages = usePages(run, async (before, signal) => {
    const { changes, before: next } = await client.changes({ run, before, limit: 100 }, { signal });
    return { items: changes, next };
  });
  return (
    <Panel title="Changes">
      {pages.items === null ? <Waiting lines={6} /> : <ChangeList groups={grouped(pages.items)} />}
      <Pager pages={pages} label="More of its changes" />
    </Panel>
  );
}
