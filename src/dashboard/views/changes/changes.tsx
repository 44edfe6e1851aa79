import { useApp } from "../../app.ts";
import { ALL_CHANGES } from "../../live/filter.ts";
import { useChanges } from "../../loading/use-changes.ts";
import { Choice, TextField } from "../../parts/choice.tsx";
import { PagedChanges } from "../../parts/paged-changes.tsx";
import { ViewHead } from "../../parts/view-head.tsx";
import { hrefOf, type Route } from "../../shell/route.ts";

type Filter = Extract<Route, { view: "changes" }>;

/** Every change of a field, newest first, as it happens. */
export function Changes({ route }: { readonly route: Filter }) {
  const { table, key, field } = route;
  const pages = useChanges({ ...ALL_CHANGES, table, key, field });
  return (
    <>
      <ViewHead title="Changes">
        <Filters route={route} />
      </ViewHead>
      <div class="panel">
        <PagedChanges pages={pages} empty="Nothing changed that fits." />
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
      {route.table !== "" && <TextField label="Key" value={route.key} onChange={(key) => go({ key: key.trim() })} />}
      <TextField
        label="Field"
        value={route.field}
        placeholder="phone, detail[2].gross"
        onChange={(field) => go({ field: field.trim() })}
      />
    </search>
  );
}
