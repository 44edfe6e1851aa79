import type { CheckReport, Difference } from "../../../api/contract/run.ts";
import { Badge } from "../../parts/badge.tsx";
import { RecordLink } from "../../parts/change-list.tsx";
import { type Column, DataTable } from "../../parts/data-table.tsx";
import { Panel } from "../../parts/panel.tsx";
import { Value } from "../../parts/value-diff.tsx";
import { count, counted } from "../../text/numbers.ts";
import { modtime } from "../../text/times.ts";

type Tally = CheckReport["tables"][number];

const COLUMNS: readonly Column<Tally>[] = [
  { head: "Table", cell: ({ table }) => table },
  { head: "Read", isNumber: true, cell: ({ read }) => count(read) },
  { head: "Equal", isNumber: true, cell: ({ equal }) => count(equal) },
  { head: "Only in MoneyWorks", isNumber: true, cell: ({ added }) => count(added) },
  { head: "Differ", isNumber: true, cell: ({ changed }) => count(changed) },
  { head: "Only on main", isNumber: true, cell: ({ deleted }) => count(deleted) },
  { head: "Edited meanwhile", isNumber: true, isMinor: true, cell: ({ changedMeanwhile }) => count(changedMeanwhile) },
  { head: "Unreadable", isNumber: true, isMinor: true, cell: ({ quarantined }) => count(quarantined) },
];

/** What a check found: figures, and each difference side by side. */
export function CheckPanel({ check }: { readonly check: CheckReport }) {
  const { tables, first, differences, omitted, at } = check;
  return (
    <>
      <Panel
        title="Differences"
        aside={at !== null && <span class="muted small-text">{`as of ${modtime(at)} on the server's clock`}</span>}
      >
        {differences === 0 ? (
          <p class="muted empty">MoneyWorks and main hold the same.</p>
        ) : (
          <ul class="differences">
            {first.map((difference) => (
              <li key={`${difference.table} ${difference.key}`}>
                <Different difference={difference} />
              </li>
            ))}
          </ul>
        )}
        {omitted > 0 && <p class="muted">{`and ${counted(omitted, "other")}`}</p>}
      </Panel>
      <Panel title="Tables">
        <DataTable
          caption="What the check compared, table by table"
          columns={COLUMNS}
          rows={tables}
          keyOf={({ table }) => table}
          classOf={({ added, changed, deleted }) => (added + changed + deleted > 0 ? "strong" : "")}
        />
      </Panel>
    </>
  );
}

const WORDS = {
  added: "only in MoneyWorks",
  changed: "differs",
  deleted: "only on main",
} as const;

function Different({ difference }: { readonly difference: Difference }) {
  const { table, key, operation, fields, modtime: stamp, sinceLastPoll } = difference;
  return (
    <>
      <div class="change-head">
        <RecordLink table={table} name={key} />
        <span class={`operation ${operation}`}>{WORDS[operation]}</span>
        {sinceLastPoll && <Badge word="the next poll brings it" />}
        <span class="change-when">{stamp !== null && `stamped ${modtime(stamp)}`}</span>
      </div>
      {fields.length > 0 && <Sides difference={difference} />}
    </>
  );
}

function Sides({ difference: { table, key, fields } }: { readonly difference: Difference }) {
  return (
    <DataTable
      caption={`Fields of ${table} ${key} that differ`}
      rows={fields}
      keyOf={({ field }) => field}
      columns={[
        { head: "Field", cell: ({ field }) => field },
        { head: "Main", cell: ({ main }) => <Value text={main} /> },
        { head: "MoneyWorks", cell: ({ moneyworks }) => <Value text={moneyworks} /> },
      ]}
    />
  );
}
