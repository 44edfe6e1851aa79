import type { RecordDetail } from "../../../api/contract/record.ts";
import { useApp } from "../../app.ts";
import { useLive } from "../../loading/use-live.ts";
import { useLoaded } from "../../loading/use-loaded.ts";
import { Awaited } from "../../parts/awaited.tsx";
import { Button } from "../../parts/button.tsx";
import { TextField } from "../../parts/choice.tsx";
import { Commit } from "../../parts/commit.tsx";
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
  return (
    <>
      <ViewHead
        title={<Title table={table} name={key} />}
        up={{ href: hrefOf({ view: "records", table, search: "" }), text: `Records of ${table}` }}
      >
        <Past route={route} />
      </ViewHead>
      <Awaited loaded={loaded}>{(data) => <Shown at={at} {...data} />}</Awaited>
      <RecordHistory table={table} name={key} />
      {loaded.data !== null && <RecordXml xml={loaded.data.xml} />}
    </>
  );
}

interface ShownProps {
  readonly detail: RecordDetail;
  /** Empty: now. */
  readonly at: string;
}

function Shown({ detail, at }: ShownProps) {
  return (
    <>
      <p class="muted small-text read-from">
        {at === "" ? "As it is on main: " : "As it was: "}
        <Commit id={detail.commit} /> of <Time at={detail.at} as="full" />
      </p>
      <RecordFields detail={detail} />
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
        <Button look="small" onClick={() => go("")}>
          Now
        </Button>
      )}
    </div>
  );
}
