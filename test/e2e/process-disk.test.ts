import { Database } from "bun:sqlite";
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expectRefused } from "../support/expect-refused.ts";
import { fsck, Installation, tableTrees } from "../support/installation.ts";
import { jsonLines } from "../support/program.ts";
import { SimulatorProcess } from "../support/simulator-process.ts";
import { canMount, SmallDisk } from "../support/small-disk.ts";

setDefaultTimeout(60_000);

let simulator: SimulatorProcess;
let whole: Installation;
beforeAll(async () => {
  simulator = await SimulatorProcess.start({ records: 1000, args: ["--freeze"] });
  whole = new Installation({ moneyworks: simulator.url });
  await whole.sync();
});
afterAll(async () => {
  whole[Symbol.dispose]();
  await simulator[Symbol.asyncDispose]();
});

const install = () => new Installation({ moneyworks: simulator.url, env: { TIDEMARK_TABLES: "name" } });

describe("a data directory is refused when it", () => {
  test("is a file", async () => {
    using place = install();
    writeFileSync(place.data, "notes");
    expectRefused(await place.run(["sync"]), { code: "data.not-a-directory", exit: 2, names: place.data });
    expect(await Bun.file(place.data).text()).toBe("notes");
  });

  test("lies below a file", async () => {
    using place = install();
    writeFileSync(place.data, "notes");
    const env = { TIDEMARK_DATA: `${place.data}/deeper` };
    expectRefused(await place.run(["sync"], env), { code: "data.not-a-directory", exit: 2, names: "/deeper" });
  });

  test("holds another program's database", async () => {
    using place = install();
    mkdirSync(place.data);
    const other = new Database(join(place.data, "staging.sqlite"));
    other.exec("CREATE TABLE notes (text TEXT)");
    other.close();
    expectRefused(await place.run(["sync"]), { code: "data.not-ours", exit: 2, names: "staging.sqlite" });
    expect(new Database(join(place.data, "staging.sqlite")).query("SELECT count(*) FROM notes").all()).toHaveLength(1);
  });

  test("was written by a newer version, which is left as it is", async () => {
    using place = install();
    await place.sync();
    const path = join(place.data, "staging.sqlite");
    const newer = new Database(path);
    newer.exec("INSERT INTO schema (version, oldest) VALUES (99, 99); PRAGMA user_version = 99");
    newer.close();
    const before = await Bun.file(path).bytes();
    for (const words of [["sync"], ["run"], ["status"], ["log"]]) {
      expectRefused(await place.run(words), { code: "data.newer-version", exit: 2, names: /schema 99; .* knows \d+/ });
    }
    expect(Buffer.compare(await Bun.file(path).bytes(), before)).toBe(0);
    expect(fsck(place.repository)).toBe("");
  });

  test("has nothing in it for a command that looks", async () => {
    using place = install();
    for (const words of [["status"], ["log"], ["show", "name", "AUTUMN"]]) {
      expectRefused(await place.run(words), { code: "data.nothing-yet", exit: 1, names: place.data });
    }
  });
});

describe("other accounts", () => {
  const rights = (path: string) => (statSync(path).mode & 0o777).toString(8);

  test("cannot look into what is made", async () => {
    using place = install();
    await place.sync();
    expect(rights(place.data)).toBe("700");
    expect([rights(place.repository), rights(join(place.data, "staging.sqlite"))]).toEqual(["700", "600"]);
    await using service = place.start(["run"]);
    await service.errorLine(/poll ok/);
    const logs = readdirSync(place.data).filter((name) => name.startsWith("staging.sqlite-"));
    expect(logs.map((name) => rights(join(place.data, name)))).toEqual(["600", "600"]);
  });

  test("cannot look into the contents of a directory that is open to them, which keeps its rights", async () => {
    using place = install();
    mkdirSync(place.data, { mode: 0o755 });
    await place.sync();
    expect(["", "/repository.git", "/staging.sqlite"].map((name) => rights(place.data + name))).toEqual([
      "755",
      "700",
      "600",
    ]);
  });
});

