import { Database } from "bun:sqlite";
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { JournalFile, programPaths } from "../../src/app/upgrade/journal.ts";
import { recoverUpgrade, takeBackUpgrade } from "../../src/app/upgrade/upgrade.ts";
import { fail } from "../../src/domain/errors/tidemark-error.ts";
import { createFiles } from "../../src/platform/files.ts";
import { createProgramHost } from "../../src/platform/program-host.ts";
import { SCHEMA } from "../support/releases.ts";
import { until } from "../support/until.ts";
import { Upgrading, Versions } from "../support/upgrade-world.ts";
import { BRISK, presenceOf } from "../support/upgrading.ts";

setDefaultTimeout(120_000);

let versions: Versions;
beforeAll(async () => {
  versions = await Versions.make();
});
afterAll(() => versions[Symbol.asyncDispose]());

const refused = (code: string, message = "") =>
  expect.objectContaining({ code, message: expect.stringContaining(message) });

/** What a promise is rejected with. */
async function failure(promise: Promise<unknown>): Promise<unknown> {
  return await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
}

/** A short limit, for programs that never prove themselves. */
const SHORT = { limitMs: 1000, settleMs: 300, lookMs: 50, returnMs: 60_000 };

function schemaOf(data: string): number {
  using database = new Database(join(data, "staging.sqlite"), { readwrite: true });
  return Number(database.query("PRAGMA user_version").values()[0]?.[0]);
}

/** A later version cannot migrate these data. */
function poison(data: string): void {
  using database = new Database(join(data, "staging.sqlite"), { readwrite: true });
  database.run("PRAGMA busy_timeout = 5000");
  database.run("INSERT INTO setting (name, value) VALUES ('poison', 'refuse')");
}

/** What an upgrade under way leaves, besides what is kept for going back. */
function openFiles(world: Upgrading): string[] {
  const marks = world.names.map((name) => join(world.data(name), "upgrade.json"));
  const workshop = join(world.path, "bin/.tidemark-upgrade");
  return [...marks, join(workshop, "journal.json"), join(workshop, "next")].filter((path) => existsSync(path));
}

/** A change in MoneyWorks reaches the remote. */
async function expectMirroring(world: Upgrading, name = "acme"): Promise<void> {
  const before = world.commits(name);
  await versions.simulator.control("random-edit");
  await until("a poll has committed the edit", () => world.commits(name) > before);
}

async function expectAsBefore(world: Upgrading): Promise<void> {
  const { version } = versions.oldId;
  expect(await world.state()).toEqual({ installed: version, runs: world.names.map(() => version) });
  expect(openFiles(world)).toEqual([]);
  for (const name of world.names) {
    expect(schemaOf(world.data(name))).toBe(SCHEMA);
    await expectMirroring(world, name);
  }
}

