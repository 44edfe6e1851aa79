import { ok } from "../finding.ts";
import type { DoctorCheck } from "../scene.ts";

/** The repository answers and lets us in. A git service is asked for the side that takes pushes. */
export const remoteCheck: DoctorCheck = {
  name: "remote",
  async run({ remote, refs, ways }) {
    const { name, target } = await remote.get();
    const { size } = await refs.get();
    const facts = { remote: name, branch: target.branch, refs: size };
    if (target.kind === "directory" && !ways.files.exists(target.path))
      return ok(`There is no directory ${name} on this host; the next push makes it.`, facts);
    const access = target.kind === "http" ? "answers, and the token may push" : "is a directory of this host";
    return ok(`${name} ${access}; it has ${size} ${size === 1 ? "ref" : "refs"}.`, facts);
  },
};
