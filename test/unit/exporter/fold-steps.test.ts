import { expect, test } from "bun:test";
import { renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Oid } from "../../../src/domain/ids.ts";
import type { PreparedCommit } from "../../../src/domain/ports/staging.ts";
import { ObjectStore } from "../../../src/exporter/repository/object-store.ts";
import { atOnce } from "../../../src/lib/steps.ts";
import { ExporterWorld, manyRecords, RUN } from "../../support/exporter-world.ts";
import { git, gitResult } from "../../support/git-command.ts";

/** Twelve commits stand and are pushed, each in a pack of its own. */
function manyPacks(): ExporterWorld {
  const world = new ExporterWorld();
  world.mirror.recover();
  for (let at = 0; at < 12; at++) world.commitOf("transaction", manyRecords(at * 30 + 1, 30));
  pushed(world);
  return world;
}

function pushed(world: ExporterWorld): Oid {
  const { commit } = world.staging.lastCommit() ?? {};
  if (commit === undefined) throw new Error("there is no commit");
  world.staging.markPushed(commit);
  return commit;
}

const packsOf = (world: ExporterWorld) =>
  world.files.list(`${world.repository}/objects/pack`).filter((name) => name.endsWith(".pack"));
const leftovers = (world: ExporterWorld) => world.files.list(`${world.repository}/tidemark/tmp`);
const folding = (world: ExporterWorld) => world.createMirror({ mostPacks: 3 });

test("a fold that is given up after any step leaves nothing behind, and the next one is whole", () => {
  using world = manyPacks();
  const before = packsOf(world);
  for (let most = 1, isOver = false; !isOver; most++) {
    const steps = folding(world).consolidate();
    for (let step = 0; step < most && !isOver; step++) isOver = steps.next().done === true;
    steps.return();
    expect(leftovers(world)).toEqual([]);
    // Either nothing has happened yet, or the new pack stands and those that it replaces are going.
    const now = packsOf(world);
    if (now.some((name) => !before.includes(name))) break;
    expect(now).toEqual(before);
  }
  atOnce(folding(world).consolidate());
  expect(packsOf(world).length).toBeLessThanOrEqual(3);
  expect(world.fsck()).toBe("");
});

test("between any two steps a clone, a reader that was open before, git and a commit of ours see everything", () => {
  using world = manyPacks();
  const old = new ObjectStore(world.ports.files, `${world.repository}/objects`);
  const ids = world
    .git("rev-list", "--objects", "--all")
    .split("\n")
    .map((line) => line.slice(0, 40) as Oid);
  // Every pack is open and known before the first of them goes.
  for (const oid of ids) old.read(oid);
  let steps = 0;
  for (const _ of folding(world).consolidate()) {
    steps += 1;
    for (const oid of ids) expect(old.read(oid)).not.toBeNull();
    expect(gitResult(world.repository, ["rev-list", "--objects", "--all", "--quiet"]).code).toBe(0);
    if (steps % 8 === 1) {
      const copy = join(world.path, "copy.git");
      git(world.path, ["clone", "--quiet", "--bare", "--no-local", world.repository, copy]);
      expect(world.fsck(copy)).toBe("");
      rmSync(copy, { recursive: true });
    }
    if (steps === 5) world.commitOf("name", { ROWAN: "while packs are folded\n" });
  }
  old.release();
  expect([steps > 12, packsOf(world).length, world.fsck()]).toEqual([true, 2, ""]);
}, 60_000);

test("packs that are full are never written again, and a fold makes no more than two full ones of many", () => {
  using world = manyPacks();
  const fold = (fullPack: number) => {
    const before = packsOf(world);
    atOnce(world.createMirror({ mostPacks: 3, fullPack }).consolidate());
    return [before.filter((name) => packsOf(world).includes(name)).length, packsOf(world).length];
  };
  // Thirty records and the directories above them are more than twenty objects: every pack is full.
  expect(fold(20)).toEqual([12, 12]);
  const [left = 0, now = 0] = fold(60);
  expect([left > 0, now < 12, world.fsck()]).toEqual([true, true, ""]);
});

test("what a crash left of a pack that was going goes, and one that is needed to go on from stays", () => {
  using world = manyPacks();
  const [first = "", second = ""] = packsOf(world);
  const pack = second.slice("pack-".length, -".pack".length) as Oid;
  const spare = `${"ab".repeat(20)}`;
  for (const path of [`objects/pack/pack-${spare}.pack`, `tidemark/packs/${spare}`])
    writeFileSync(join(world.repository, path), "");
  atOnce(world.createMirror({ mostPacks: 99 }).consolidate());
  expect(packsOf(world).length).toBe(12);
  expect(world.files.list(`${world.repository}/tidemark/packs`)).not.toContain(spare);
  renameSync(indexOf(world, second), join(world.path, "idx"));
  world.staging.prepareCommit({ ...prepared(world), pack });
  atOnce(world.createMirror({ mostPacks: 99 }).consolidate());
  expect(packsOf(world)).toContain(second);
  renameSync(join(world.path, "idx"), indexOf(world, second));
  expect([packsOf(world).includes(first), world.fsck()]).toEqual([true, ""]);
});

const indexOf = (world: ExporterWorld, name: string) =>
  join(world.repository, "objects/pack", `${name.slice(0, -".pack".length)}.idx`);

function prepared(world: ExporterWorld): PreparedCommit {
  const parent = world.staging.lastCommit()?.commit ?? null;
  const ids = { run: RUN, commit: "cd".repeat(20) as Oid, parent, pack: "ef".repeat(20) as Oid };
  return { ...ids, records: 1, at: world.now, trees: [], markers: [] };
}
