import { Database } from "bun:sqlite";
import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname } from "node:path";
import { runCommand } from "../../src/cli/main.ts";
import { flip, gc, loose, mirrored, sql, unpack } from "../support/damage.ts";
import { FakeHost } from "../support/fake-host.ts";
import { git, gitResult } from "../support/git-command.ts";
import { Place } from "../support/place.ts";
import { TemporaryDirectory } from "../support/temporary.ts";
import { packsOf, verifyWorld } from "../support/verifying.ts";
import type { World } from "../support/world.ts";

setDefaultTimeout(60_000);

const CLEAN = { code: 0, findings: [], errors: "" };

describe("a whole mirror", () => {
  test("is clean, with its packs as Tidemark wrote them", async () => {
    await using place = await mirrored();
    const result = await verifyWorld(place.world, "--moneyworks", "--moneyworks-url", place.world.url);
    expect(result).toMatchObject(CLEAN);
    expect(result.remarks).toEqual([]);
    const { areas } = result.summary as { areas: { area: string; records: number }[] };
    expect(areas.map(({ area }) => area)).toEqual(["repository", "staging", "remote", "moneyworks"]);
    expect(areas[1]?.records).toBe(42);
  });

  test.each(["gc", "unpack"] as const)("is clean after %s at both ends", async (how) => {
    await using place = await mirrored();
    const repack = how === "gc" ? gc : unpack;
    repack(place.world.repository);
    repack(place.world.remotePath);
    expect(await verifyWorld(place.world)).toMatchObject(CLEAN);
  });

  test("whose last commit waits for a push is clean, with a remark; one whose remote was set back is not", async () => {
    await using place = await mirrored();
    git(place.world.remotePath, ["update-ref", "refs/heads/main", "main~1"]);
    expect((await verifyWorld(place.world)).findings).toEqual([expect.stringContaining("remote main-moved")]);
    place.world.close();
    const staging = new Database(place.world.stagingFile);
    staging.run("UPDATE batch SET state = 'committed' WHERE id = (SELECT max(id) FROM batch)");
    staging.close();
    const result = await verifyWorld(place.world);
    expect(result).toMatchObject(CLEAN);
    expect(result.remarks).toEqual([expect.stringContaining("remote behind")]);
  });

  test("may be looked at without its remote", async () => {
    await using place = await mirrored();
    rmSync(place.world.remotePath, { recursive: true });
    git(place.world.path, ["init", "-q", "--bare", "remote.git"]);
    expect(await verifyWorld(place.world, "--no-remote")).toMatchObject(CLEAN);
    expect((await verifyWorld(place.world)).findings).toEqual(["remote main-gone refs/heads/main"]);
  });
});

describe("a damaged remote", () => {
  test("shows a main that somebody moved", async () => {
    await using place = await mirrored();
    const { remotePath } = place.world;
    const commit = git(remotePath, ["commit-tree", "main^{tree}", "-p", "main", "-m", "mine"]);
    git(remotePath, ["update-ref", "refs/heads/main", commit]);
    const { code, findings } = await verifyWorld(place.world);
    expect([code, findings]).toEqual([3, [`remote main-moved ${commit}`]]);
  });

  test.each(["main:name", "main~1^{tree}", "main~2:.tidemark/marker.json"])("names %s that it lost", async (name) => {
    await using place = await mirrored();
    const { remotePath } = place.world;
    unpack(remotePath);
    const oid = git(remotePath, ["rev-parse", name]);
    rmSync(loose(remotePath, oid));
    const { code, findings, details } = await verifyWorld(place.world);
    expect(code).toBe(3);
    expect(findings.every((finding) => finding.startsWith("remote missing-object"))).toBe(true);
    expect(details.join("\n")).toContain(oid);
  });

  test("shows a flipped byte in its pack", async () => {
    await using place = await mirrored();
    const { remotePath } = place.world;
    gc(remotePath);
    const [pack = ""] = packsOf(remotePath);
    flip(pack, Math.floor(statSync(pack).size / 2));
    const { findings } = await verifyWorld(place.world);
    expect(findings).toContainEqual(expect.stringContaining("remote unreadable-object"));
  });
});

