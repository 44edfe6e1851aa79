import { expect, spyOn, test } from "bun:test";
import { ZERO_OID } from "../../../src/domain/ids.ts";
import type { Staging } from "../../../src/domain/ports/staging.ts";
import { atOnce } from "../../../src/lib/steps.ts";
import { ExporterWorld, manyRecords } from "../../support/exporter-world.ts";
import { Crash, CrashPoint, MortalFiles, withSteps } from "../../support/failing-files.ts";
import { noSignal } from "../../support/remote-ports.ts";

const JOURNAL = [
  "prepareCommit",
  "finishCommit",
  "discardCommit",
  "markPushed",
  "setSetting",
] as const satisfies (keyof Staging)[];

/** A world whose every durable step is counted. */
class MortalWorld extends ExporterWorld {
  readonly point: CrashPoint;
  readonly #mortal: MortalFiles;

  constructor(from: ExporterWorld) {
    const point = new CrashPoint();
    const mortal = new MortalFiles(point);
    super({ from, wrap: (files) => mortal.wrap(files) });
    this.point = point;
    this.#mortal = mortal;
    this.mirror = this.createMirror({ staging: withSteps(this.staging, JOURNAL, this.point) });
    this.mirror.recover();
    mortal.forget();
  }

  /** The process or the host dies; then everything starts again and goes well. */
  resurrect(death: "process" | "power"): void {
    if (death === "power") this.#mortal.losePower();
    this.#mortal.forget();
    this.point.reset(Number.POSITIVE_INFINITY);
    this.restart();
  }
}

/** Two commits stand, changes are staged. */
function youngWorld(): ExporterWorld {
  const world = new ExporterWorld();
  world.mirror.recover();
  world.commitOf("name", { ROWAN: "first\n", OAK: "first\n" });
  world.commitOf("transaction", manyRecords(1, 70));
  world.stage("transaction", { "3": null, "9": "changed\n", "900": "new\n" });
  world.close();
  return world;
}

/** Six commits stand and are pushed, each in a pack of its own. */
function oldWorld(): ExporterWorld {
  const world = new ExporterWorld();
  world.mirror.recover();
  for (let at = 0; at < 6; at++) world.commitOf("name", { OAK: `change ${at}\n` });
  world.staging.markPushed(world.staging.lastCommit()?.commit ?? ZERO_OID);
  world.close();
  return world;
}

/** The root tree of a life without crashes. */
function treeWithoutCrash(from: ExporterWorld): string {
  using world = new ExporterWorld({ from });
  world.commit();
  return world.git("rev-parse", "main^{tree}");
}

const ANY: string = expect.any(String);

interface Ordeal {
  readonly from: ExporterWorld;
  readonly action: (world: MortalWorld) => void;
  readonly check: (world: MortalWorld, death: string) => void;
}

/** Runs the action with a crash before its first, second, … step, until it goes through. Returns the steps it takes. */
function everyCrash({ from, action, check }: Ordeal): number {
  for (const death of ["process", "power"] as const) {
    for (let at = 1; ; at++) {
      using world = new MortalWorld(from);
      world.point.reset(at);
      let crashed = false;
      try {
        action(world);
      } catch (error) {
        if (!(error instanceof Crash)) throw error;
        crashed = true;
      }
      world.resurrect(death);
      check(world, `${death} died before step ${at}`);
      if (crashed) continue;
      if (death === "power") return at;
      break;
    }
  }
  return 0;
}

test("a commit that dies at any step is finished or done again, once", () => {
  using from = youngWorld();
  const wanted = treeWithoutCrash(from);
  const steps = everyCrash({
    from,
    action: (world) => world.commit(),
    check(world, death) {
      world.commit();
      expect([death, ...world.git("log", "--format=%T").split("\n")]).toEqual([death, wanted, ANY, ANY]);
      expect([death, world.fsck()]).toEqual([death, ""]);
      expect([death, world.staging.dirtyCount(), world.staging.preparedCommit()]).toEqual([death, 0, null]);
      expect(world.files.list(`${world.repository}/tidemark/tmp`)).toEqual([]);
      expect([
        death,
        ...world.files.list(`${world.repository}/objects/pack`).filter((name) => name.endsWith(".keep")),
      ]).toEqual([death]);
    },
  });
  expect(steps).toBeGreaterThan(15);
}, 20_000);

test("folding packs that dies at any step loses no object", () => {
  using from = oldWorld();
  const wanted = treeWithoutCrash(from);
  const steps = everyCrash({
    from,
    action(world) {
      const mirror = world.createMirror({ mostPacks: 2 });
      atOnce(mirror.consolidate());
      mirror.close();
    },
    check(world, death) {
      world.commit();
      expect([death, world.fsck()]).toEqual([death, ""]);
      expect([death, world.git("rev-parse", "main^{tree}")]).toEqual([death, wanted]);
    },
  });
  expect(steps).toBeGreaterThan(8);
}, 20_000);

test("a push whose end was not seen is settled by looking, not by sending again", async () => {
  using from = youngWorld();
  using world = new MortalWorld(from);
  await world.mirror.push(noSignal());
  world.restart();
  world.commit();
  const push = spyOn(world.remote, "push");
  spyOn(world.staging, "markPushed").mockImplementationOnce(() => {
    throw new Crash("before the journal");
  });
  await expect(world.mirror.push(noSignal())).rejects.toThrow(Crash);
  world.restart();
  expect(await world.mirror.push(noSignal())).toBe(false);
  expect(push).toHaveBeenCalledTimes(1);
  expect([world.staging.unpushed(), world.staging.remoteHead()]).toEqual([[], world.mirror.head()]);
  expect(world.fsck(world.remotePath)).toBe("");
});
