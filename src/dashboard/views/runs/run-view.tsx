import type { RunDetail } from "../../../api/contract/run.ts";
import { useApp } from "../../app.ts";
import { useAction } from "../../loading/use-action.ts";
import { useLive } from "../../loading/use-live.ts";
import { useLoaded } from "../../loading/use-loaded.ts";
import { Awaited } from "../../parts/awaited.tsx";
import { Badge } from "../../parts/badge.tsx";
import { Button } from "../../parts/button.tsx";
import { Commit } from "../../parts/commit.tsx";
import { Fact, Facts } from "../../parts/facts.tsx";
import { Panel } from "../../parts/panel.tsx";
import { Progress } from "../../parts/progress.tsx";
import { Time } from "../../parts/time.tsx";
import { ViewHead } from "../../parts/view-head.tsx";
import { hrefOf } from "../../shell/route.ts";
import { bytes, count } from "../../text/numbers.ts";
import { duration } from "../../text/times.ts";
import { CheckPanel } from "./check-panel.tsx";
import { RunChanges } from "./run-changes.tsx";
import { TalliesPanel } from "./tallies-panel.tsx";

const UP = { href: hrefOf({ view: "runs", kind: "", outcome: "" }), text: "Runs" };

/** One run, as it goes on or as it went. */
export function RunView({ run }: { readonly run: string }) {
  const { client } = useApp();
  const loaded = useLoaded(run, (signal) => client.run(run, { signal }));
  useLive((event) => {
    if (event.event === "run" && event.data.run === run) loaded.reload();
  });
  return (
    <>
      <ViewHead title={loaded.data === null ? "Run" : <Title run={loaded.data} />} up={UP} />
      <Awaited loaded={loaded}>{(data) => <Detail run={data} />}</Awaited>
    </>
  );
}

function Title({ run: { kind, startedAt } }: { readonly run: RunDetail }) {
  return (
    <>
      {`${kind.charAt(0).toUpperCase()}${kind.slice(1)} of `}
      <Time at={startedAt} as="full" />
    </>
  );
}

function Detail({ run }: { readonly run: RunDetail }) {
  return (
    <>
      <RunFacts run={run} />
      {run.error !== null && <ErrorOf error={run.error} />}
      {run.endedAt === null && <UnderWay run={run} />}
      {run.check === null ? <TalliesPanel tables={run.tables} /> : <CheckPanel check={run.check} />}
      {run.records.added + run.records.changed + run.records.deleted > 0 && <RunChanges run={run.run} />}
    </>
  );
}

function RunFacts({ run }: { readonly run: RunDetail }) {
  const { outcome, ms, endedAt, records, requests, bytes: received, commit, pushed } = run;
  return (
    <Facts>
      <Fact name="Outcome" more={ms === null ? "" : `in ${duration(ms / 1000)}`}>
        <Badge word={outcome ?? (endedAt === null ? "running" : "unknown")} />
      </Fact>
      <Fact name="Read" more={`+${count(records.added)} ~${count(records.changed)} −${count(records.deleted)}`}>
        {count(records.read)}
      </Fact>
      <Fact name="Requests" more={received === null ? "" : `${bytes(received)} received`}>
        {requests === null ? "–" : count(requests)}
      </Fact>
      <Fact name="Commit" more={commit === null ? "nothing to write" : pushed ? "pushed" : "not pushed yet"}>
        <Commit id={commit} />
      </Fact>
    </Facts>
  );
}

function ErrorOf({ error: { code, message, hint } }: { readonly error: NonNullable<RunDetail["error"]> }) {
  return (
    <div class="failure">
      <p>
        <strong>{message}</strong>
      </p>
      {hint !== undefined && <p>{hint}</p>}
      <p>
        <code class="muted">{code}</code>
      </p>
    </div>
  );
}

function UnderWay({ run: { run } }: { readonly run: RunDetail }) {
  const { live, client, notices } = useApp();
  const action = useAction();
  const { value: moving } = live.moving;
  if (moving?.progress.run !== run) return null;
  const cancel = () =>
    action.run(async () => {
      await client.cancel();
      notices.done("The run is being cancelled.", run);
    });
  const button = <Button onClick={cancel}>Cancel the run</Button>;
  return (
    <Panel title="Under way" aside={button}>
      <Progress moving={moving} />
    </Panel>
  );
}
