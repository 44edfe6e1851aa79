import { describe, expect, test } from "bun:test";
import type { Side } from "../../../src/domain/adoption.ts";
import { TidemarkError } from "../../../src/domain/errors/tidemark-error.ts";
import type { Mirror } from "../../../src/domain/ports/mirror.ts";
import type { Staging } from "../../../src/domain/ports/staging.ts";
import { commitByHand } from "../../support/adopting.ts";
import { ExporterWorld, manyRecords } from "../../support/exporter-world.ts";
import { Crash, CrashPoint, MortalFiles, withSteps } from "../../support/failing-files.ts";
import { git, gitResult } from "../../support/git-command.ts";
import { noSignal } from "../../support/remote-ports.ts";

/** Each life costs some twenty runs of git. */
const STRIDE = 12;

const JOURNAL = [
  "prepareCommit",
  "finishCommit",
  "discardCommit",
  "markPushed",
  "setSetting",
] as const satisfies (keyof Staging)[];

/** A world whose every durable step, and every word with the remote, is counted. */
class MortalWorld extends ExporterWorld {
  readonly point = new CrashPoint();
  readonly #mortal: MortalFiles;

  constructor(from: ExporterWorld) {
    const point = new CrashPoint();
    const mortal = new MortalFiles(point);
    super({ from, wrap: (files) => mortal.wrap(files) });
    this.point = point;
    this.#mortal = mortal;
    const remote = withSteps(this.remote, ["refs", "push", "fetch"], point);
    this.mirror = this.createMirror({ staging: withSteps(this.staging, JOURNAL, point), remote });
    recoverLoosely(this.mirror);
    mortal.forget();
  }

  resurrect(death: "process" | "power"): void {
    if (death === "power") this.#mortal.losePower();
    this.#mortal.forget();
    this.point.reset(Number.POSITIVE_INFINITY);
    this.mirror.close();
    this.staging.close();
    this.staging = this.openStaging();
    this.mirror = this.createMirror();
    recoverLoosely(this.mirror);
  }
}

/** As `tidemark adopt` opens it. */
function recoverLoosely(mirror: Mirror): void {
  try {
    mirror.recover();
  } catch (error) {
    if (!(error instanceof TidemarkError) || error.code !== "mirror.main-moved") throw error;
  }
}

async function adoptOnce(world: ExporterWorld, side: Side): Promise<void> {
  const survey = await world.mirror.survey(noSignal());
  const commit = { ...world.request(), subject: "adopt: theirs" };
  if (survey.findings.length > 0) await world.mirror.adopt(survey, { side, commit }, noSignal());
}

/** Three commits, the last one not pushed, and a change that waits. */
function lived(): ExporterWorld {
  const world = new ExporterWorld();
  world.mirror.recover();
  world.commitOf("name", { ROWAN: "first\n", OAK: "first\n" });
  world.commitOf("transaction", manyRecords(1, 70));
  return world;
}

type Scene = (world: ExporterWorld) => Promise<string | null>;

const SCENES: Record<string, Scene> = {
  "somebody committed on the remote's main while a commit of ours waited": async (world) => {
    await world.mirror.push(noSignal());
    const theirs = commitByHand(world.remotePath, { files: { README: "1\n" } });
    world.commitOf("name", { OAK: "second\n" });
    return theirs;
  },
  "somebody replaced the remote's main": async (world) => {
    await world.mirror.push(noSignal());
    return commitByHand(world.remotePath, { files: { README: "1\n" }, parent: null });
  },
  "somebody deleted the remote's main": async (world) => {
    await world.mirror.push(noSignal());
    git(world.remotePath, ["update-ref", "-d", "refs/heads/main"]);
    return null;
  },
  "somebody committed on the local main": async (world) => {
    await world.mirror.push(noSignal());
    return commitByHand(world.repository, { files: { README: "1\n" } });
  },
  "somebody replaced the local main": async (world) => {
    await world.mirror.push(noSignal());
    return commitByHand(world.repository, { files: { README: "1\n" }, parent: null });
  },
  "somebody deleted the local main": async (world) => {
    await world.mirror.push(noSignal());
    git(world.repository, ["update-ref", "-d", "refs/heads/main"]);
    return null;
  },
  "somebody replaced both mains": async (world) => {
    await world.mirror.push(noSignal());
    commitByHand(world.repository, { files: { HERE: "1\n" } });
    return commitByHand(world.remotePath, { files: { THERE: "1\n" }, parent: null });
  },
  "the remote never was ours": async (world) => {
    git(world.path, ["init", "--quiet", "--bare", "--initial-branch=main", world.remotePath]);
    return commitByHand(world.remotePath, { files: { README: "1\n" }, parent: null });
  },
};

function isKept(repository: string, commit: string): boolean {
  return gitResult(repository, ["for-each-ref", "--contains", commit, "refs/heads"]).output !== "";
}

async function check(
  world: ExporterWorld,
  { side, ours, theirs }: { side: Side; ours: string; theirs: string | null },
) {
  for (let again = 0; again < 3; again++) await adoptOnce(world, side);
  expect((await world.mirror.survey(noSignal())).findings).toEqual([]);
  world.commit();
  await world.mirror.push(noSignal());
  expect(git(world.remotePath, ["rev-parse", "main"])).toBe(world.git("rev-parse", "main"));
  expect([world.fsck(), world.fsck(world.remotePath)]).toEqual(["", ""]);
  expect(world.staging.dirtyCount()).toBe(0);
  const { "name/3e/20/ROWAN.xml": rowan, README, HERE, THERE } = world.filesOf("main", world.remotePath);
  expect([rowan, README, HERE, THERE]).toEqual(["waiting", undefined, undefined, undefined]);
  expect(isKept(world.repository, ours)).toBe(true);
  if (theirs !== null) expect(isKept(world.repository, theirs) || isKept(world.remotePath, theirs)).toBe(true);
  world.restart();
}

describe.each(Object.entries(SCENES).map(([name, scene], at) => [name, scene, 1 + (at % STRIDE)] as const))(
  "when %s",
  (_name, scene, first) => {
    test.each(["theirs", "ours"] as const)(
      "an adoption (%s) may be cut off at any step and made again",
      async (side) => {
        using from = lived();
        const theirs = await scene(from);
        const ours = from.staging.lastCommit()?.commit ?? "";
        from.stage("name", { ROWAN: "waiting\n" });
        from.close();
        let steps = 0;
        // Every fifth step, begun elsewhere in each scene: all of them takes minutes.
        for (const death of ["process", "power"] as const) {
          for (let at = first; ; at += STRIDE) {
            using world = new MortalWorld(from);
            world.point.reset(at);
            const crashed = await adoptOnce(world, side).then(
              () => false,
              (error: unknown) => {
                if (!(error instanceof Crash)) throw error;
                return true;
              },
            );
            world.resurrect(death);
            await check(world, { side, ours, theirs });
            if (!crashed) break;
            steps = at;
          }
        }
        expect(steps).toBeGreaterThan(2);
      },
      120_000,
    );
  },
);
