import { useSignal } from "@preact/signals";
import type { Statistics } from "../../../api/contract/statistics.ts";
import { type Column, DataTable } from "../../parts/data-table.tsx";
import { Time } from "../../parts/time.tsx";
import { count, counted } from "../../text/numbers.ts";
import { duration } from "../../text/times.ts";

type Span = Statistics["spans"][number];

const shown = (ms: number | null) => (ms === null ? "–" : duration(ms / 1000));

const COLUMNS: readonly Column<Span>[] = [
  { head: "From", cell: ({ at }) => <Time at={at} as="full" /> },
  { head: "Records", isNumber: true, cell: ({ records }) => (records === null ? "–" : count(records)) },
  { head: "Changes", isNumber: true, cell: ({ changes }) => count(changes) },
  { head: "Runs", isNumber: true, cell: ({ runs }) => count(runs) },
  { head: "Failed", isNumber: true, cell: ({ failed }) => count(failed) },
  { head: "Poll, middle", isNumber: true, cell: ({ pollMs }) => shown(pollMs) },
  { head: "Poll, longest", isNumber: true, cell: ({ longestPollMs }) => shown(longestPollMs) },
];

/** What the charts show in figures, for those who read rather than look. Made when it is unfolded. */
export function Figures({ spans }: Pick<Statistics, "spans">) {
  const isOpen = useSignal(false);
  const told = spans.filter(({ runs }) => runs > 0).toReversed();
  return (
    <details
      class="figures-table"
      onToggle={(event) => {
        isOpen.value = event.currentTarget.open;
      }}
    >
      <summary>{`In figures: ${counted(told.length, "span")} with runs`}</summary>
      {isOpen.value && (
        <DataTable
          caption="Records, runs and polls over time"
          keyOf={({ at }) => at}
          rows={told}
          empty="Nothing ran in this time."
          columns={COLUMNS}
        />
      )}
    </details>
  );
}
