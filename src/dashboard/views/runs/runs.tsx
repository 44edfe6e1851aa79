import type { Run, RunKind, RunOutcome } from "../../../api/contract/run.ts";
import { useApp } from "../../app.ts";
import { useLive } from "../../loading/use-live.ts";
import { usePages } from "../../loading/use-pages.ts";
import { Badge } from "../../parts/badge.tsx";
import { Choice } from "../../parts/choice.tsx";
import { Commit } from "../../parts/commit.tsx";
import type { Column } from "../../parts/data-table.tsx";
import { PagedTable } from "../../parts/paged-table.tsx";
import { Time } from "../../parts/time.tsx";
import { ViewHead } from "../../parts/view-head.tsx";
import { hrefOf, type Route } from "../../shell/route.ts";
import { count, counted } from "../../text/numbers.ts";
import { duration } from "../../text/times.ts";
import { withRun } from "./merge.ts";

type Filter = Extract<Route, { view: "runs" }>;

const PAGE = 50;
const KINDS: readonly RunKind[] = ["poll", "sweep", "full", "check", "promote", "adopt"];
const OUTCOMES: readonly RunOutcome[] = ["ok", "different", "partial", "failed", "halted", "cancelled", "yielded"];

const COLUMNS: readonly Column<Run>[] = [
  {
    head: "Started",
    cell: ({ run, startedAt }) => (
      <a href={hrefOf({ view: "run", run })}>
        <Time at={startedAt} />
      </a>
    ),
  },
  { head: "Kind", cell: ({ kind }) => kind },
  { head: "Outcome", cell: ({ outcome }) => <Badge word={outcome ?? "running"} /> },
  { head: "Took", isNumber: true, cell: ({ ms }) => (ms === null ? "–" : duration(ms / 1000)) },
  { head: "Read", isNumber: true, isMinor: true, cell: ({ records }) => count(records.read) },
  { head: "Added", isNumber: true, cell: ({ records }) => someOf(records.added) },
  { head: "Changed", isNumber: true, cell: ({ records }) => someOf(records.changed) },
  { head: "Deleted", isNumber: true, cell: ({ records }) => someOf(records.deleted) },
  { head: "Commit", isMinor: true, cell: ({ commit }) => <Commit id={commit} /> },
  { head: "Remark", isMinor: true, cell: (run) => <span class="clip">{remarkOf(run)}</span> },
];

/** What ran, newest first. */
export function Runs({ route }: { readonly route: Filter }) {
  const { client } = useApp();
  const kind = KINDS.find((each) => each === route.kind);
  const outcome = OUTCOMES.find((each) => each === route.outcome);
  const pages = usePages(`${kind} ${outcome}`, async (before, signal) => {
    const { runs, next } = await client.runs({ kind, outcome, before, limit: PAGE }, { signal });
    return { items: runs, next };
  });
  useLive((event) => {
    if (event.event === "run") pages.patch((items) => withRun(items, event.data, { kind, outcome }));
  });
  return (
    <>
      <ViewHead title="Runs">
        <Filters route={route} />
      </ViewHead>
      <div class="panel">
        <PagedTable
          pages={pages}
          more="Older runs"
          caption="Runs, newest first"
          columns={COLUMNS}
          keyOf={({ run }) => run}
          empty="Nothing ran that fits."
        />
      </div>
    </>
  );
}

function Filters({ route }: { readonly route: Filter }) {
  const { browser } = useApp();
  const go = (change: Partial<Filter>) => browser.replace(hrefOf({ ...route, ...change }).slice(1));
  const all = (text: string, values: readonly string[]) => [
    ["", text] as const,
    ...values.map((each) => [each, each] as const),
  ];
  return (
    <search class="filters" aria-label="Filter runs">
      <Choice label="Kind" value={route.kind} options={all("all kinds", KINDS)} onChange={(kind) => go({ kind })} />
      <Choice
        label="Outcome"
        value={route.outcome}
        options={all("all outcomes", OUTCOMES)}
        onChange={(outcome) => go({ outcome })}
      />
    </search>
  );
}

function someOf(records: number): string {
  return records === 0 ? "–" : count(records);
}

function remarkOf({ error, differences }: Run): string {
  if (error !== null) return error.message;
  return differences === null || differences === 0 ? "" : counted(differences, "difference");
}
