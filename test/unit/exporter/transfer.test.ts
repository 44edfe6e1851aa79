import { afterEach, beforeEach, describe, expect, spyOn, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ANONYMIZED_MARK } from "../../../src/domain/anonymized.ts";
import type { Oid } from "../../../src/domain/ids.ts";
import type { PushRequest } from "../../../src/exporter/remote/remote.ts";
import { AT, ExporterWorld, manyRecords, RUN } from "../../support/exporter-world.ts";
import { git } from "../../support/git-command.ts";
import { codeOf, noSignal } from "../../support/remote-ports.ts";

let world: ExporterWorld;
let sent: { readonly request: PushRequest; readonly objects: number }[];

beforeEach(() => {
  world = new ExporterWorld();
  world.mirror.recover();
  sent = [];
  const push = world.remote.push.bind(world.remote);
  spyOn(world.remote, "push").mockImplementation(async (request, signal) => {
    const header = Buffer.from(world.files.read(request.pack.path).subarray(8, 12));
    sent.push({ request, objects: header.readUInt32BE() });
    await push(request, signal);
  });
});
afterEach(() => world[Symbol.dispose]());

const push = () => world.mirror.push(noSignal());

function expectSame(remote = world.remotePath): void {
  expect(world.fsck(remote)).toBe("");
  expect(git(remote, ["rev-parse", "main"])).toBe(world.git("rev-parse", "main"));
}

/** Objects that the remote lacks before the push, as git counts them. */
function lacking(range: string): number {
  return world.git("rev-list", "--objects", ...range.split(" ")).split("\n").length;
}

describe("a push sends", () => {
  test("the pack of a single commit as it is", async () => {
    world.commitOf("transaction", manyRecords(1, 100));
    await push();
    const { packBytes, objects } = world.commitOf("transaction", { "7": "seven\n" });
    await push();
    expect([sent[1]?.request.pack.length, sent[1]?.objects]).toEqual([packBytes, objects]);
    expectSame();
  });

  test("the packs of several commits as one, each object once", async () => {
    world.commitOf("name", { ROWAN: "one\n" });
    await push();
    for (const text of ["two\n", "one\n", "three\n"]) world.commitOf("name", { ROWAN: text, OAK: text });
    await push();
    expect(sent.length).toBe(2);
    expect(sent[1]?.objects).toBeGreaterThanOrEqual(lacking("main --not main~3"));
    expectSame();
  });

  test("what a walk of the trees finds when git has repacked", async () => {
    world.commitOf("transaction", manyRecords(1, 100));
    await push();
    world.commitOf("transaction", { "7": "seven\n", "8": null });
    world.commitOf("transaction", { "9": "nine\n" });
    world.git("gc", "-q", "--prune=now");
    await push();
    expect(sent[1]?.objects).toBe(lacking("main --not main~2"));
    expectSame();
  });

  test("only the rest to a remote that stands at a commit in between", async () => {
    for (const text of ["one\n", "two\n", "three\n"]) world.commitOf("name", { ROWAN: text });
    git(world.path, ["clone", "-q", "--bare", world.repository, world.remotePath]);
    git(world.remotePath, ["update-ref", "refs/heads/main", "main~1"]);
    await push();
    expect(sent[0]?.request.old as string).toBe(world.git("rev-parse", "main~1"));
    expect(sent[0]?.objects).toBe(lacking("main --not main~1"));
    expectSame();
  });

  for (const [name, prepare] of Object.entries({
    "in our own packs": () => {},
    "in a pack of git's deltas": () => world.git("gc", "-q", "--aggressive", "--prune=now"),
    "in a pack of git's and newer ones of ours": () => {
      world.git("gc", "-q", "--prune=now");
      world.commitOf("transaction", { "9": "nine\n" });
    },
  })) {
    test(`the whole history, ${name}, to another remote that is empty`, async () => {
      for (const text of ["first", "second", "third"]) world.commitOf("transaction", manyRecords(1, 100, text));
      await push();
      prepare();
      const other = join(world.path, "other.git");
      const target = { kind: "directory", path: other, branch: "main" } as const;
      const mirror = world.createMirror({ remote: world.remoteAt(target), remoteName: "another" });
      expect(await mirror.inspectRemote(noSignal())).toEqual({ kind: "empty" });
      expect(await mirror.push(noSignal())).toBe(true);
      expect(await mirror.inspectRemote(noSignal())).toMatchObject({ kind: "in-step" });
      mirror.close();
      expectSame(other);
      expect(git(other, ["rev-list", "--objects", "--all"]).split("\n").length).toBe(lacking("main"));
    });
  }

  test("nothing twice, and keeps nothing for itself", async () => {
    world.commitOf("name", { ROWAN: "one\n" });
    expect([await push(), await push(), sent.length]).toEqual([true, false, 1]);
    expect(world.files.list(`${world.repository}/tidemark/tmp`)).toEqual([]);
  });
});

