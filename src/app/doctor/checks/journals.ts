import { type Judgement, ok, warn } from "../finding.ts";
import type { DoctorCheck } from "../scene.ts";

/** What stands in the data directory while something is under way, or after it was interrupted. */
const JOURNALS: Readonly<Record<string, string>> = {
  "upgrade.json": "An upgrade was begun and has not ended",
  "restore.json": "A backup is being put back, and that has not ended",
};

export const journalsCheck: DoctorCheck = {
  name: "journals",
  run({ directory, ways }) {
    if (!ways.files.isDirectory(directory.path)) return null;
    return judgeJournals(Object.keys(JOURNALS).filter((name) => ways.files.exists(`${directory.path}/${name}`)));
  },
};

/** @param found names of the journals that are there */
export function judgeJournals(found: readonly string[]): Judgement {
  if (found.length === 0) return ok("No upgrade and no restore is under way.", { found: "" });
  const says = found.map((name) => `${JOURNALS[name]} (${name}).`).join(" ");
  return warn(says, "If nobody is at it just now: start the service, which finishes it or takes it back.", {
    found: found.join(" "),
  });
}
