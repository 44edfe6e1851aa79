import { useApp } from "../../app.ts";
import { grouped } from "../../live/groups.ts";
import { newestFirst } from "../../live/newest.ts";
import { useLive } from "../../loading/use-live.ts";
import { usePages } from "../../loading/use-pages.ts";
import { ChangeList } from "../../parts/change-list.tsx";
import { Choice, TextField } from "../../parts/choice.tsx";
import { Waiting } from "../../parts/failure.tsx";
import { Pager } from "../../parts/pager.tsx";
import { ViewHead } from "../../parts/view-head.tsx";
import { hrefOf, type Route } from "../../shell/route.ts";
import { isWanted } from "./filter.ts";

type Filter = Extract<Route, { view: "changes" }>;

const PAGE = 100;
const MOST = 2000;

/** Every change of a field, newest first, as it happens. */
export function Changes({ route }: { readonly route: Filter }) {
  const { table, key, field } = route;
  const { client } = useApp();
  const pages = usePages(`${table} ${key} ${field}`, async (before, signal) => {
    const query = { table, key, field, before, limit: PAGE };
    const { changes, before: next } = await client.changes(query, { signal });
    return { items: changes, next };
  });
  useLive((event) => {
    if (event.event !== "changes") return;
    const { count, changes } = event.data;
    const wanted = changes.filter((change) => isWanted(route, change));
    // More came than the event tells: what is between has to be asked for.
    if (count > changes.length) pages.reload();
    else if (wanted.length > 0) pages.patch((items) => newestFirst(items, wanted, MOST));
  });
  return (
    <>
      <ViewHead title="Changes">
        <Filters route={route} />
      </ViewHead>
      <div class="panel">
        {pages.items === null ? (
          pages.error === null && <Waiting lines={12} />
        ) : pages.items.length === 0 ? (
          <p class="muted empty">Nothing changed that fits.</p>
        ) : (
          <ChangeList groups={grouped(pages.items)} ofOneRecord={false} />
        )}
        <Pager pages={pages} label="Older changes" />
      </div>
    </>
  );
}

function Filters({ route }: { readonly route: Filter }) {
  const { browser, live } = useApp();
  const go = (change: Partial<Filter>) => browser.replace(hrefOf({ ...route, ...change }).slice(1));
  const names = live.status.value?.tables.map(({ table }) => table) ?? [];
  const known = route.table === "" || names.includes(route.table) ? names : [route.table, ...names];
  const tables = [["", "all tables"] as const, ...known.map((name) => [name, name] as const)];
  return (
    <search class="filters" aria-label="Filter changes">
      <Choice
        label="Table"
        value={route.table}
        options={tables}
        onChange={(table) => go(table === "" ? { table, key: "" } : { table })}
      />
      <TextField label="Key" value={route.key} onChange={(key) => go({ key: key.trim() })} />
      <TextField
        label="Field"
        value={route.field}
        placeholder="phone, detail[2].gross"
        onChange={(field) => go({ field: field.trim() })}
      />
    </search>
  );
}
