import { asTidemarkError, endedBy } from "../../domain/errors/tidemark-error.ts";
import { type DoctorFinding, failed } from "./finding.ts";
import type { DoctorCheck, DoctorScene } from "./scene.ts";

/** Makes one check and tells what it found; one that breaks down is told as failed. @throws what the signal ended it with */
export async function makeCheck(
  check: DoctorCheck,
  scene: DoctorScene,
  tell: (finding: DoctorFinding) => void,
): Promise<void> {
  const { name } = check;
  try {
    const made = await check.run(scene);
    if (made === null) return;
    if (!(Symbol.asyncIterator in made)) return tell({ check: name, ...made });
    for await (const finding of made) tell(finding);
  } catch (reason) {
    if (scene.signal.aborted) throw endedBy(scene.signal, reason);
    tell({ check: name, ...failed(asTidemarkError(reason)) });
  }
}
