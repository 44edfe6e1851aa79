import type { Status } from "../../../api/contract/status.ts";
import { Badge } from "../../parts/badge.tsx";
import { type Column, DataTable } from "../../parts/data-table.tsx";
import { Panel } from "../../parts/panel.tsx";
import { hrefOf } from "../../shell/route.ts";
import { count, counted } from "../../text/numbers.ts";
import { modtime } from "../../text/times.ts";

type Row = Status["tables"][number];

/** The beginning of MoneyWorks' time: no record was ever read. */
const NEVER = "19040101000000";

const COVERAGE = {
  poll: "changes arrive with polls",
  full: "only a full sync sees every change",
  reading: "the first read is unfinished",
  contested: "two records have one key",
} as const;

const COLUMNS: readonly Column<Row>[] = [
  { head: "Table", cell: ({ table }) => <a href={hrefOf({ view: "records", table, search: "" })}>{table}</a> },
  { head: "Records", isNumber: true, cell: ({ records }) => count(records) },
  {
    head: "Marker",
    cell: ({ marker }) => (marker === null || marker === NEVER ? "–" : <span class="figures">{modtime(marker)}</span>),
  },
  {
    head: "Coverage",
    cell: ({ coverage }) => (
      <span title={COVERAGE[coverage]}>
        <Badge word={coverage} />
      </span>
    ),
  },
];

/** The mirrored tables: how many records, and up to which second of the server's clock they are committed. */
export function TablesPanel({ tables }: Pick<Status, "tables">) {
  const filled = tables.filter(({ records, coverage }) => records > 0 || coverage !== "poll");
  const empty = tables.filter((table) => !filled.includes(table));
  return (
    <Panel title="Tables" aside={<span class="muted small-text">markers on the server's clock</span>}>
      <DataTable
        caption="Mirrored tables"
        columns={COLUMNS}
        rows={filled}
        keyOf={({ table }) => table}
        empty="No table was read yet."
      />
      {empty.length > 0 && <Empty tables={empty} />}
    </Panel>
  );
}

function Empty({ tables }: Pick<Status, "tables">) {
  return (
    <details class="more-tables">
      <summary>{`${counted(tables.length, "more table is", "more tables are")} empty`}</summary>
      <p class="muted">{tables.map(({ table }) => table).join(", ")}</p>
    </details>
  );
}
