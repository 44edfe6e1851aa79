import { type Judgement, ok, warn } from "../finding.ts";
import type { DoctorCheck } from "../scene.ts";

const TIMES = 7;
/** A commit waits for some twenty such writes: below this it is not felt, ms. */
const SLOW_MS = 50;

/** How long it takes until a small write cannot be lost any more. */
export const diskSpeedCheck: DoctorCheck = {
  name: "disk speed",
  run({ inspection, directory, ways }) {
    const { path } = directory;
    if (!ways.files.isDirectory(path) || !inspection.mayWrite(path)) return null;
    return judgeSpeed(inspection.syncTimes(`${path}/.doctor-test`, TIMES));
  },
};

/** @param times of each write, ms */
export function judgeSpeed(times: readonly number[]): Judgement {
  const median = times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
  const shown = median < 10 ? median.toFixed(1) : Math.round(median).toString();
  const facts = { medianMs: Number(median.toFixed(3)), slowestMs: Number(Math.max(...times).toFixed(3)) };
  if (median < SLOW_MS) return ok(`A small write is safe on the disk after ${shown} ms.`, facts);
  const next = "Put the data directory on a disk of this host, an SSD if there is one.";
  return warn(`A small write is safe on the disk only after ${shown} ms: commits take seconds.`, next, facts);
}