describe("a staging file that was lost", () => {
  test("is filled from the local repository, and the next push goes on", async () => {
    world.commitOf("name", { ROWAN: "one\n" });
    await push();
    world.commitOf("name", { ROWAN: "two\n" });
    world.mirror.close();
    world.staging.close();
    world.staging = world.openStaging("new.sqlite");
    world.mirror = world.createMirror();
    world.mirror.recover();
    expect(await world.mirror.inspectRemote(noSignal())).toMatchObject({ kind: "behind" });
    expect(world.mirror.seedStaging(RUN, AT, false)).toBe(1);
    world.commitOf("name", { ROWAN: "three\n" });
    expect(await push()).toBe(true);
    expect(world.staging.remoteHead()).toBe(world.mirror.head());
    expectSame();
  });
});

describe("a remote with a history of its own", () => {
  /** Main of the remote becomes a commit of these files. */
  function fill(files: Readonly<Record<string, string>>): Oid {
    const work = join(world.path, "work");
    git(world.path, ["init", "-q", "-b", "main", work]);
    for (const [name, content] of Object.entries(files)) {
      Bun.spawnSync(["mkdir", "-p", join(work, name, "..")]);
      writeFileSync(join(work, name), content);
    }
    git(work, ["add", "-A"]);
    git(work, ["commit", "-qm", "theirs"]);
    git(world.path, ["clone", "-q", "--bare", work, world.remotePath]);
    return git(work, ["rev-parse", "HEAD"]) as Oid;
  }

  const marker = JSON.stringify({ version: 1, serverTime: "20250310141502", tables: {} });
  const cases: readonly [string, Record<string, string>, string][] = [
    ["that Tidemark did not write", { "README.md": "hello\n" }, "remote.foreign-history"],
    ["of a newer format", { ".tidemark/marker.json": '{"version":2}' }, "mirror.newer-format"],
    ["whose marker was edited", { ".tidemark/marker.json": "{" }, "mirror.bad-marker"],
  ];
  for (const [name, files, code] of cases) {
    test(`${name} is refused and leaves nothing behind`, async () => {
      fill(files);
      expect(await codeOf(world.mirror.inspectRemote(noSignal()))).toBe(code);
      expect(
        await codeOf(
          world.mirror.fetch((await world.remote.refs(noSignal())).get("refs/heads/main") as Oid, noSignal()),
        ),
      ).toBe(code);
      expect(world.files.list(`${world.repository}/objects/pack`)).toEqual([]);
      expect(world.files.list(`${world.repository}/tidemark/incoming/pack`)).toEqual([]);
      expect(world.mirror.head()).toBeNull();
    });
  }

  test("is refused when we have one too", async () => {
    world.commitOf("name", { ROWAN: "one\n" });
    fill({ ".tidemark/marker.json": marker });
    expect(await codeOf(world.mirror.inspectRemote(noSignal()))).toBe("remote.foreign-history");
    expect(await codeOf(push())).toBe("remote.foreign-history");
  });

  const foreign: readonly [string, Record<string, string>][] = [
    ["a file beside the tables", { "README.md": "hello\n" }],
    ["a file that is no record's", { "name/00/00/notes.txt": "x\n" }],
    ["a record in another's directory", { "name/00/00/ROWAN.xml": "x\n" }],
    ["another file of ours", { ".tidemark/other.json": "{}\n" }],
  ];
  const marked = `<!-- ${ANONYMIZED_MARK} -->\n<name>\n</name>\n`;
  const anonymized: readonly [string, Record<string, string>][] = [
    ["a record that was anonymized", { "name/3e/20/ROWAN.xml": marked }],
    ["a header of the anonymizer", { "ANONYMIZED.json": `{"format":"${ANONYMIZED_MARK}"}\n` }],
  ];
  const notTaken = [
    ...foreign.map((one) => [...one, "mirror.foreign-file"] as const),
    ...anonymized.map((one) => [...one, "mirror.anonymized"] as const),
  ];
  for (const [name, files, code] of notTaken) {
    test(`of Tidemark with ${name} is not taken for records`, async () => {
      const head = fill({ ".tidemark/marker.json": marker, ...files });
      await world.mirror.fetch(head, noSignal());
      const seed = Promise.resolve().then(() => world.mirror.seedStaging(RUN, AT, true));
      expect(await codeOf(seed)).toBe(code);
      expect([world.staging.lastCommit(), world.staging.tables()]).toEqual([null, []]);
    });
  }

  test("is fetched once when looked at and then taken over", async () => {
    const head = fill({ ".tidemark/marker.json": marker, "name/3e/20/ROWAN.xml": "r\n" });
    const fetch = spyOn(world.remote, "fetch");
    expect(await world.mirror.inspectRemote(noSignal())).toEqual({ kind: "ours", head });
    await world.mirror.fetch(head, noSignal());
    expect([fetch.mock.calls.length, world.mirror.head(), world.fsck()]).toEqual([1, head, ""]);
    expect(world.mirror.seedStaging(RUN, AT, true)).toBe(1);
    world.commitOf("name", { OAK: "o\n" });
    expect([await push(), world.git("rev-list", "--count", "main")]).toEqual([true, "2"]);
    expect(world.filesOf("main")).toMatchObject({ "name/3e/20/ROWAN.xml": "r", "name/0b/0e/OAK.xml": "o" });
  });
});
