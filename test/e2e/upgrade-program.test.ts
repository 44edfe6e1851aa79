import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { acquireLock } from "../../src/staging/lock.ts";
import { expectRefused } from "../support/expect-refused.ts";
import { Installation } from "../support/installation.ts";
import { jsonLines, type ProgramOptions, runProgram } from "../support/program.ts";
import { SCHEMA } from "../support/releases.ts";
import { canMount, SmallDisk } from "../support/small-disk.ts";
import { Upgrading, Versions } from "../support/upgrade-world.ts";
import { programAt, putProgram } from "../support/upgrading.ts";

setDefaultTimeout(120_000);

let versions: Versions;
beforeAll(async () => {
  versions = await Versions.make();
});
afterAll(() => versions[Symbol.asyncDispose]());

/** The installed program itself, as a person runs it where no service is installed. */
function run(world: Upgrading, ...words: (string | Pick<ProgramOptions, "under">)[]) {
  const args = words.filter((word) => typeof word === "string");
  const [options = {}] = words.filter((word) => typeof word !== "string");
  const key = join(world.path, "release.pub");
  writeFileSync(key, `${versions.key.line}\n`);
  // The services of this account, of which the test's directory has none.
  const env = { XDG_CONFIG_HOME: join(world.path, "no-config") };
  const program = programAt(world.path);
  return runProgram(["upgrade", "--user", "--key", key, ...args], { program, env, cwd: world.path, ...options });
}

async function versionOf(program: string): Promise<unknown> {
  return jsonLines((await runProgram(["version", "--json"], { program })).out)[0]?.version;
}

/** A data directory that the old version has filled, without a service. */
async function filled(): Promise<Installation> {
  const place = new Installation({ moneyworks: versions.simulator.url, program: versions.old });
  await place.sync();
  return place;
}

describe("tidemark upgrade", () => {
  test("tells what would happen, does it, says when it is done already, and goes back", async () => {
    await using world = new Upgrading(versions, []);
    const { directory, artefact } = world.release();
    const program = programAt(world.path);
    const checked = await run(world, directory, "--check");
    expect([checked.code, checked.out]).toEqual([0, expect.stringContaining("would take the place")]);
    expect(await versionOf(program)).toBe(versions.oldId.version);
    const done = await run(world, artefact, "--json");
    expect([done.code, done.err]).toEqual([0, ""]);
    expect(jsonLines(done.out).map(({ type }) => type)).toEqual(["verified", "swapped", "confirmed", "summary"]);
    expect(await versionOf(program)).toBe("0.2.0");
    expect((await run(world, directory)).out).toContain("is installed already");
    expect((await run(world, "--rollback")).out).toContain(`${versions.oldId.version} is back`);
    expect(await versionOf(program)).toBe(versions.oldId.version);
    expect((await run(world, "--recover")).code).toBe(0);
  });

  test("lets the new version migrate a copy of data that no service runs on, and refuses when it cannot", async () => {
    await using world = new Upgrading(versions, []);
    using place = await filled();
    const { directory } = world.release();
    const before = readFileSync(join(place.data, "staging.sqlite"));
    const tried = await run(world, directory, "--check", "--data", place.data, "--json");
    expect([tried.code, tried.err]).toEqual([0, ""]);
    expect(jsonLines(tried.out).map(({ type }) => type)).toEqual(["verified", "tried", "summary"]);
    expect(readFileSync(join(place.data, "staging.sqlite")).equals(before)).toBe(true);
    const broken = world.release(new TextEncoder().encode(brokenMigration()));
    const refused = await run(world, broken.directory, "--data", place.data);
    expectRefused(refused, { code: "upgrade.refused-data", exit: 1, names: "no such column" });
    expect(await versionOf(programAt(world.path))).toBe(versions.oldId.version);
  });

  test("an older version is refused over newer data, and every command of it says what to do", async () => {
    await using world = new Upgrading(versions, []);
    using place = await filled();
    putProgram(world.path, versions.later);
    await runProgram(["sync"], { program: versions.later, env: place.env, cwd: place.path });
    const older = world.release(readFileSync(versions.old), versions.oldId.version);
    const refused = await run(world, older.directory, "--data", place.data);
    const names = new RegExp(`schema ${SCHEMA + 1}.*Restore a backup`, "s");
    expectRefused(refused, { code: "upgrade.data-too-new", exit: 1, names });
    for (const command of ["run", "sync", "status", "log", "verify", "promote", "backup"]) {
      const operands = command === "backup" ? [join(world.path, "b.tmbackup")] : [];
      const finished = await place.run([command, ...operands]);
      const exit = command === "verify" ? 1 : 2;
      expectRefused(finished, { code: "data.newer-version", exit, names: /tidemark upgrade.*backup/s });
    }
  });

  test("is refused while another one is under way, and without a program to exchange", async () => {
    await using world = new Upgrading(versions, []);
    const { directory } = world.release();
    const missing = await run(world, directory, "--program", "/nowhere/tidemark");
    expectRefused(missing, { code: "upgrade.no-program", exit: 2, names: "/nowhere/tidemark" });
    await run(world, "--recover");
    const path = join(world.path, "bin/.tidemark-upgrade/lock.sqlite");
    const lock = acquireLock({ path, holder: { pid: 4711, host: "this host", startedAt: 0 } });
    const second = await run(world, directory);
    lock.release();
    expectRefused(second, { code: "upgrade.locked", exit: 5, names: "process 4711" });
  });

  test.skipIf(process.getuid?.() !== 0)("tells an account that may not exchange the program who may", async () => {
    await using world = new Upgrading(versions, []);
    const { directory } = world.release();
    chmodSync(world.path, 0o755);
    const under = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];
    const refused = await run(world, directory, { under });
    expectRefused(refused, { code: "upgrade.not-allowed", exit: 2, names: "sudo tidemark upgrade" });
  });
});

describe.skipIf(!canMount())("on a full disk", () => {
  test("nothing is begun", async () => {
    await using world = new Upgrading(versions, []);
    const { directory } = world.release();
    using disk = new SmallDisk(180 * 1024);
    putProgram(disk.path, versions.old);
    const refused = await run(world, directory, "--program", programAt(disk.path));
    expectRefused(refused, { code: "upgrade.no-space", exit: 1, names: "MB free" });
    expect(await versionOf(programAt(disk.path))).toBe(versions.oldId.version);
  });
});

/** Says that it is a version, and cannot migrate. */
function brokenMigration(): string {
  const told = { version: "0.2.0", commit: "script", bun: "", target: targetOf(), schema: SCHEMA + 1, keys: [] };
  const fails = "echo 'tidemark: no such column' >&2; exit 1";
  return `#!/bin/sh\ncase "$1" in version) echo '${JSON.stringify(told)}' ;; *) ${fails} ;; esac\n`;
}

function targetOf(): string {
  return JSON.parse(Bun.spawnSync([versions.old, "version", "--json"]).stdout.toString()).target;
}
