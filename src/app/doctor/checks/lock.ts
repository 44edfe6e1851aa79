import { readLockHolder } from "../../../staging/lock.ts";
import { type Judgement, ok } from "../finding.ts";
import type { DoctorCheck } from "../scene.ts";

/** Who holds the data directory. Only looks: whoever tried to take it would be in the way of a start. */
export const lockCheck: DoctorCheck = {
  name: "lock",
  run({ directory, ways, inspection }) {
    if (!ways.files.exists(directory.lock)) return judgeHolder(null, false);
    const holder = readLockHolder(directory.lock);
    const pid = Number(/^process (\d+) /.exec(holder ?? "")?.[1]);
    return judgeHolder(holder, Number.isSafeInteger(pid) && inspection.isRunning(pid));
  },
};

/** @param isRunning a process of that number is there, which may be another one by now */
export function judgeHolder(holder: string | null, isRunning: boolean): Judgement {
  if (holder === null) return ok("No process ever held the data directory.", { holder, isRunning });
  if (isRunning) return ok(`The data directory is held by ${holder}.`, { holder, isRunning });
  return ok(`No process holds the data directory. The last one was ${holder}.`, { holder, isRunning });
}
