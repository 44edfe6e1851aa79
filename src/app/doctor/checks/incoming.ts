import type { Oid } from "../../../domain/ids.ts";
import { isReachable } from "../../../exporter/history/ancestry.ts";
import { BareRepository } from "../../../exporter/repository/bare-repository.ts";
import type { PromotionStatus } from "../../promotion-status.ts";
import { type Judgement, ok, warn } from "../finding.ts";
import type { DoctorCheck, DoctorScene } from "../scene.ts";

const HEADS = "refs/heads/";

/** What others put on the branches that are carried into MoneyWorks, and did not arrive yet. */
export const incomingCheck: DoctorCheck = {
  name: "incoming",
  async run(scene) {
    const refs = await scene.refs.orNull();
    const mirror = await scene.mirror.orNull();
    if (refs === null || mirror === null || mirror.status.main === null) return null;
    if (mirror.incoming.length === 0) return ok("Nothing is carried into MoneyWorks: incoming is off.");
    const branches = [...refs].flatMap(([ref, tip]) => {
      const branch = ref.startsWith(HEADS) ? ref.slice(HEADS.length) : "";
      return mirror.incoming.some((pattern) => fits(pattern, branch)) ? [{ branch, tip }] : [];
    });
    const open = await notMerged(branches, mirror.status.main, scene);
    return judgeIncoming(branches.length, open, mirror.status.promotions);
  },
};

interface Branch {
  readonly branch: string;
  readonly tip: Oid;
}

function fits(pattern: string, branch: string): boolean {
  return pattern.endsWith("/*") ? branch.startsWith(pattern.slice(0, -1)) : branch === pattern;
}

async function notMerged(branches: readonly Branch[], main: Oid, { directory, ways, remote }: DoctorScene) {
  const { target } = await remote.get();
  const { objects } = new BareRepository(ways.files, directory.repository, target.branch);
  try {
    return branches.filter(({ tip }) => !isReachable(objects, main, tip));
  } finally {
    objects.release();
  }
}

/** @param open branches whose newest commit is not on main */
export function judgeIncoming(
  all: number,
  open: readonly Branch[],
  promotions: readonly Pick<PromotionStatus, "commit" | "outcome">[],
): Judgement {
  const decided = new Map<string, string>(promotions.map(({ commit, outcome }) => [commit, outcome]));
  const outcomes = open.map(({ branch, tip }) => ({ branch, outcome: decided.get(tip) ?? "waiting" }));
  const stuck = outcomes.filter(({ outcome }) => outcome !== "waiting" && outcome !== "pending");
  const facts = { branches: all, waiting: open.length - stuck.length, stuck: stuck.length };
  if (stuck.length > 0) {
    const which = stuck.map(({ branch, outcome }) => `${branch} (${outcome})`).join(", ");
    return warn(
      `Not carried over: ${which}.`,
      "tidemark status and the git note on the commit say why. Their author corrects them, or deletes the branch.",
      facts,
    );
  }
  if (open.length > 0) {
    const which = open.map(({ branch }) => branch).join(", ");
    return ok(`Waiting for the next poll: ${which}.`, facts);
  }
  if (all === 0) return ok("There are no incoming branches.", facts);
  return ok(`${all} incoming ${all === 1 ? "branch" : "branches"}, and nothing waits on them.`, facts);
}