describe("a good version", () => {
  test("takes over program and data, and goes on without having been started again", async () => {
    await using world = await Upgrading.running(versions);
    const { directory } = world.release();
    const seen: string[] = [];
    const told = await world.upgrade(directory, { tell: ({ type }) => void seen.push(type) });
    const [from, to] = [versions.oldId.version, "0.2.0"];
    expect(told).toMatchObject({ outcome: "upgraded", from, to, migrates: [SCHEMA, SCHEMA + 1] });
    expect(seen).toEqual(["verified", "stopped", "snapshot", "swapped", "started", "confirmed"]);
    const pid = world.services.pid("acme");
    await until("it goes by its schedule", () => presenceOf(world.path, "acme").trial === null);
    expect(await world.state()).toEqual({ installed: "0.2.0", runs: ["0.2.0"] });
    expect([schemaOf(world.data("acme")), openFiles(world)]).toEqual([SCHEMA + 1, []]);
    await expectMirroring(world);
    expect(world.services.pid("acme")).toBe(pid);
  });

  test("is no worse for a MoneyWorks that is away, unless the former version reaches it", async () => {
    await using world = new Upgrading(versions, ["acme"], { TIDEMARK_MONEYWORKS_URL: "http://robot:x@127.0.0.1:9/A" });
    await world.services.start("acme");
    await until("it is there", () => presenceOf(world.path, "acme") !== null);
    const { directory } = world.release();
    expect(await failure(world.upgrade(directory))).toEqual(refused("upgrade.rolled-back", "cannot reach MoneyWorks"));
    expect((await world.state()).installed).toBe(versions.oldId.version);
    await world.upgrade(directory, { knock: async () => fail("moneyworks.unreachable", { host: "x", reason: "y" }) });
    expect((await world.state()).installed).toBe("0.2.0");
  });

  test("can be taken back as long as nothing was committed, and not any more then", async () => {
    await using world = await Upgrading.running(versions);
    const { directory } = world.release();
    const back = () => takeBackUpgrade(world.parts({ self: versions.laterId }));
    expect(await failure(back())).toEqual(refused("upgrade.nothing-to-go-back"));
    await world.upgrade(directory);
    const other = takeBackUpgrade(world.parts({ self: { ...versions.laterId, version: "9.9.9" } }));
    expect(await failure(other)).toEqual(refused("upgrade.nothing-to-go-back", "9.9.9 was not installed"));
    expect(await back()).toEqual({ from: "0.2.0", to: versions.oldId.version });
    await expectAsBefore(world);
    await world.upgrade(directory);
    await expectMirroring(world);
    expect(await failure(back())).toEqual(refused("upgrade.committed-since", "commits were made"));
    expect(await world.state()).toEqual({ installed: "0.2.0", runs: ["0.2.0"] });
    expect(existsSync(join(world.data("acme"), ".upgrade/staging.sqlite"))).toBe(true);
    await world.services.stop("acme");
    await world.services.start("acme");
    await until("it runs again", () => presenceOf(world.path, "acme") !== null);
    expect(existsSync(join(world.data("acme"), ".upgrade"))).toBe(false);
  });
});

test("an interrupted upgrade whose program was replaced by hand is left: services start, and nothing is in the way of the next", async () => {
  await using world = new Upgrading(versions, ["acme"]);
  const { files, program, instances, events, ...parts } = world.parts();
  const participants = instances.map((one) => ({ ...one, address: null, isRunning: true, comesBack: false }));
  const [from, to] = [{ ...versions.oldId, version: "0.0.9" }, versions.laterId];
  files.makeDirectory(programPaths(program).workshop);
  const journal = { id: "x", state: "stopping", from, to, fromSum: "a", participants, isTakeBack: false } as const;
  new JournalFile(programPaths(program), files).write(journal, "trial");
  await recoverUpgrade({ ...parts, files, program, instances });
  expect([events.map(({ type }) => type), openFiles(world)]).toEqual([["left"], []]);
  expect(world.services.isAlive("acme")).toBe(true);
});

test("the next upgrade, by the program that an interrupted one had put in place, knows that it went back", async () => {
  await using world = new Upgrading(versions, []);
  const { files, program } = world.parts();
  const fromSum = new Bun.CryptoHasher("sha256").update(files.read(program)).digest("hex");
  files.rename(program, programPaths(program).previous);
  files.link(versions.later, program);
  files.makeDirectory(programPaths(program).workshop);
  const [from, to] = [versions.oldId, versions.laterId];
  const journal = { id: "x", state: "trial", from, to, fromSum, participants: [], isTakeBack: false } as const;
  new JournalFile(programPaths(program), files).write(journal, "trial");
  const told = await world.upgrade(world.release().directory, { self: to });
  expect(told).toMatchObject({ outcome: "upgraded", from: from.version, to: to.version });
  expect((await world.state()).installed).toBe(to.version);
  files.remove(program);
  files.link(versions.old, program);
  const inPlace = refused("upgrade.nothing-to-go-back", "in place already");
  expect(await failure(takeBackUpgrade(world.parts({ self: from })))).toEqual(inPlace);
  expect(openFiles(world)).toEqual([]);
});

