import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { runCommand } from "../../src/cli/main.ts";
import { meddle, mirrored } from "../support/damage.ts";
import { expectMirrored } from "../support/expect-mirrored.ts";
import { FakeHost } from "../support/fake-host.ts";
import { git } from "../support/git-command.ts";
import { commitsOn } from "../support/mirror-files.ts";
import { Place } from "../support/place.ts";
import { changeLog, rebuildWorld } from "../support/rebuilding.ts";
import { packsOf, verifyWorld } from "../support/verifying.ts";
import { World } from "../support/world.ts";

setDefaultTimeout(60_000);

/** Edits, additions, deletions, a rename, lines that come and go: one commit each. */
async function withHistory(kind: "directory" | "http" = "directory"): Promise<Place> {
  const place = await Place.open(kind);
  const { world } = place;
  await world.poll();
  const steps = [
    () => world.records.edit("name", 2, { phone: "09 555 0199", email: "a@b.example" }),
    () => world.records.edit("name", 5, { code: "RENAMED", phone: "1" }),
    () => world.records.add("transaction", { fields: { ourref: "new" }, lines: [{ account: "4000-", gross: "5.00" }] }),
    () => world.records.edit("transaction", 41, { description: "two\rlines & <more>" }),
    () => world.records.remove("product", 2),
    () => world.records.edit("name", 2, { phone: "" }),
  ];
  for (const step of steps) {
    world.pass(86_400);
    step();
    await world.full();
  }
  return place;
}

function leftovers(world: World): string[] {
  return readdirSync(dirname(world.repository)).filter((name) => /rebuild|journal/.test(name));
}

