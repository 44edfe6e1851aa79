import type { Status } from "../../../api/contract/status.ts";
import { useApp } from "../../app.ts";
import { Badge } from "../../parts/badge.tsx";
import { Commit } from "../../parts/commit.tsx";
import { Fact, Facts } from "../../parts/facts.tsx";
import { Time } from "../../parts/time.tsx";
import { hrefOf } from "../../shell/route.ts";
import { count, counted } from "../../text/numbers.ts";
import { duration, modtime, skew, zone } from "../../text/times.ts";

/** The figures that one looks at first. */
export function StatusFacts({ status }: { readonly status: Status }) {
  const { service, tables, main } = status;
  const records = tables.reduce((sum, table) => sum + table.records, 0);
  return (
    <Facts>
      <LastRun run={status.lastRun} />
      <NextPoll service={service} />
      <Lag status={status} />
      <Fact name="Clock skew" more={clockOf(status.clock)}>
        {skewOf(status.clock)}
      </Fact>
      <Fact name="Records" more={counted(tables.length, "table")}>
        {count(records)}
      </Fact>
      <Fact name="Main" more={pushedOf(status)}>
        <Commit id={main} />
      </Fact>
    </Facts>
  );
}

function LastRun({ run }: { readonly run: Status["lastRun"] }) {
  if (run === null) {
    return (
      <Fact name="Last run" more="nothing ran yet">
        –
      </Fact>
    );
  }
  const more = (
    <>
      <a href={hrefOf({ view: "run", run: run.run })}>{run.kind}</a> <Badge word={run.outcome ?? "running"} />
    </>
  );
  return (
    <Fact name="Last run" more={more}>
      <Time at={run.endedAt ?? run.startedAt} as="ago" />
    </Fact>
  );
}

function NextPoll({ service }: Pick<Status, "service">) {
  const { pausedSince, nextPollAt, pollSeconds } = service;
  const paused = pausedSince === null ? null : <>paused since {<Time at={pausedSince} />}</>;
  return (
    <Fact name="Next poll" more={paused ?? `every ${duration(pollSeconds)}`}>
      {pausedSince !== null ? "paused" : nextPollAt === null ? "–" : <Due at={nextPollAt} />}
    </Fact>
  );
}

/** A time to come; once it is past it is due, whatever the clocks of the two computers think of a second more. */
export function Due({ at }: { readonly at: string }) {
  const { now } = useApp();
  return Date.parse(at) <= now.value + 1000 ? <>due now</> : <Time at={at} as="ago" />;
}

/** It grows with each second, between two statuses as well. */
function Lag({ status }: { readonly status: Status }) {
  const { now } = useApp();
  const { lagSeconds } = status.service;
  const since = lagSeconds === null ? null : lagSeconds + Math.max(0, now.value - Date.parse(status.at)) / 1000;
  return (
    <Fact name="Lag" more="since everything was read">
      {since === null ? "–" : duration(Math.floor(since))}
    </Fact>
  );
}

function skewOf(clock: Status["clock"]): string {
  if (clock === null) return "–";
  return clock.skewSeconds === null ? "unknown" : skew(clock.skewSeconds);
}

function clockOf(clock: Status["clock"]): string {
  if (clock === null) return "not asked yet";
  const local = modtime(clock.serverLocalTime).slice(11, 16);
  return clock.zoneMinutes === null ? `server ${local}` : `server ${local}, ${zone(clock.zoneMinutes)}`;
}

function pushedOf({ main, remote, unpushedCommits, uncommittedRecords }: Status): string {
  if (uncommittedRecords > 0) return `${counted(uncommittedRecords, "record")} to commit`;
  if (unpushedCommits > 0) return `${counted(unpushedCommits, "commit")} to push`;
  return main !== null && main === remote ? "remote in step" : "not pushed yet";
}
