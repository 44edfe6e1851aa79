import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { chmodSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Oid } from "../../../../src/domain/ids.ts";
import { objectId } from "../../../../src/exporter/repository/loose-object.ts";
import { ObjectStore } from "../../../../src/exporter/repository/object-store.ts";
import { createFiles } from "../../../../src/platform/files.ts";
import { codeThrown } from "../../../support/exporter-world.ts";
import { git } from "../../../support/git-command.ts";
import { allObjects, makeHistory } from "../../../support/git-history.ts";
import { TemporaryDirectory } from "../../../support/temporary.ts";

const ABSENT = "12".repeat(20) as Oid;
let temporary: TemporaryDirectory;
let directory: string;
let store: ObjectStore;

/** Versions of files that git stores as deltas of each other, one that it cannot shrink, and an empty one. */
beforeEach(() => {
  temporary = new TemporaryDirectory();
  directory = temporary.path;
  const noise = Buffer.from(
    Array.from({ length: 40 }, (_, at) => new Bun.CryptoHasher("sha512").update(`${at}`).digest("base64")).join(""),
  );
  const page = (at: number) => `${noise.toString().slice(0, 3000)}${at}\n${"line of text\n".repeat(at)}`;
  makeHistory(
    directory,
    Array.from({ length: 6 }, (_, at) => ({
      files: { "a/page.txt": page(at * 7), "b/page.txt": page(at * 3), empty: "" },
    })),
  );
  git(directory, ["tag", "-a", "-m", "a tag", "v1"]);
  store = new ObjectStore(createFiles(), join(directory, ".git/objects"));
});

afterEach(() => {
  store.release();
  temporary[Symbol.dispose]();
});

function expectAll(): void {
  const objects = allObjects(directory);
  expect(objects.length).toBeGreaterThan(20);
  for (const { oid, type } of objects) {
    const object = store.read(oid);
    expect(object === null ? null : [object.type, objectId(object)]).toEqual([type as never, oid]);
  }
}

describe("ObjectStore reads what git wrote", () => {
  test("as loose objects", () => expectAll());

  test("as deltas by offset", () => {
    git(directory, ["repack", "-adfq", "--depth=50"]);
    expect(git(directory, ["verify-pack", "-v", pack("idx")])).toMatch(/chain length = [2-9]/);
    expectAll();
  });

  test("as deltas by id", () => {
    git(directory, ["config", "repack.useDeltaBaseOffset", "false"]);
    git(directory, ["repack", "-adfq", "--depth=50"]);
    expectAll();
  });

  test("while git repacks under an open store", () => {
    git(directory, ["repack", "-dq"]);
    expectAll();
    makeMore();
    git(directory, ["gc", "-q", "--prune=now"]);
    expectAll();
    git(directory, ["repack", "-adfq", "--window=1"]);
    expectAll();
  });

  test("and an object that appears after it looked", () => {
    expect(store.has(ABSENT)).toBe(false);
    const oid = git(directory, ["hash-object", "-w", "--stdin"], "new\n") as Oid;
    expect([store.has(oid), store.read(oid)?.type]).toEqual([true, "blob"]);
    git(directory, ["update-ref", "refs/heads/new", git(directory, ["commit-tree", "-m", "x", "HEAD^{tree}"])]);
    git(directory, ["repack", "-adq"]);
    expect(store.has(git(directory, ["rev-parse", "new"]) as Oid)).toBe(true);
  });

  test("and gives a pack entry's form of it", () => {
    const oid = git(directory, ["rev-parse", "HEAD:a/page.txt"]) as Oid;
    const raw = store.readRaw(oid);
    expect([raw?.type, raw?.size]).toEqual(["blob", Number(git(directory, ["cat-file", "-s", oid]))]);
  });
});

describe("ObjectStore refuses", () => {
  test("nothing for an object that is not there", () => {
    expect([store.read(ABSENT), store.readRaw(ABSENT)]).toEqual([null, null]);
    expect(codeThrown(() => store.need(ABSENT, "blob"))).toBe("mirror.missing-object");
  });

  test("an object of another type than asked for", () => {
    const head = git(directory, ["rev-parse", "HEAD"]) as Oid;
    expect(codeThrown(() => store.need(head, "tree"))).toBe("mirror.corrupt");
  });

  test("a pack whose bytes were changed", () => {
    git(directory, ["repack", "-adq"]);
    const head = git(directory, ["rev-parse", "HEAD"]) as Oid;
    const path = pack("pack");
    const bytes = readFileSync(path);
    chmodSync(path, 0o644);
    writeFileSync(path, bytes.fill(0x55, 12, bytes.length - 20));
    expect(codeThrown(() => store.read(head))).toBe("mirror.corrupt");
  });

  test("a loose object whose bytes were changed", () => {
    const oid = git(directory, ["rev-parse", "HEAD:empty"]) as Oid;
    const path = join(directory, ".git/objects", oid.slice(0, 2), oid.slice(2));
    chmodSync(path, 0o644);
    writeFileSync(path, "nonsense");
    expect(codeThrown(() => store.read(oid))).toBe("mirror.corrupt");
  });
});

function pack(extension: string): string {
  const packs = join(directory, ".git/objects/pack");
  return join(packs, readdirSync(packs).find((name) => name.endsWith(`.${extension}`)) ?? "");
}

function makeMore(): void {
  writeFileSync(join(directory, "more"), "more\n");
  git(directory, ["add", "-A"]);
  git(directory, ["commit", "-qm", "more"]);
}
