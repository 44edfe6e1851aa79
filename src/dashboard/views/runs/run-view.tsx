import type { RunDetail } from "../../../api/contract/run.ts";
import { useApp } from "../../app.ts";
import { useAction } from "../../loading/use-action.ts";
import { useLive } from "../../loading/use-live.ts";
import { useLoaded } from "../../loading/use-loaded.ts";
import { Badge } from "../../parts/badge.tsx";
import { Commit } from "../../parts/commit.tsx";
import { Failure, Waiting } from "../../parts/failure.tsx";
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
  const { data, error } = loaded;
  return (
    <>
      <ViewHead title={data === null ? "Run" : <Title run={data} />} up={UP} />
      {error !== null && <Failure error={error} again={loaded.reload} />}
      {data === null ? error === null && <Waiting lines={10} /> : <Detail run={data} />}
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
      <Facts run={run} />
      {run.error !== null && <ErrorOf error={run.error} />}
      {run.endedAt === null && <UnderWay run={run} />}
      {run.check === null ? <TalliesPanel tables={run.tables} /> : <CheckPanel check={run.check} />}
      {run.records.added + run.records.changed + run.records.deleted > 0 && <RunChanges run={run.run} />}
    </>
  );
}

function Facts({ run }: { readonly run: RunDetail }) {
  const { outcome, ms, endedAt, records, requests, bytes: received, commit, pushed } = run;
  return (
    <dl class="facts">
      <div class="fact">
        <dt>Outcome</dt>
        <dd>
          <Badge word={outcome ?? (endedAt === null ? "running" : "unknown")} />
        </dd>
        <dd class="more">{ms === null ? "" : `in ${duration(ms / 1000)}`}</dd>
      </div>
      <div class="fact">
        <dt>Read</dt>
        <dd>{count(records.read)}</dd>
        <dd class="more">{`+${count(records.added)} ~${count(records.changed)} −${count(records.deleted)}`}</dd>
      </div>
      <div class="fact">
        <dt>Requests</dt>
        <dd>{requests === null ? "–" : count(requests)}</dd>
        <dd class="more">{received === null ? "" : `${bytes(received)} received`}</dd>
      </div>
      <div class="fact">
        <dt>Commit</dt>
        <dd>
          <Commit id={commit} />
        </dd>
        <dd class="more">{commit === null ? "nothing to write" : pushed ? "pushed" : "not pushed yet"}</dd>
      </div>
    </dl>
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
  const button = (
    <button type="button" class="button" onClick={cancel}>
      Cancel the run
    </button>
  );
  return (
    <Panel title="Under way" aside={button}>
      <Progress moving={moving} />
    </Panel>
  );
}