describe("a rebuild", () => {
  test("gives the change log back as it was, reads everything once, and leaves nothing behind", async () => {
    await using place = await withHistory();
    const { world } = place;
    const before = changeLog(world);
    expect(before.length).toBeGreaterThan(48);
    const document = world.staging.setting("document");
    const epoch = world.staging.changeEpoch();
    const commits = commitsOn(world.repository);
    const { code, rebuilt, summary, errors } = await rebuildWorld(world);
    expect([code, errors]).toEqual([0, ""]);
    expect(rebuilt).toMatchObject({ from: "local", setAside: null, head: commits.at(-1), records: 42 });
    expect(summary).toMatchObject({ kind: "full", outcome: "ok" });
    expect(changeLog(world)).toEqual(before);
    expect(world.staging.setting("document")).toBe(document);
    expect(world.staging.changeEpoch()).not.toBe(epoch);
    expect(world.staging.unpushed()).toEqual([]);
    expect(world.staging.changes({ limit: 1, run: "01890000-0000-7000-8000-000000000002" as never })[0]?.at).toBe(
      Number(git(world.repository, ["show", "-s", "--format=%ct", commits[1] ?? ""])) * 1000,
    );
    expect(leftovers(world)).toEqual([]);
    expectMirrored(world, place.remote);
    expect(await verifyWorld(world)).toMatchObject({ code: 0, findings: [] });
    world.records.edit("name", 2, { phone: "again" });
    world.restart();
    expect(await world.poll()).toMatchObject({ outcome: "ok", pushed: true });
  });

  test("goes through where the old file is damaged, gone, or left by a kill", async () => {
    await using place = await withHistory();
    const { world } = place;
    const before = changeLog(world);
    world.records.silentChange("name", 2, { phone: "unseen" });
    world.staging.setSetting("kept", "in the log");
    const killed = ["", "-wal", "-shm"].map((end) => readFileSync(world.stagingFile + end));
    world.close();
    for (const [at, end] of ["", "-wal", "-shm"].entries())
      writeFileSync(world.stagingFile + end, killed[at] as Buffer);
    expect(await rebuildWorld(world)).toMatchObject({ code: 0, rebuilt: { records: 42 } });
    expect(world.staging.setting("kept")).toBe("in the log");
    expect(changeLog(world)).toEqual(expect.arrayContaining(before));
    for (const damage of [
      () => writeFileSync(world.stagingFile, "no database ".repeat(2000)),
      () => {
        const bytes = readFileSync(world.stagingFile);
        for (let page = 2; page < bytes.length / 8192; page += 2) bytes.fill(0x5a, page * 8192, (page + 1) * 8192);
        writeFileSync(world.stagingFile, bytes);
      },
      () => rmSync(world.stagingFile),
    ]) {
      world.close();
      damage();
      expect(await rebuildWorld(world)).toMatchObject({ code: 0, rebuilt: { from: "local" }, errors: "" });
      expect(changeLog(world)).toEqual(expect.arrayContaining(before));
      expect(await verifyWorld(world)).toMatchObject({ code: 0, findings: [] });
    }
  });

  test.each(["directory", "http"] as const)(
    "fetches the history anew from the %s where the local one is damaged or gone",
    async (kind) => {
      await using place = await withHistory(kind);
      const { world, address } = place;
      const before = changeLog(world);
      world.close();
      for (const pack of packsOf(world.repository)) rmSync(pack);
      const damaged = await rebuildWorld(world, "--remote-url", address);
      expect([damaged.code, damaged.rebuilt.from]).toEqual([0, "remote"]);
      const aside = String(damaged.rebuilt.setAside);
      expect(aside).toContain("repository.damaged-");
      expect(existsSync(aside)).toBe(true);
      expect(changeLog(world)).toEqual(before);
      world.close();
      rmSync(world.repository, { recursive: true });
      expect(await rebuildWorld(world, "--remote-url", address)).toMatchObject({
        code: 0,
        rebuilt: { from: "remote", setAside: null },
      });
      expect(changeLog(world)).toEqual(before);
      expect(leftovers(world)).toEqual([]);
      expect(await verifyWorld(world, "--remote-url", address)).toMatchObject({ code: 0, findings: [] });
    },
  );

  test("takes what others committed as part of the history", async () => {
    await using place = await withHistory();
    const { world } = place;
    const before = changeLog(world);
    world.close();
    const paths = git(world.repository, ["ls-tree", "-r", "--name-only", "main"]).split("\n");
    const [record = ""] = paths.filter((path) => path.startsWith("name/"));
    const text = git(world.repository, ["show", `main:${record}`]);
    const commit = (parents: string[], content: string, message: string) => {
      const blob = git(world.repository, ["hash-object", "-w", "--stdin"], content);
      const index = join(world.path, "index");
      const inIndex = (...args: string[]) => {
        const child = Bun.spawnSync(["git", ...args], {
          cwd: world.repository,
          env: { PATH: process.env.PATH ?? "", GIT_INDEX_FILE: index },
        });
        return child.stdout.toString().trim();
      };
      inIndex("read-tree", parents[0] ?? "");
      inIndex("update-index", "--add", "--cacheinfo", `100644,${blob},${record}`);
      const parentArgs = parents.flatMap((parent) => ["-p", parent]);
      return git(world.repository, ["commit-tree", inIndex("write-tree"), ...parentArgs, "-m", message]);
    };
    const edited = text.replace(/<\/name>$/, "  <zzz>by hand</zzz>\n</name>");
    const foreign = commit(["main"], `${edited}\n`, "by hand");
    const wild = commit([foreign], "<name>not canonical</name>", "worse");
    const merged = commit(["main", wild], `${edited}\n`, "merge: by hand");
    const straight = commit([merged], "<name>not canonical", "worse again");
    git(world.repository, ["update-ref", "refs/heads/main", straight]);
    const refused = await rebuildWorld(world);
    expect([refused.code, refused.errors]).toEqual([4, expect.stringContaining("mirror.main-moved")]);
    // Where no staging says where main was left, what the remote has as well is taken; what is here alone would be pushed unseen.
    rmSync(world.stagingFile);
    expect((await rebuildWorld(world)).code).toBe(4);
    git(world.repository, ["push", "-q", world.remotePath, "main"]);
    const result = await rebuildWorld(world);
    expect(result).toMatchObject({ code: 0, rebuilt: { head: straight }, errors: "" });
    const after = changeLog(world);
    expect(after).toEqual(expect.arrayContaining(before));
    const theirs = world.staging
      .changes({ limit: 1000 })
      .filter((change) => [merged, straight].includes(change.commit ?? ""));
    expect(theirs.map(({ field, operation }) => `${operation} ${field}`)).toEqual(["changed null", "changed zzz"]);
    expectMirrored(world, place.remote);
    expect(await verifyWorld(world)).toMatchObject({ code: 0, findings: [] });
  });

  test.each([["theirs"], ["ours"]])("after an adoption of %s has all that the log had before", async (side) => {
    await using place = await mirrored();
    const { world } = place;
    const ours = world.git("rev-parse", "main");
    const [record = ""] = git(world.repository, ["ls-tree", "-r", "--name-only", "main", "name/"]).split("\n");
    const text = world.git("show", `main:${record}`).replace(/<\/name>$/, "  <zzz>by hand</zzz>\n</name>");
    meddle(world, record, `${text}\n`);
    meddle(world, "README.md", "hello\n");
    git(world.remotePath, ["fetch", "-q", world.repository, "+refs/heads/main:refs/heads/main"]);
    world.git("update-ref", "refs/heads/main", ours);
    const where = [
      "--data",
      dirname(world.repository),
      "--remote-url",
      world.remotePath,
      "--moneyworks-url",
      world.url,
    ];
    const words = ["adopt", "--yes", ...(side === "ours" ? ["--ours"] : []), ...where];
    expect(await runCommand(new FakeHost({ args: words }), 0)).toBe(0);
    const before = changeLog(world);
    expect(await verifyWorld(world)).toMatchObject({ code: 0, findings: [] });
    expect(await rebuildWorld(world)).toMatchObject({ code: 0, errors: "" });
    const after = changeLog(world);
    expect(before.filter((line) => !after.includes(line))).toEqual([]);
    const more = after.filter((line) => !before.includes(line)).map((line) => JSON.parse(line).field);
    expect(more).toEqual(side === "ours" ? [] : ["zzz", "zzz"]);
    expect(await verifyWorld(world)).toMatchObject({ code: 0, findings: [] });
  });

  test("of 2,000 records with a day's work gives the same change log", async () => {
    await using world = await World.open({ records: 2000 });
    await world.poll();
    for (let n = 1; n <= 5; n++) {
      world.pass(3600);
      for (const { seq } of world.simulator.rows("name").slice(n * 10, n * 10 + 7)) {
        world.records.edit("name", seq, { phone: `0${n} 555` });
      }
      await world.poll();
    }
    const before = changeLog(world);
    expect(before.length).toBeGreaterThan(2000);
    expect(await rebuildWorld(world)).toMatchObject({ code: 0, summary: { outcome: "ok" } });
    expect(changeLog(world)).toEqual(before);
  });

  test("asks a person first, and without one demands --yes", async () => {
    await using place = await withHistory();
    const { world } = place;
    world.close();
    const bytes = readFileSync(world.stagingFile);
    const args = [
      "rebuild",
      "--data",
      dirname(world.repository),
      "--remote-url",
      world.remotePath,
      "--moneyworks-url",
      world.url,
    ];
    const alone = new FakeHost({ args });
    expect(await runCommand(alone, 0)).toBe(2);
    expect(alone.errors).toContain("rebuild.needs-yes");
    const declining = new FakeHost({ args, answers: ["no"] });
    expect(await runCommand(declining, 0)).toBe(130);
    expect(declining.errors).toContain("(usage.declined)");
    expect(readFileSync(world.stagingFile).equals(bytes)).toBe(true);
    const person = new FakeHost({ args, answers: ["y"] });
    expect(await runCommand(person, 0)).toBe(0);
    expect(person.output).toContain("Staging holds 42 records");
  });

  test("says so where there is nothing to rebuild from", async () => {
    await using world = await World.open({ records: 400 });
    const nothing = await rebuildWorld(world);
    expect([nothing.code, nothing.errors]).toEqual([1, expect.stringContaining("rebuild.no-history")]);
    expect(existsSync(world.stagingFile)).toBe(false);
  });
});
