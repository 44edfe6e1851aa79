import { ok } from "../finding.ts";
import type { DoctorCheck } from "../scene.ts";

/** Address, network, log-in and document at once: what is wrong with one of them, the error says. */
export const contactCheck: DoctorCheck = {
  name: "contact",
  async run({ contact }) {
    const { version, name } = await contact.get();
    return ok(`MoneyWorks ${version} answers: ${name}.`, { version, name });
  },
};
