import { useApp } from "../app.ts";
import { clock, fullTime, relative } from "../text/times.ts";

interface TimeProps {
  /** ISO 8601. */
  readonly at: string;
  /** `ago`: how far from now. `clock`: the time of day, with the day where it is not today. `full`: all of it. */
  readonly as?: "ago" | "clock" | "full";
}

/** A time in the browser's zone; the exact one shows on hovering. */
export function Time({ at, as = "clock" }: TimeProps) {
  const { now } = useApp();
  const ms = Date.parse(at);
  const text = as === "full" ? fullTime(ms) : as === "ago" ? relative(ms, now.value) : clock(ms, now.value);
  return (
    <time dateTime={at} title={as === "full" ? at : `${fullTime(ms)} (${at})`}>
      {text}
    </time>
  );
}
