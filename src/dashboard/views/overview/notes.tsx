import type { Status } from "../../../api/contract/status.ts";
import { DataTable } from "../../parts/data-table.tsx";
import { Panel } from "../../parts/panel.tsx";
import { Time } from "../../parts/time.tsx";
import { hrefOf } from "../../shell/route.ts";
import { count } from "../../text/numbers.ts";
import { modtime, skew } from "../../text/times.ts";

/** What is worth knowing, where there is anything: records that cannot be read, fields that came and went, jumps of the clock. */
export function Notes({ status: { quarantine, drift, clock } }: { readonly status: Status }) {
  return (
    <>
      {quarantine.length > 0 && <Quarantine quarantine={quarantine} />}
      {drift.length > 0 && <Drift drift={drift} />}
      {clock !== null && clock.events.length > 0 && <Jumps events={clock.events} />}
    </>
  );
}

function Quarantine({ quarantine }: Pick<Status, "quarantine">) {
  return (
    <Panel title="Records that cannot be read">
      <p class="muted">
        Their tables are mirrored without them. They are tried again with each full sync and when they change.
      </p>
      <DataTable
        caption="Records that cannot be read"
        rows={quarantine}
        keyOf={({ table, number }) => `${table} ${number}`}
        columns={[
          { head: "Record", cell: ({ table, key, number }) => `${table} ${key ?? `number ${number}`}` },
          { head: "Why", cell: ({ reason }) => reason },
          { head: "Since", cell: ({ since }) => <Time at={since} /> },
          { head: "Tries", isNumber: true, cell: ({ tries }) => count(tries) },
        ]}
      />
    </Panel>
  );
}

function Drift({ drift }: Pick<Status, "drift">) {
  const rows = drift.flatMap(({ table, gone, appeared }) => [
    ...gone.map(({ name, since }) => ({ table, name, since, what: "no longer sent" })),
    ...appeared.map(({ name, since }) => ({ table, name, since, what: "new" })),
  ]);
  return (
    <Panel title="Fields that came and went">
      <DataTable
        caption="Fields that came and went"
        rows={rows}
        keyOf={({ table, name }) => `${table} ${name}`}
        columns={[
          { head: "Field", cell: ({ table, name }) => `${table}.${name}` },
          { head: "What", cell: ({ what }) => what },
          { head: "Since", cell: ({ since }) => <Time at={since} /> },
        ]}
      />
    </Panel>
  );
}

function Jumps({ events }: { readonly events: NonNullable<Status["clock"]>["events"] }) {
  return (
    <Panel title="Jumps of the server's clock">
      <DataTable
        caption="Jumps of the server's clock"
        rows={events}
        keyOf={({ run, kind }) => `${run} ${kind}`}
        columns={[
          { head: "Seen", cell: ({ at, run }) => <a href={hrefOf({ view: "run", run })}>{<Time at={at} />}</a> },
          { head: "Kind", cell: ({ kind }) => kind },
          { head: "By", cell: ({ shiftSeconds }) => skew(shiftSeconds) },
          { head: "Before", isMinor: true, cell: ({ before }) => modtime(before) },
          { head: "After", isMinor: true, cell: ({ after }) => modtime(after) },
        ]}
      />
    </Panel>
  );
}
