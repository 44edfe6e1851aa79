import { useSignal } from "@preact/signals";
import type { RecordDetail } from "../../../api/contract/record.ts";
import { DataTable } from "../../parts/data-table.tsx";
import { Panel } from "../../parts/panel.tsx";
import { Value } from "../../parts/value-diff.tsx";
import { counted } from "../../text/numbers.ts";
import { cellText, columnNames, headOf } from "./subfile.ts";

/** The fields of a record and the rows inside it. What MoneyWorks computes is left out until it is asked for. */
export function RecordFields({ detail }: { readonly detail: RecordDetail }) {
  const withSystem = useSignal(false);
  const { fields, subfiles, table, key } = detail;
  const shown = fields.filter(({ system }) => withSystem.value || !system);
  const toggle = (
    <label class="toggle">
      <input
        type="checkbox"
        checked={withSystem.value}
        onChange={(event) => {
          withSystem.value = event.currentTarget.checked;
        }}
      />
      what MoneyWorks computes
    </label>
  );
  return (
    <>
      <Panel title="Fields" aside={toggle}>
        <dl class="record-fields">
          {shown.map(({ name, value, system }) => (
            <div key={name} class={system ? "system" : ""}>
              <dt>{name}</dt>
              <dd>
                <Value text={value} />
              </dd>
            </div>
          ))}
        </dl>
      </Panel>
      {subfiles.map((subfile) => (
        <Rows
          key={subfile.name}
          subfile={subfile}
          title={`${subfile.name} of ${table} ${key}`}
          withSystem={withSystem.value}
        />
      ))}
    </>
  );
}

interface RowsProps {
  readonly subfile: RecordDetail["subfiles"][number];
  readonly title: string;
  readonly withSystem: boolean;
}

/** Rows that are in a record, such as the lines of a transaction: a column for each field that any of them has. */
function Rows({ subfile: { name, element, rows }, title, withSystem }: RowsProps) {
  const numbered = rows.map((row, at) => ({ ...row, number: at + 1 }));
  return (
    <Panel title={name} aside={<span class="muted small-text">{counted(rows.length, "row")}</span>}>
      <DataTable
        caption={title}
        rows={numbered}
        keyOf={({ number }) => String(number)}
        columns={[
          { head: "Line", cell: ({ number }) => String(number) },
          ...columnNames(rows, withSystem).map((field) => ({
            head: headOf(field, element),
            cell: (row: (typeof numbered)[number]) => <span class="clip">{cellText(row, field)}</span>,
          })),
        ]}
      />
    </Panel>
  );
}
