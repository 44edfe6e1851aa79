import type { RunDetail } from "../../../api/contract/run.ts";
import { type Column, DataTable } from "../../parts/data-table.tsx";
import { Panel } from "../../parts/panel.tsx";
import { count } from "../../text/numbers.ts";

type Row = RunDetail["tables"][number];

const COLUMNS: readonly Column<Row>[] = [
  { head: "Table", cell: ({ table }) => table },
  { head: "Read", isNumber: true, cell: ({ read }) => count(read) },
  { head: "Added", isNumber: true, cell: ({ added }) => count(added) },
  { head: "Changed", isNumber: true, cell: ({ changed }) => count(changed) },
  { head: "Deleted", isNumber: true, cell: ({ deleted }) => count(deleted) },
  { head: "Unchanged", isNumber: true, cell: ({ same }) => count(same) },
];

/** What a run did, table by table. */
export function TalliesPanel({ tables }: Pick<RunDetail, "tables">) {
  return (
    <Panel title="Tables">
      <DataTable
        caption="What the run did, table by table"
        columns={COLUMNS}
        rows={tables}
        keyOf={({ table }) => table}
        classOf={({ added, changed, deleted }) => (added + changed + deleted > 0 ? "strong" : "")}
        empty="No table was read."
      />
    </Panel>
  );
}
