import type { Status } from "../../../api/contract/status.ts";
import { useApp } from "../../app.ts";
import { useAction } from "../../loading/use-action.ts";
import { Button } from "../../parts/button.tsx";
import { Panel } from "../../parts/panel.tsx";
import { Progress } from "../../parts/progress.tsx";
import { hrefOf } from "../../shell/route.ts";
import { Due } from "./facts.tsx";

/** What runs, and what can be asked for. */
export function RunPanel({ status: { service } }: { readonly status: Status }) {
  const { live } = useApp();
  const { value: moving } = live.moving;
  return (
    <Panel title="Run" className="run-panel" aside={<RunButtons service={service} isRunning={moving !== null} />}>
      {moving === null ? (
        <Schedule service={service} />
      ) : (
        <Progress moving={moving}>
          <a href={hrefOf({ view: "run", run: moving.progress.run })}>{nameOf(moving.progress.kind)}</a>
        </Progress>
      )}
    </Panel>
  );
}

const NAMES: Readonly<Record<string, string>> = {
  poll: "Poll",
  full: "Full sync",
  sweep: "Sweep",
  check: "Check",
  promote: "Promotion",
  adopt: "Adoption",
};

function nameOf(kind: string): string {
  return NAMES[kind] ?? kind;
}

interface RunButtonsProps {
  readonly service: Status["service"];
  readonly isRunning: boolean;
}

const KINDS = [
  ["poll", "Poll now", "Read what was modified since the last poll"],
  ["sweep", "Sweep", "Look for deletions and missed changes"],
  ["full", "Full sync", "Read every record"],
  ["check", "Check", "Compare every record with main, and write nothing"],
] as const;

function RunButtons({ service, isRunning }: RunButtonsProps) {
  const { client, notices } = useApp();
  const action = useAction();
  const start = (kind: (typeof KINDS)[number][0]) =>
    action.run(async () => {
      const { run } = await client.start({ kind });
      notices.done(`${nameOf(kind)} started.`, run);
    });
  const cancel = () =>
    action.run(async () => {
      const { run } = await client.cancel();
      notices.done(run === null ? "Nothing ran any more." : "The run is being cancelled.", run);
    });
  return (
    <div class="buttons">
      {KINDS.map(([kind, text, what]) => (
        <Button
          key={kind}
          isOff={isRunning}
          look={kind === "poll" ? "primary" : ""}
          title={what}
          onClick={() => start(kind)}
        >
          {text}
        </Button>
      ))}
      <Button isOff={!isRunning} onClick={cancel}>
        Cancel the run
      </Button>
      <PauseButton isPaused={service.pausedSince !== null} />
    </div>
  );
}

function PauseButton({ isPaused }: { readonly isPaused: boolean }) {
  const { client, notices } = useApp();
  const action = useAction();
  const onClick = () =>
    action.run(async () => {
      const { pausedSince } = await (isPaused ? client.resume() : client.pause());
      notices.done(pausedSince === null ? "Runs start by themselves again." : "Nothing starts by itself any more.");
    });
  return <Button onClick={onClick}>{isPaused ? "Resume" : "Pause"}</Button>;
}

/** As high as a run under way, so that nothing moves when one begins. */
function Schedule({ service }: Pick<RunButtonsProps, "service">) {
  const { pausedSince, nextPollAt, nextSweepAt, nextFullAt, nextCheckAt } = service;
  const due = [
    ["poll", nextPollAt],
    ["sweep", nextSweepAt],
    ["full sync", nextFullAt],
    ["check", nextCheckAt],
  ] as const;
  return (
    <div class="progress">
      <div class="progress-head">
        <span>{pausedSince === null ? "Nothing runs" : "Nothing runs, and nothing starts by itself"}</span>
      </div>
      <div class="track" />
      <p class="progress-facts">
        {due.map(
          ([what, at]) =>
            at !== null && (
              <span key={what}>
                {`${what} `}
                <Due at={at} />
              </span>
            ),
        )}
      </p>
    </div>
  );
}
