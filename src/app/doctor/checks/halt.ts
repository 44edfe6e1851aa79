import type { Status } from "../../status.ts";
import { bad, type Judgement, ok } from "../finding.ts";
import type { DoctorCheck } from "../scene.ts";

/** Whether a person has to decide something. */
export const haltCheck: DoctorCheck = {
  name: "halt",
  async run({ mirror }) {
    const known = await mirror.orNull();
    return known === null ? null : judgeHalt(known.status.halt);
  },
};

export function judgeHalt(halt: Status["halt"]): Judgement {
  if (halt === null) return ok("Nothing waits for a person.");
  const { code, message, hint, since } = halt;
  return bad(`Halted since ${since}: ${message}`, hint, { code, since });
}
