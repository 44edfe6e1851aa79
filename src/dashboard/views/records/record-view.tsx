import { useApp } from "../../app.ts";
import { useLive } from "../../loading/use-live.ts";
import { useLoaded } from "../../loading/use-loaded.ts";
import { TextField } from "../../parts/choice.tsx";
import { Commit } from "../../parts/commit.tsx";
import { Failure, Waiting } from "../../parts/failure.tsx";
import { Time } from "../../parts/time.tsx";
import { ViewHead } from "../../parts/view-head.tsx";
import { hrefOf, type Route } from "../../shell/route.ts";
import { localInput, timeOfInput } from "./past.ts";
import { RecordFields } from "./record-fields.tsx";
import { RecordHistory } from "./record-history.tsx";
import { RecordXml } from "./record-xml.tsx";

type Place = Extract<Route, { view: "record" }>;

/** One record: as it is or was, its history, its bytes. */
export function RecordView({ route }: { readonly route: Place }) {
  const { table, key, at } = route;
  const { client } = useApp();
  const place = { table, key, at: at === "" ? undefined : at };
  const id = JSON.stringify(place);
  const loaded = useLoaded(id, async (signal) => ({
    detail: await client.record(place, { signal }),
    xml: await client.recordXml(place, { signal }),
  }));
  useLive((event) => {
    const isTouched =
      event.event === "changes" && event.data.changes.some((each) => each.table === table && each.key === key);
    // It is read from main, where a change arrives with the commit at the end of its run.
    const isCommitted = event.event === "run" && event.data.commit !== null;
    if (at === "" && (isTouched || isCommitted)) loaded.reload();
  });
  const { data, error } = loaded;
  return (
    <>
      <ViewHead
        title={<Title table={table} name={key} />}
        up={{ href: hrefOf({ view: "records", table, search: "" }), text: `Records of ${table}` }}
      >
        <Past route={route} />
      </ViewHead>
      {error !== null && <Failure error={error} again={loaded.reload} />}
      {data !== null && (
        <p class="muted small-text read-from">
          {at === "" ? "As it is on main: " : "As it was: "}
          <Commit id={data.detail.commit} /> of <Time at={data.detail.at} as="full" />
        </p>
      )}
      {data === null ? error === null && <Waiting lines={14} /> : <RecordFields detail={data.detail} />}
      <RecordHistory table={table} name={key} />
      {data !== null && <RecordXml xml={data.xml} />}
    </>
  );
}

function Title({ table, name }: { readonly table: string; readonly name: string }) {
  return (
    <>
      <span class="muted">{table}</span> <bdi>{name}</bdi>
    </>
  );
}

function Past({ route }: { readonly route: Place }) {
  const { browser } = useApp();
  const go = (at: string) => browser.replace(hrefOf({ ...route, at }).slice(1));
  return (
    <div class="filters">
      <TextField
        key={route.at}
        label="As it was at"
        type="datetime-local"
        value={localInput(route.at)}
        onChange={(text) => go(timeOfInput(text))}
      />
      {route.at !== "" && (
        <button type="button" class="button small" onClick={() => go("")}>
          Now
        </button>
      )}
    </div>
  );
}
