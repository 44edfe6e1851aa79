import { useApp } from "../../app.ts";
import { Waiting } from "../../parts/failure.tsx";
import { StatusFacts } from "./facts.tsx";
import { FeedPanel } from "./feed-panel.tsx";
import { HaltPanel } from "./halt-panel.tsx";
import { Notes } from "./notes.tsx";
import { RunPanel } from "./run-panel.tsx";
import { StatisticsPanel } from "./statistics-panel.tsx";
import { TablesPanel } from "./tables-panel.tsx";
import { VerdictHead } from "./verdict-head.tsx";

/** Is all well, and if not, what is to be done. */
export function Overview() {
  const { live } = useApp();
  const { value: status } = live.status;
  if (status === null) {
    return (
      <>
        <h1 tabIndex={-1} class="unseen">
          Overview
        </h1>
        <Waiting lines={12} />
      </>
    );
  }
  return (
    <div class="overview">
      <VerdictHead verdict={status.verdict} />
      {status.halt !== null && <HaltPanel halt={status.halt} />}
      <StatusFacts status={status} />
      <RunPanel status={status} />
      <div class="columns">
        <FeedPanel />
        <TablesPanel tables={status.tables} />
      </div>
      <StatisticsPanel since={status.service.startedAt} />
      <Notes status={status} />
    </div>
  );
}
