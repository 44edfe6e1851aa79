import type { Capabilities } from "../../../domain/ports/source.ts";
import { type Judgement, ok, warn } from "../finding.ts";
import type { DoctorCheck } from "../scene.ts";

export const searchesCheck: DoctorCheck = {
  name: "searches",
  async run({ contact }) {
    const met = await contact.orNull();
    return met === null ? null : judgeSearches(met.capabilities);
  },
};

export function judgeSearches({ modifiedSince }: Capabilities): Judgement {
  const facts = { modifiedSince };
  if (modifiedSince === "texttodate")
    return ok("Searches by time of modification work: polls read what was modified.", facts);
  if (modifiedSince === "timeadd") {
    const says =
      "Searches by time work relative to now alone (TimeAdd): polls read some two minutes more than they need.";
    return ok(says, facts);
  }
  const next =
    "Poll less often, or give the user the right to evaluate expressions. In an empty document this passes by itself.";
  return warn("Searches by time of modification do not work: polls read whole tables.", next, facts);
}
