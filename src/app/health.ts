import type { Health, Status } from "../api/contract/status.ts";

/** So many polls may be missed before the mirror counts as stale. */
const POLLS = 3;
/** And so much besides: a poll itself takes a while, and the wait after a failed one doubles. */
const SLACK_SECONDS = 300;
/** How long a poll that is due may wait for the end of what is under way. */
const OVERDUE_MS = 120_000;

/** Whether the mirror can be relied on just now, and why not. Pure. @param now host wall clock, ms */
export function healthOf(status: Status, now: number): Health {
  const reasons = [haltReason(status), readReason(status), loopReason(status, now)].filter((reason) => reason !== null);
  return { ready: reasons.length === 0, reasons };
}

function haltReason({ halt }: Status): string | null {
  return halt === null ? null : `A person is needed since ${halt.since} (${halt.code}): ${halt.message}`;
}

function readReason({ service }: Status): string | null {
  const { lagSeconds, pollSeconds, closedSince, pausedSince, failures } = service;
  if (lagSeconds === null) return "The document was never read whole yet: the first read goes on.";
  const most = pollSeconds * POLLS + SLACK_SECONDS;
  if (lagSeconds <= most) return null;
  const late = `Nothing was read for ${Math.round(lagSeconds)} seconds, and ${most} are the most that is normal`;
  if (pausedSince !== null) return `${late}: the service is paused since ${pausedSince}.`;
  if (closedSince !== null) return `${late}: MoneyWorks cannot be reached since ${closedSince}.`;
  return failures > 0 ? `${late}: ${failures} ${failures === 1 ? "poll" : "polls"} in a row failed.` : `${late}.`;
}

/** Something always flies or is planned, unless a person stopped it: otherwise the service only looks alive. */
function loopReason({ service, halt }: Status, now: number): string | null {
  const { running, pausedSince, nextPollAt } = service;
  if (running !== null || pausedSince !== null || halt !== null) return null;
  if (nextPollAt === null) return "No poll is planned.";
  const overdue = now - Date.parse(nextPollAt);
  return overdue <= OVERDUE_MS ? null : `The poll that was due at ${nextPollAt} has not begun.`;
}