describe("a bad version goes back by itself", () => {
  const CASES = [
    { name: "it exits at once", run: "echo 'it is broken' >&2; exit 3", says: "ended" },
    { name: "it hangs and cannot be stopped", run: "trap '' TERM; while :; do sleep 0.1; done", says: "had not" },
  ];
  test.each(CASES)("$name", async ({ run, says }) => {
    await using world = await Upgrading.running(versions);
    const { directory } = world.script(run);
    const said: string[] = [];
    const tell = (event: { type: string }) => void ("line" in event && said.push(String(event.line)));
    const error = await failure(world.upgrade(directory, { tell, timing: SHORT }));
    expect(error).toEqual(refused("upgrade.rolled-back", says));
    if (run.includes("broken")) expect(said.join("\n")).toContain("it is broken");
    await expectAsBefore(world);
  });

  test("it serves, and never with these data", async () => {
    await using world = await Upgrading.running(versions);
    const { directory } = world.script(`TIDEMARK_DATA=${world.path}/elsewhere exec ${versions.later} run`);
    const error = await failure(world.upgrade(directory, { timing: SHORT }));
    expect(error).toEqual(refused("upgrade.rolled-back", "had not opened its data"));
    await expectAsBefore(world);
  });

  test("it cannot migrate the data of one of two documents: both go back", async () => {
    await using world = await Upgrading.running(versions, ["acme", "zenith"]);
    poison(world.data("zenith"));
    const { directory } = world.release();
    const error = await failure(world.upgrade(directory));
    expect(error).toEqual(refused("upgrade.rolled-back", "ended"));
    await expectAsBefore(world);
  });

  test("the disk is full when the data are to be kept: it is not even started", async () => {
    await using world = await Upgrading.running(versions);
    const { directory } = world.release();
    const full = () => {
      throw Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
    };
    let isFull = false;
    const copy = () => {
      isFull = true;
      full();
    };
    const host = { ...createProgramHost(), copy };
    const usual = createFiles();
    const create = (path: string) => (isFull && path.includes("journal") ? full() : usual.create(path));
    expect(await failure(world.upgrade(directory, { host, files: { ...usual, create } }))).toEqual(
      refused("upgrade.rolled-back", "disk"),
    );
    await expectAsBefore(world);
  });

  test("data that cannot be put back at once leave nobody stopped, and are put back later", async () => {
    await using world = await Upgrading.running(versions);
    const { directory } = world.script("exit 3");
    const usual = createProgramHost();
    let isFull = false;
    const removeTree = (path: string) => {
      if (isFull) throw Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
      usual.removeTree(path);
    };
    const tell = ({ type }: { type: string }) => {
      isFull ||= type === "failed";
    };
    const error = await failure(world.upgrade(directory, { host: { ...usual, removeTree }, tell, timing: SHORT }));
    expect(error).toEqual(refused("upgrade.half-back"));
    await until("the former program runs", () => presenceOf(world.path, "acme") !== null);
    await recoverUpgrade(world.parts());
    await expectAsBefore(world);
  });

  test("the data of a service that kept failing and comes up meanwhile go back, too", async () => {
    await using world = await Upgrading.running(versions, ["acme", "zenith"]);
    await world.services.stop("zenith");
    writeFileSync(join(world.path, "services/zenith/comes-back"), "");
    const { directory } = world.release();
    const tell = ({ type }: { type: string }) => {
      if (type !== "started") return;
      void world.services.start("zenith").then(async () => {
        await until("zenith is on trial", () => presenceOf(world.path, "zenith")?.trial);
        process.kill(world.services.pid("acme") ?? 0, "SIGKILL");
      });
    };
    const error = await failure(world.upgrade(directory, { tell, timing: { ...BRISK, settleMs: 14_000 } }));
    expect(error).toEqual(refused("upgrade.rolled-back", "ended"));
    await until("zenith is tried again", () => presenceOf(world.path, "zenith") !== null);
    await expectAsBefore(world);
  });

  test("a person stops the upgrade while it is watched", async () => {
    await using world = await Upgrading.running(versions);
    const { directory } = world.release();
    const stop = new AbortController();
    const tell = ({ type }: { type: string }) => void (type === "started" && stop.abort(new Error("stopped")));
    const error = await failure(world.upgrade(directory, { tell, signal: stop.signal }));
    expect(error).toEqual(refused("upgrade.rolled-back"));
    await expectAsBefore(world);
  });
});