describe.skipIf(!canMount())("a disk (skipped where nobody may mount)", () => {
  test("that is read-only is refused, for a new directory as for an old one", async () => {
    using place = install();
    using disk = new SmallDisk(8192);
    const env = { TIDEMARK_DATA: join(disk.path, "data") };
    expect((await place.run(["sync"], env)).code).toBe(0);
    const key = String(jsonLines((await place.run(["log", "--json", "--limit", "1"], env)).out)[0]?.key);
    disk.makeReadOnly();
    for (const name of ["data", "other"]) {
      const path = join(disk.path, name);
      const refusal = { code: "data.read-only", exit: 2, names: path } as const;
      expectRefused(await place.run(["sync"], { TIDEMARK_DATA: path }), refusal);
    }
    expect((await place.run(["show", "name", key], env)).code).toBe(0);
    disk.resize(8192);
    expect((await place.run(["sync"], env)).code).toBe(0);
  });

  test("that is full is refused, and taken when there is room", async () => {
    using place = install();
    using disk = new SmallDisk(8192);
    const env = { TIDEMARK_DATA: join(disk.path, "data") };
    disk.fill();
    expectRefused(await place.run(["sync"], env), { code: "data.disk-full", exit: 1, names: disk.path });
    disk.makeRoom();
    expect((await place.run(["sync"], env)).code).toBe(0);
  });

  test.each([760, 1000, 1500])(
    "of %i KiB that becomes full in the middle of a backfill damages nothing; with room again it goes on",
    async (kibibytes) => {
      using place = new Installation({ moneyworks: simulator.url, env: { TIDEMARK_CHECKPOINT: "150" } });
      using disk = new SmallDisk(kibibytes);
      const env = { TIDEMARK_DATA: join(disk.path, "data") };
      const repository = join(disk.path, "data/repository.git");
      const failed = await place.run(["sync", "--json"], env);
      expectRefused(failed, { code: "data.disk-full", exit: 1, names: /Free some space.*next run continues/ });
      expect(jsonLines(failed.out).at(-1)).toMatchObject({ outcome: "failed", error: { code: "data.disk-full" } });
      expectRefused(await place.run(["sync"], env), { code: "data.disk-full", exit: 1, names: disk.path });
      disk.resize(16_384);
      expect((await place.run(["sync"], env)).code).toBe(0);
      expect([fsck(repository), fsck(place.remote)]).toEqual(["", ""]);
      expect(tableTrees(place.remote)).toBe(tableTrees(whole.remote));
    },
  );

  test("under the remote that is full fails the push alone", async () => {
    using place = new Installation({ moneyworks: simulator.url, env: { TIDEMARK_CHECKPOINT: "150" } });
    using disk = new SmallDisk(300);
    const env = { TIDEMARK_REMOTE_URL: join(disk.path, "mirror.git") };
    expectRefused(await place.run(["sync"], env), { code: "remote.disk-full", exit: 1, names: disk.path });
    disk.resize(16_384);
    expect((await place.run(["sync"], env)).code).toBe(0);
    expect(fsck(env.TIDEMARK_REMOTE_URL)).toBe("");
    expect(tableTrees(env.TIDEMARK_REMOTE_URL)).toBe(tableTrees(whole.remote));
  });

  test("that is full keeps the service waiting, not down", async () => {
    using place = install();
    using disk = new SmallDisk(8192);
    const env = { TIDEMARK_DATA: join(disk.path, "data"), TIDEMARK_POLL: "1s" };
    await using service = place.start(["run"], env);
    await service.errorLine(/full ok/);
    disk.fill();
    await service.errorLine(/poll failed/);
    disk.makeRoom();
    await service.errorLine(/poll ok/);
    service.kill("SIGTERM");
    expect((await service.finished).code).toBe(0);
  });
});
