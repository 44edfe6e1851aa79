import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RecordKey, TableName } from "../../../src/domain/ids.ts";
import { codeThrown, ExporterWorld, manyRecords } from "../../support/exporter-world.ts";
import { git } from "../../support/git-command.ts";
import { noSignal } from "../../support/remote-ports.ts";

let world: ExporterWorld;
beforeEach(() => {
  world = new ExporterWorld();
  world.mirror.recover();
});
afterEach(() => world[Symbol.dispose]());

describe("git finds nothing wrong", () => {
  test("after adding, changing, deleting, emptying a table and filling it again", () => {
    const steps: readonly [string, Record<string, string | null>][] = [
      ["name", { ROWAN: "r\n", OAK: "o\n" }],
      ["transaction", manyRecords(60, 140)],
      ["transaction", { "61": "changed\n", "62": null, "5000": "far away\n" }],
      ["name", { ROWAN: null, OAK: null }],
      ["name", { ROWAN: "r\n" }],
    ];
    for (const [table, records] of steps) {
      world.commitOf(table, records);
      expect(world.fsck()).toBe("");
    }
    const files = world.filesOf("main");
    expect(Object.keys(files).filter((path) => path.startsWith("name/"))).toEqual(["name/3e/20/ROWAN.xml"]);
    expect(files["transaction/00/00/00/00/61.xml"]).toBe("changed");
    expect(files["transaction/00/00/01/0e/5000.xml"]).toBe("far away");
    expect(Object.keys(files).length).toBe(2 + 1 + 140);
  });

  test("in a clone, a log with patches, and a checkout", () => {
    world.commitOf("name", { ROWAN: "one\n", "Ünïcode/ﬀ 𝄞": "x\n" });
    world.commitOf("name", { ROWAN: "two\n" });
    git(world.path, ["clone", "-q", world.repository, "copy"]);
    expect(readFileSync(join(world.path, "copy/name/3e/20/ROWAN.xml"), "utf8")).toBe("two\n");
    expect(git(join(world.path, "copy"), ["status", "--porcelain"])).toBe("");
    const log = world.git("log", "-p", "--format=%an <%ae> %at%n%B");
    expect(log).toContain("Tidemark <tidemark@localhost> 1700000120\npoll: name 2 changed\n");
    expect(log).toContain("-one\n+two");
  });

  test("in two records with the same content, which one object serves", () => {
    const { objects } = world.commitOf("name", { ROWAN: "same\n", OAK: "same\n" });
    expect([objects, world.fsck()]).toEqual([11, ""]);
  });

  test("in a pack too large for memory", () => {
    const line = (text: string) => new Bun.CryptoHasher("sha512").update(text).digest("base64");
    const text = (at: number) => Array.from({ length: 50 }, (_, number) => line(`${at} ${number}`)).join("\n");
    world.stage("transaction", Object.fromEntries(Array.from({ length: 3000 }, (_, at) => [`${at + 1}`, text(at)])));
    expect(world.commit()?.packBytes).toBeGreaterThan(8 * 1024 * 1024);
    expect([world.fsck(), world.files.list(`${world.repository}/tidemark/tmp`)]).toEqual(["", []]);
  });
});

describe("a commit writes what changed and no more", () => {
  test("one changed field costs its blob, the trees above it, and the commit", () => {
    world.commitOf("transaction", manyRecords(1, 5000));
    const { objects } = world.commitOf("transaction", { "77": "changed\n" });
    expect(objects).toBe(1 + 6 + 1);
  });

  test("objects that git shows are the bytes that were staged", () => {
    const records = manyRecords(1, 200);
    world.commitOf("transaction", records);
    for (const [key, text] of Object.entries(records)) {
      const past = world.mirror.past("transaction" as TableName, key as RecordKey, null);
      expect(new TextDecoder().decode(past?.bytes)).toBe(text);
    }
  });
});

describe("git may work in the repository at any moment", () => {
  const commands: Record<string, string[][]> = {
    gc: [["gc", "-q", "--prune=now"]],
    "repack -ad": [["repack", "-adq"]],
    "pack-refs": [["pack-refs", "--all", "--prune"]],
    "gc --aggressive and pack-refs": [
      ["gc", "-q", "--aggressive", "--prune=now"],
      ["pack-refs", "--all"],
    ],
  };
  for (const [name, list] of Object.entries(commands)) {
    test(`${name}: commits, reads and pushes go on`, async () => {
      world.commitOf("transaction", manyRecords(1, 200));
      await world.mirror.push(noSignal());
      world.commitOf("transaction", { "7": "seven\n" });
      for (const command of list) world.git(...command);
      world.commitOf("transaction", { "8": "eight\n", "9": null });
      for (const command of list) world.git(...command);
      expect(
        new TextDecoder().decode(world.mirror.past("transaction" as TableName, "7" as RecordKey, null)?.bytes),
      ).toBe("seven\n");
      expect(await world.mirror.push(noSignal())).toBe(true);
      expect([world.fsck(), world.fsck(world.remotePath)]).toEqual(["", ""]);
      expect(git(world.remotePath, ["rev-parse", "main^{tree}"])).toBe(world.git("rev-parse", "main^{tree}"));
    });
  }

  test("a lock that git holds stops the commit, and nothing is lost", () => {
    world.commitOf("name", { ROWAN: "one\n" });
    world.stage("name", { ROWAN: "two\n" });
    const lock = join(world.repository, "refs/heads/main.lock");
    writeFileSync(lock, "");
    expect(codeThrown(() => world.commit())).toBe("mirror.ref-locked");
    rmSync(lock);
    expect(world.commit()?.records).toBe(1);
    expect([world.git("rev-list", "--count", "main"), world.fsck()]).toEqual(["2", ""]);
    expect(world.git("count-objects", "-v")).toContain("garbage: 0");
  });
});

describe("main that somebody else moved", () => {
  test("stops the next commit and the next start", () => {
    world.commitOf("name", { ROWAN: "one\n" });
    world.commitOf("name", { ROWAN: "two\n" });
    world.git("update-ref", "refs/heads/main", "main~1");
    world.stage("name", { ROWAN: "three\n" });
    expect(codeThrown(() => world.commit())).toBe("mirror.main-moved");
    expect(codeThrown(() => world.restart())).toBe("mirror.main-moved");
  });

  test("in the middle of a commit is not overwritten", () => {
    world.commitOf("name", { ROWAN: "one\n" });
    world.stage("name", { ROWAN: "two\n" });
    const foreign = world.git("commit-tree", "-m", "foreign", "main^{tree}");
    const prepare = world.staging.prepareCommit.bind(world.staging);
    world.staging.prepareCommit = (prepared) => {
      prepare(prepared);
      world.git("update-ref", "refs/heads/main", foreign);
    };
    expect(codeThrown(() => world.commit())).toBe("mirror.main-moved");
    expect([world.git("rev-parse", "main"), codeThrown(() => world.restart())]).toEqual([foreign, "mirror.main-moved"]);
  });

  test("with the repository gone is told at the start", () => {
    world.commitOf("name", { ROWAN: "one\n" });
    rmSync(world.repository, { recursive: true });
    expect(codeThrown(() => world.restart())).toBe("mirror.main-moved");
    expect(existsSync(join(world.repository, "HEAD"))).toBe(true);
  });
});