describe("a remote behind HTTP", () => {
  test("is fetched whole, compared, and leaves nothing in the temporary directory", async () => {
    await using place = await Place.open("http");
    const { world, remote } = place;
    await world.poll();
    world.records.edit("name", 2, { phone: "1" });
    await world.poll();
    const temporary = () => readdirSync(tmpdir()).filter((name) => /^tidemark-[^-]+$/.test(name));
    const before = temporary();
    const look = () => verifyWorld(world, "--remote-url", place.address);
    expect(await look()).toMatchObject(CLEAN);
    unpack(remote);
    expect(await look()).toMatchObject(CLEAN);
    rmSync(loose(remote, git(remote, ["rev-parse", "main~1:.tidemark/marker.json"])));
    const { code, findings, errors } = await look();
    expect([code, findings, errors]).toEqual([3, ["remote damaged refs/heads/main"], ""]);
    expect(temporary()).toEqual(before);
  });
});

describe("MoneyWorks", () => {
  const moneyworks = (world: World) =>
    verifyWorld(world, "--moneyworks", "--moneyworks-url", world.url, "--tables", "name,product,transaction");

  test("is compared by number and stamp", async () => {
    await using place = await mirrored();
    const { world } = place;
    world.pass(3600);
    world.records.touch("name", 5);
    world.records.remove("name", 8);
    world.records.add("name", { fields: { code: "UNSEEN" } });
    const { code, findings } = await moneyworks(world);
    expect(code).toBe(3);
    expect(findings.map((finding) => finding.replace(/\d+$/, "N"))).toEqual([
      "moneyworks other-stamp name N",
      "moneyworks missing-there name N",
      "moneyworks missing-here name N",
    ]);
  });

  test("that cannot be asked fails the look, and no other", async () => {
    await using place = await mirrored();
    const { world } = place;
    const wrong = ["--moneyworks", "--moneyworks-url", world.url.replace(/REST\/.*/, "REST/Nothing.moneyworks")];
    const { code, findings, errors } = await verifyWorld(world, ...wrong);
    expect([code, findings]).toEqual([1, []]);
    expect(errors).toContain("moneyworks was not looked at to the end");
  });
});

test("findings are bounded in what is shown and whole in what is counted", async () => {
  await using place = await mirrored();
  sql(place.world, "PRAGMA foreign_keys = OFF; DELETE FROM content");
  const { findings, summary } = await verifyWorld(place.world, "--no-remote", "--max-findings", "5");
  expect(findings.length).toBe(5);
  expect(summary.findings).toBe(42);
  expect(gitResult(place.world.repository, ["fsck", "--strict"]).code).toBe(0);
});

test("a person sees each finding on a line, a table of what was looked at, and progress on a terminal", async () => {
  await using place = await mirrored();
  const { world } = place;
  sql(world, "PRAGMA foreign_keys = OFF; DELETE FROM content WHERE record_id <= 2");
  const where = ["--data", dirname(world.repository), "--remote-url", world.remotePath];
  const person = new FakeHost({ args: ["verify", "--max-findings", "1", ...where], terminal: true });
  expect(await runCommand(person, 0)).toBe(3);
  expect(person.output).toMatch(/^staging {2}content-missing {2}name N\d+: staging has no content of it\.\n/);
  expect(person.output).toMatch(/repository +\d+ +0 +0\.\d +\d+\.\d +clean\nstaging .* 2 findings\nremote .* clean\n/);
  expect(person.output).toMatch(/verify: 2 differences \(1 more than shown\) in \d+\.\d s\n$/);
  expect(person.errors).toContain("\r\x1b[Krepository");
  const log = new FakeHost({ args: ["verify", ...where] });
  expect(await runCommand(log, 0)).toBe(3);
  expect(log.errors).toBe("");
});

test("a directory where nothing was mirrored, and a wrong option, are told as such", async () => {
  using place = new TemporaryDirectory();
  const nothing = new FakeHost({ args: ["verify", "--data", place.path] });
  expect([await runCommand(nothing, 0), nothing.errors]).toEqual([1, expect.stringContaining("data.nothing-yet")]);
  const wrong = new FakeHost({ args: ["verify", "--max-findings", "many"] });
  expect(await runCommand(wrong, 0)).toBe(2);
});
