import type { ComponentChildren } from "preact";
import { useApp } from "../app.ts";
import type { Moving } from "../live/moving.ts";
import { roughly } from "../live/steady-end.ts";
import { bytes, count, percent } from "../text/numbers.ts";

interface ProgressProps {
  readonly moving: Moving;
  /** Which run it is, where that is not plain. */
  readonly children?: ComponentChildren;
}

/** How far a run has come, and when it will be done. */
export function Progress({ moving: { progress, endAt }, children }: ProgressProps) {
  const { now } = useApp();
  const { percent: share, done, total, recordsPerSecond, bytesPerSecond } = progress;
  const left = endAt === null || progress.step !== "read" ? null : Math.max(0, endAt - now.value);
  return (
    <div class="progress">
      <div class="progress-head">
        <span>
          {children} {stepOf(progress)}
        </span>
        <strong>{share === null ? "" : percent(share)}</strong>
      </div>
      <progress max={100} value={share ?? undefined} aria-label="Progress of the run" />
      <p class="progress-facts">
        <span>{total === null ? `${count(done)} records` : `${count(done)} of ${count(total)} records`}</span>
        <span>{`${count(recordsPerSecond)} records/s`}</span>
        <span>{`${bytes(bytesPerSecond)}/s`}</span>
        <span class="left">{left === null ? "" : `${roughly(left)} left`}</span>
      </p>
    </div>
  );
}

function stepOf({ step, table, tableNumber, tableCount }: Moving["progress"]): string {
  if (step === "commit") return "Writing the commit";
  if (step === "push") return "Pushing";
  return table === null ? "Reading" : `Reading ${table}, table ${tableNumber} of ${tableCount}`;
}
