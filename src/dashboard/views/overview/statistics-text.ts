import type { Statistics } from "../../../api/contract/statistics.ts";
import { count } from "../../text/numbers.ts";
import { duration } from "../../text/times.ts";

type Spans = Statistics["spans"];

/** The chart of records in one sentence. */
export function recordsText(spans: Spans): string {
  const known = spans.flatMap(({ records }) => (records === null ? [] : [records]));
  const [first] = known;
  const last = known.at(-1);
  if (first === undefined || last === undefined) return "Records mirrored: no run ended in this time.";
  return `Records mirrored: ${count(first)} at first, ${count(last)} at last, ${count(Math.max(...known))} at most.`;
}

/** The chart of polls in one sentence. */
export function pollsText(spans: Spans): string {
  const middles = spans.flatMap(({ pollMs }) => (pollMs === null ? [] : [pollMs]));
  const longest = spans.flatMap(({ longestPollMs }) => (longestPollMs === null ? [] : [longestPollMs]));
  const last = middles.at(-1);
  if (last === undefined) return "Duration of polls: there was none in this time.";
  return `Duration of polls: ${duration(last / 1000)} at last, ${duration(Math.max(...longest, ...middles) / 1000)} at most.`;
}

const CLOCK = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const DAY = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });

/** The time of day below a chart. */
export function timeTick(at: number): string {
  return CLOCK.format(new Date(at));
}

/** The day below a chart of more than two of them. */
export function dayTick(at: number): string {
  return DAY.format(new Date(at));
}
