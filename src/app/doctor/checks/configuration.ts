import type { ConfigWarning } from "../../../config/warnings.ts";
import { type DoctorFinding, ok, warn } from "../finding.ts";
import type { DoctorCheck } from "../scene.ts";

/** A configuration that cannot be used ends the command before any check; what is merely doubtful is told here. */
export const configurationCheck: DoctorCheck = {
  name: "configuration",
  async *run({ config }): AsyncIterable<DoctorFinding> {
    const check = "configuration";
    // Another check tells of it, with what follows.
    const warnings = config.warnings.filter(({ code }) => code !== "config.short-poll");
    if (warnings.length === 0) {
      const file = config.file;
      yield {
        check,
        ...ok(file === null ? "Flags and environment are in order; there is no file." : `${file} is in order.`, {
          file,
        }),
      };
    }
    for (const warning of warnings) yield { check, ...judgement(warning) };
  },
};

function judgement({ code, message, hint }: ConfigWarning) {
  return warn(message, hint, { code });
}
