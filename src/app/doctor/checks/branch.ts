import type { Oid } from "../../../domain/ids.ts";
import { type Position, positionOf } from "../../../exporter/position.ts";
import { peekCommit } from "../../../exporter/remote/peek-commit.ts";
import { bad, type Judgement, ok, warn } from "../finding.ts";
import type { MirrorFacts } from "../mirror-facts.ts";
import type { DoctorCheck } from "../scene.ts";

/** Where main is at the remote, by what staging remembers. */
export const branchCheck: DoctorCheck = {
  name: "branch",
  async run(scene) {
    const refs = await scene.refs.orNull();
    if (refs === null) return null;
    const { target, name, remote } = await scene.remote.get();
    const found = refs.get(`refs/heads/${target.branch}`) ?? null;
    const mirror = await scene.mirror.orNull();
    const ends = endsOf(found, mirror, name);
    const position = positionOf(ends);
    const unseen = found !== null && (position === "unknown" || position === "unproven");
    const tip = unseen ? await peekCommit({ target, remote, files: scene.ways.files }, found, scene.signal) : null;
    return judgeBranch({
      ...ends,
      branch: target.branch,
      position: settled(position, mirror, found),
      tip: tip?.isOurs ?? null,
    });
  },
};

type Ends = Parameters<typeof positionOf>[0];

export interface BranchFacts extends Ends {
  readonly branch: string;
  readonly position: Position;
  /** Whether Tidemark made its newest commit; null: nobody looked, or it cannot be told. */
  readonly tip: boolean | null;
}

function endsOf(found: Oid | null, mirror: MirrorFacts | null, name: string): Ends {
  const known = mirror !== null && (mirror.remote ?? name) === name;
  return {
    remote: found,
    head: mirror?.status.main ?? null,
    left: known ? mirror.status.remote : null,
    unpushed: mirror?.unpushed ?? [],
  };
}

/** A person said to go on from there, and the run that does so has not ended yet. */
function settled(position: Position, mirror: MirrorFacts | null, found: Oid | null): Position {
  return position === "moved" && found !== null && mirror?.adopted === found ? "behind" : position;
}

const FOREIGN = "Name another branch after # in remote.url, or an empty repository.";

export function judgeBranch({ branch, position, remote, left, unpushed, tip }: BranchFacts): Judgement {
  const facts = { branch, position, found: remote, left, unpushed: unpushed.length, tipIsOurs: tip };
  const waiting = `${unpushed.length} ${unpushed.length === 1 ? "commit waits" : "commits wait"} to be pushed`;
  switch (position) {
    case "in-step":
      return ok(`${branch} is where Tidemark left it, and nothing waits to be pushed.`, facts);
    case "behind":
      return warn(
        `${branch} at the remote is ours and behind: ${waiting}.`,
        "The next run pushes them; tidemark status tells what kept it.",
        facts,
      );
    case "empty":
      return ok(`There is no branch ${branch} yet; the first push makes it.`, facts);
    case "gone":
      return bad(`The branch ${branch} is gone from the remote.`, "tidemark adopt shows what can be done.", facts);
    case "moved":
      return bad(
        `Somebody else moved ${branch}: it is at ${short(remote)}, and we left it at ${short(left)}.`,
        "tidemark adopt shows who did what, and goes on.",
        facts,
      );
    case "unknown":
    case "unproven":
      return unproven(facts, tip);
  }
}

function unproven(facts: Judgement["facts"] & { branch: string }, tip: boolean | null): Judgement {
  const { branch } = facts;
  if (tip === true) return ok(`${branch} holds a history that Tidemark wrote; the first run takes it over.`, facts);
  if (tip === false) return bad(`${branch} holds a history that Tidemark did not write.`, FOREIGN, facts);
  return warn(
    `${branch} holds a history that nothing is known of.`,
    "The first run looks whose it is, and stops if it is not ours.",
    facts,
  );
}

function short(oid: Oid | null): string {
  return oid === null ? "no commit" : oid.slice(0, 12);
}
