import type { Capabilities } from "../../../domain/ports/source.ts";
import { type Judgement, ok, warn } from "../finding.ts";
import type { DoctorCheck } from "../scene.ts";

export const listsCheck: DoctorCheck = {
  name: "lists",
  async run({ contact }) {
    const met = await contact.orNull();
    return met === null ? null : judgeLists(met.capabilities);
  },
};

export function judgeLists({ customFormat, timestamp }: Capabilities): Judgement {
  const facts = { customFormat, timestamp };
  if (customFormat) return ok("Lists of numbers and stamps work: sweeps are cheap.", facts);
  const says = "Custom export formats do not work: sweeps read whole tables, and payments cannot be read.";
  return warn(says, "Leave payments out of the option 'tables', and sweep rarely.", facts);
}
