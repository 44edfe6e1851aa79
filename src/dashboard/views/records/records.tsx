import { useApp } from "../../app.ts";
import { TextField } from "../../parts/choice.tsx";
import { Panel } from "../../parts/panel.tsx";
import { ViewHead } from "../../parts/view-head.tsx";
import { hrefOf, type Route } from "../../shell/route.ts";
import { count } from "../../text/numbers.ts";
import { RecordsList } from "./records-list.tsx";

type Place = Extract<Route, { view: "records" }>;

/** The tables, and the records of one. */
export function Records({ route }: { readonly route: Place }) {
  const { browser } = useApp();
  const search = (text: string) => browser.replace(hrefOf({ ...route, search: text.trim() }).slice(1));
  return (
    <>
      <ViewHead title={route.table === "" ? "Records" : `Records of ${route.table}`}>
        {route.table !== "" && (
          <search class="filters" aria-label="Search records">
            <TextField
              key={route.table}
              label="Search keys and fields"
              type="search"
              value={route.search}
              onChange={search}
            />
          </search>
        )}
      </ViewHead>
      <div class="browse">
        <Tables chosen={route.table} />
        {route.table === "" ? (
          <Panel title="Choose a table">
            <p class="muted empty">Each shows how many of its records are mirrored.</p>
          </Panel>
        ) : (
          <RecordsList table={route.table} search={route.search} />
        )}
      </div>
    </>
  );
}

function Tables({ chosen }: { readonly chosen: string }) {
  const { live } = useApp();
  const tables = live.status.value?.tables ?? [];
  return (
    <nav class="panel tables-nav" aria-label="Tables">
      <ul>
        {tables.map(({ table, records }) => (
          <li key={table}>
            <a
              href={hrefOf({ view: "records", table, search: "" })}
              aria-current={table === chosen ? "page" : undefined}
            >
              <span>{table}</span>
              <span class="muted">{count(records)}</span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
