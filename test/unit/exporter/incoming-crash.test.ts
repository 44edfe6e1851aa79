import { expect, test } from "bun:test";
import type { Oid } from "../../../src/domain/ids.ts";
import type { Staging } from "../../../src/domain/ports/staging.ts";
import { DirectoryRemote } from "../../../src/exporter/remote/directory-remote.ts";
import { Crash, CrashPoint, MortalFiles, withSteps } from "../../support/failing-files.ts";
import { git } from "../../support/git-command.ts";
import { IncomingWorld, ROWAN } from "../../support/incoming-world.ts";
import { noSignal } from "../../support/remote-ports.ts";

/** Each life costs some ten runs of git. */
const STRIDE = 10;
const JOURNAL = [
  "prepareCommit",
  "finishCommit",
  "discardCommit",
  "markPushed",
  "setSetting",
] as const satisfies (keyof Staging)[];

/** A world whose every durable step, at both ends, is counted. */
class MortalWorld extends IncomingWorld {
  readonly point: CrashPoint;
  readonly #mortal: MortalFiles;

  constructor(from: IncomingWorld) {
    const point = new CrashPoint();
    const mortal = new MortalFiles(point);
    super({ from, wrap: (files) => mortal.wrap(files) });
    this.point = point;
    this.#mortal = mortal;
    this.far = new DirectoryRemote({ path: this.served, branch: "main" }, { ...this.ports, files: this.files });
    this.mirror = this.createMirror({ staging: withSteps(this.staging, JOURNAL, point) });
    this.mirror.recover();
    mortal.forget();
    point.reset(Number.POSITIVE_INFINITY);
  }

  resurrect(death: "process" | "power"): void {
    if (death === "power") this.#mortal.losePower();
    this.#mortal.forget();
    this.point.reset(Number.POSITIVE_INFINITY);
    this.restart();
  }
}

/** A promotion from where it is: each of its steps may have been the last one before a crash. */
async function carryOn(world: IncomingWorld, commit: Oid): Promise<void> {
  const { incoming, mirror } = world;
  if (!incoming.isOnMain(commit)) {
    await incoming.receive(commit, noSignal());
    incoming.hold(commit);
    world.merge(commit, { ROWAN: "edited\n" });
  }
  incoming.hold(null);
  await mirror.push(noSignal());
  await incoming.forward({ name: "changes", head: commit }, noSignal());
  world.now += 1000;
  await incoming.writeNotes(new Map([[commit, "note\n"]]), world.now, noSignal());
}

function check(world: IncomingWorld, commit: Oid): void {
  const main = world.mirror.head() as Oid;
  expect(git(world.served, ["log", "--first-parent", "--format=%p|%s", "main"]).split("\n").length).toBe(2);
  expect(world.git("rev-parse", "main^2")).toBe(commit);
  expect([world.refAt("refs/heads/main"), world.refAt("refs/heads/changes")]).toEqual([main, main]);
  for (const repository of [world.repository, world.served]) {
    expect(git(repository, ["notes", "--ref=tidemark", "show", commit])).toBe("note");
    expect(git(repository, ["rev-list", "--count", "refs/notes/tidemark"])).toBe("1");
    expect(git(repository, ["count-objects", "-v"])).toContain("garbage: 0");
    expect(world.fsck(repository)).toBe("");
  }
  // What is kept at the remote goes with the next push.
  const files = world.files.list(`${world.repository}/objects/pack`);
  expect(files.filter((name) => name.endsWith(".keep"))).toEqual([]);
  expect(Bun.spawnSync(["find", world.repository, world.served, "-name", "*.lock"]).stdout.toString()).toBe("");
  expect(world.files.list(`${world.repository}/tidemark/tmp`)).toEqual([]);
  expect([world.incoming.held(), world.staging.dirtyCount(), world.staging.preparedCommit()]).toEqual([null, 0, null]);
  const { [ROWAN]: rowan, "new/name/x.xml": added } = world.filesOf("main");
  expect([rowan, added]).toEqual(["edited", undefined]);
}

async function crashes(action: Promise<void>): Promise<boolean> {
  try {
    await action;
    return false;
  } catch (error) {
    if (!(error instanceof Crash)) throw error;
    return true;
  }
}

test.each([
  ["process", false],
  ["power", false],
  ["process", true],
  ["power", true],
] as const)(
  "a promotion that dies at any step goes on from there (%s, refs packed meanwhile: %p)",
  async (death, isPacked) => {
    using from = await new IncomingWorld().begin();
    const author = from.author();
    author.switchTo("changes");
    const commit = author.commit({ [ROWAN]: "theirs\n", "new/name/x.xml": "new\n" });
    author.push("changes");
    from.close();
    let steps = 0;
    for (let at = isPacked ? 3 : 1; ; at += STRIDE) {
      using world = new MortalWorld(from);
      world.point.reset(at);
      const died = await crashes(
        (async () => {
          if (isPacked) {
            await world.incoming.receive(commit, noSignal());
            world.incoming.hold(commit);
            git(world.repository, ["pack-refs", "--all"]);
          }
          await carryOn(world, commit);
        })(),
      );
      world.resurrect(death);
      await carryOn(world, commit);
      await carryOn(world, commit);
      check(world, commit);
      if (!died) break;
      steps = at;
    }
    expect(steps).toBeGreaterThan(60);
  },
  300_000,
);
