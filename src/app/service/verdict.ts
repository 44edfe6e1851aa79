import type { Status, Verdict } from "../../api/contract/status.ts";

const DIFFERENT = "The last check found that main does not hold what MoneyWorks holds: a full sync puts that right.";

/** A status before it is judged. */
export type Unjudged = Omit<Status, "verdict">;

/** Beyond so many polls' time without a read something is wrong, whatever the runs said. */
const LATE_POLLS = 3;
const SLACK_SECONDS = 120;
/** A clock that is off by more is worth a word. */
const SKEW_SECONDS = 60;
const DAY_MS = 86_400_000;

/** Is all well? Pure: the same status gives the same words. @param now host wall clock, ms */
export function verdictOf(status: Unjudged, now: number): Verdict {
  const remarks = remarksOf(status, now);
  const { level, sentence } = judged(status);
  if (level !== "ok" || remarks.length === 0) return { level, sentence, remarks };
  return { level: "attention", sentence: "The mirror is up to date, and a person should look at something.", remarks };
}

function judged(status: Unjudged): Pick<Verdict, "level" | "sentence"> {
  const { halt, service, lastRun } = status;
  if (halt !== null) return { level: "halted", sentence: `A person is needed: ${halt.message}` };
  if (service.closedSince !== null)
    return { level: "failing", sentence: `MoneyWorks cannot be reached: ${errorOf(lastRun)}` };
  if (service.failures > 0) return { level: "failing", sentence: `${failed(service.failures)}: ${errorOf(lastRun)}` };
  if (service.pausedSince !== null)
    return { level: "attention", sentence: "Paused: nothing is read until somebody resumes." };
  if (isReading(status)) return { level: "reading", sentence: readingSentence(status) };
  if (isLate(status)) return { level: "attention", sentence: "Nothing was read for longer than polls should take." };
  return { level: "ok", sentence: `All is well: ${held(status)} are mirrored as the last poll found them.` };
}

function failed(count: number): string {
  return count === 1 ? "The last poll failed" : `The last ${count} polls failed`;
}

function errorOf(run: Unjudged["lastRun"]): string {
  return run?.error?.message ?? "the log says why.";
}

function isReading({ tables, main }: Unjudged): boolean {
  return main === null || tables.some(({ coverage }) => coverage === "reading");
}

function readingSentence(status: Unjudged): string {
  const percent = status.service.running?.percent ?? null;
  return percent === null
    ? `The first read of the document goes on: ${held(status)} so far.`
    : `The first read of the document goes on: ${percent} % of it, ${held(status)} so far.`;
}

function held({ tables }: Unjudged): string {
  const records = tables.reduce((sum, table) => sum + table.records, 0);
  return `${counted(records, "record")} of ${counted(tables.length, "table")}`;
}

function isLate({ service: { lagSeconds, pollSeconds } }: Unjudged): boolean {
  return lagSeconds !== null && lagSeconds > pollSeconds * LATE_POLLS + SLACK_SECONDS;
}

/** Most important first. */
function remarksOf(status: Unjudged, now: number): string[] {
  return [
    ...(status.lastCheck?.outcome === "different" ? [DIFFERENT] : []),
    ...promotionRemarks(status, now),
    ...contestedRemarks(status),
    some(
      status.quarantine.length,
      (n) => `${counted(n, "record")} cannot be read and ${n === 1 ? "is" : "are"} set aside.`,
    ),
    some(
      status.service.running === null ? status.unpushedCommits : 0,
      (n) => `${counted(n, "commit")} did not reach the remote yet.`,
    ),
    ...skewRemarks(status),
    some(status.drift.length, (n) => `Fields of ${counted(n, "table")} came or went in MoneyWorks.`),
  ].filter((remark) => remark !== null);
}

function some(count: number, text: (count: number) => string): string | null {
  return count === 0 ? null : text(count);
}

function promotionRemarks({ promotions }: Unjudged, now: number): string[] {
  const recent = promotions.filter(({ at }) => now - Date.parse(at) < DAY_MS);
  const count = (outcome: string) => recent.filter((one) => one.outcome === outcome).length;
  return [
    some(count("failed"), (n) => `${counted(n, "incoming commit")} failed in the last day.`),
    some(count("conflict"), (n) => `${counted(n, "incoming commit")} met a conflict in the last day.`),
    some(count("pending"), (n) => `${counted(n, "incoming commit")} ${n === 1 ? "waits" : "wait"}.`),
  ].filter((remark) => remark !== null);
}

function contestedRemarks({ tables }: Unjudged): string[] {
  return tables
    .filter(({ coverage }) => coverage === "contested")
    .map(({ table }) => `Two records of ${table} have one key: MoneyWorks has to give one of them another.`);
}

function skewRemarks({ clock }: Unjudged): string[] {
  const skew = clock?.skewSeconds ?? 0;
  return Math.abs(skew) <= SKEW_SECONDS
    ? []
    : [`The server's clock is ${Math.abs(skew)} s ${skew > 0 ? "ahead" : "behind"}.`];
}

function counted(count: number, what: string): string {
  return `${count.toLocaleString("en")} ${what}${count === 1 ? "" : "s"}`;
}
