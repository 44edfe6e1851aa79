import { TidemarkError } from "../../../domain/errors/tidemark-error.ts";
import { openStagingAudit } from "../../../staging/audit.ts";
import { bad, type Judgement, ok, warn } from "../finding.ts";
import type { DoctorCheck, DoctorScene } from "../scene.ts";

/** Beyond this the file is not read through while a person waits. */
const LARGEST = 4 * 1024 ** 3;
const MOST_FAULTS = 5;
/** Times that a file is looked at anew because a service opened it meanwhile. */
const MOST_LOOKS = 4;

/** Whether the staging file can be read, is of our version and in itself sound. */
export const stagingCheck: DoctorCheck = {
  name: "staging",
  run(scene) {
    const { files } = scene.ways;
    const size = files.stamp(scene.directory.staging)?.size ?? null;
    if (size === null) return ok("There is no staging file yet; the first sync makes it.", { bytes: null });
    try {
      return judgeStaging(size, size > LARGEST ? null : faultsOf(scene));
    } catch (reason) {
      return judgeError(reason);
    }
  },
};

function faultsOf({ directory, ways }: DoctorScene): readonly string[] {
  for (let looks = 1; ; looks += 1) {
    const { audit, isSpoilt } = openStagingAudit(directory.staging, ways.files);
    try {
      const faults = audit.quickCheck(MOST_FAULTS);
      if (looks === MOST_LOOKS || !isSpoilt()) return faults;
    } catch (reason) {
      if (looks === MOST_LOOKS || !isSpoilt()) throw reason;
    } finally {
      audit.close();
    }
  }
}

/** @param faults what SQLite finds wrong; null: nobody looked */
export function judgeStaging(bytes: number, faults: readonly string[] | null): Judgement {
  const facts = { bytes, faults: faults?.length ?? null };
  if (faults === null) return ok("The staging file can be opened; tidemark verify reads all of it.", facts);
  if (faults.length === 0) return ok("The staging file is sound.", facts);
  return bad(`SQLite finds the staging file damaged: ${firstOf(faults)}.`, REBUILD, facts);
}

/** SQLite puts a heading and several faults into one text. */
function firstOf(faults: readonly string[]): string {
  const lines = faults.flatMap((fault) => fault.split("\n")).filter((line) => !line.startsWith("***"));
  return lines[0] ?? faults[0] ?? "";
}

const REBUILD = "Stop the service and run tidemark rebuild: the file is made anew from git, and nothing is lost.";

/** An older file is brought up to date by whoever opens it to write. */
function judgeError(reason: unknown): Judgement {
  if (!(reason instanceof TidemarkError)) throw reason;
  const { code, message } = reason;
  if (code === "data.corrupt") return bad(message, REBUILD, { code });
  if (code !== "data.older-version") throw reason;
  return warn(message, "The next start of the service or of tidemark sync brings it up to date.", { code });
}
