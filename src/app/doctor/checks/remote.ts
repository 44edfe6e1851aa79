import { ok } from "../finding.ts";
import type { DoctorCheck } from "../scene.ts";

/** The repository answers and lets us in. A git service is asked for the side that takes pushes. */
export const remoteCheck: DoctorCheck = {
  name: "remote",
  async run({ remote, refs }) {
    const { name, target } = await remote.get();
    const { size } = await refs.get();
    const facts = { remote: name, branch: target.branch, refs: size };
    const access = target.kind === "http" ? "answers, and the token may push" : "is a directory of this host";
    return ok(`${name} ${access}; it has ${size} ${size === 1 ? "ref" : "refs"}.`, facts);
  },
};
