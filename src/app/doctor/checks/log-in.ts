import { ok } from "../finding.ts";
import type { DoctorCheck } from "../scene.ts";

/** No question of the REST service tells how many log-ins a Datacentre has, or how many are in use. */
export const logInCheck: DoctorCheck = {
  name: "log-in",
  async run({ contact }) {
    if ((await contact.orNull()) === null) return null;
    return ok("A log-in was free; it is given back at the end. How many there are cannot be seen from here.");
  },
};
