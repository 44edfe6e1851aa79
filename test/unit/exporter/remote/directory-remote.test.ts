import { describe, expect, test } from "bun:test";
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { type Oid, ZERO_OID } from "../../../../src/domain/ids.ts";
import type { Files } from "../../../../src/domain/ports/files.ts";
import { DirectoryRemote } from "../../../../src/exporter/remote/directory-remote.ts";
import { git } from "../../../support/git-command.ts";
import { GitSource } from "../../../support/git-source.ts";
import { codeOf, noSignal, remotePorts } from "../../../support/remote-ports.ts";
import { TemporaryDirectory } from "../../../support/temporary.ts";

const MAIN = "refs/heads/main";

interface Scene {
  readonly place: string;
  readonly path: string;
  readonly source: GitSource;
  readonly first: Oid;
  readonly ports: ReturnType<typeof remotePorts>;
  push(files?: Partial<Files>): Promise<void>;
  refs(): Promise<ReadonlyMap<string, Oid>>;
}

async function withDirectory(body: (scene: Scene) => Promise<void>): Promise<void> {
  using temporary = new TemporaryDirectory();
  const place = temporary.path;
  const path = `${place}/remote.git`;
  const source = new GitSource(`${place}/source.git`);
  const first = source.commit({ "a/one.xml": "<name/>\n" });
  const ports = remotePorts();
  const remote = (files: Partial<Files> = {}) =>
    new DirectoryRemote({ path, branch: "main" }, { ...ports, files: { ...ports.files, ...files } });
  const push = (files?: Partial<Files>) =>
    remote(files).push({ ref: MAIN, old: ZERO_OID, new: first, pack: source.pack(first) }, noSignal());
  await body({ place, path, source, first, ports, push, refs: () => remote().refs(noSignal()) });
}

/** An error as the operating system gives it. */
function systemError(code: string): () => never {
  return () => {
    throw Object.assign(new Error(`${code}: refused by the test`), { code });
  };
}

describe("a directory as the remote", () => {
  test("is created by the first push, with HEAD on the branch, and leaves nothing else behind", () =>
    withDirectory(async ({ path, push, refs }) => {
      await refs();
      expect(existsSync(path)).toBe(false);
      await push();
      expect(git(path, ["symbolic-ref", "HEAD"])).toBe(MAIN);
      const extensions = readdirSync(`${path}/objects/pack`).map((name) => name.replace(/.*\./, ""));
      expect(extensions.sort()).toEqual(["idx", "pack"]);
    }));

  test("is its owner's alone when it is made, as the accounts are in it", () =>
    withDirectory(async ({ path, push }) => {
      await push();
      expect(statSync(path).mode & 0o077).toBe(0);
    }));

  test("may be an empty directory, and keeps its rights", () =>
    withDirectory(async ({ path, push, refs, first }) => {
      mkdirSync(path);
      chmodSync(path, 0o2775);
      await push();
      expect(statSync(path).mode & 0o7777).toBe(0o2775);
      expect(await refs()).toEqual(new Map([[MAIN, first]]));
    }));

  test("shows refs that git packed", () =>
    withDirectory(async ({ path, push, refs, first }) => {
      await push();
      git(path, ["pack-refs", "--all"]);
      expect(await refs()).toEqual(new Map([[MAIN, first]]));
    }));

  test.each<[string, (path: string) => void, string]>([
    ["a file", (path) => writeFileSync(path, ""), "remote.path-is-file"],
    ["a work tree", (path) => mkdirSync(`${path}/.git`, { recursive: true }), "remote.not-bare"],
    [
      "the inside of a work tree's .git",
      (path) => makeRepository(path, ["config", "core.bare", "false"]),
      "remote.not-bare",
    ],
    ["a directory with other files", (path) => makeFileIn(path), "remote.not-empty"],
    [
      "a repository of a newer format",
      (path) => makeRepository(path, ["config", "core.repositoryformatversion", "9"]),
      "remote.unusable-path",
    ],
  ])("is refused when it is %s", (_, make, code) =>
    withDirectory(async ({ path, push, refs }) => {
      make(path);
      expect([await codeOf(refs()), await codeOf(push())]).toEqual([code, code]);
    }),
  );

  test.each([
    ["EACCES", "remote.not-writable"],
    ["EROFS", "remote.not-writable"],
    ["ENOSPC", "remote.disk-full"],
    ["EDQUOT", "remote.disk-full"],
    ["EIO", "remote.disk-error"],
    ["ESTALE", "remote.disk-error"],
  ])("that answers %s gives %s, and works again when that is over", (system, code) =>
    withDirectory(async ({ push, refs, first }) => {
      expect(await codeOf(push({ link: systemError(system) }))).toBe(code);
      expect(await refs()).toEqual(new Map());
      await push();
      expect(await refs()).toEqual(new Map([[MAIN, first]]));
    }),
  );

  test("makes the idx itself when none is beside the pack, or one of another pack", () =>
    withDirectory(async ({ path, source, first, ports }) => {
      const pack = source.pack(first);
      writeFileSync(pack.path.replace(/pack$/, "idx"), Buffer.alloc(100));
      const remote = new DirectoryRemote({ path, branch: "main" }, ports);
      await remote.push({ ref: MAIN, old: ZERO_OID, new: first, pack }, noSignal());
      expect(git(path, ["fsck", "--strict", "--full"])).toBe("");
    }));

  test("waits for a lock, and gives up when it stays and somebody else may hold it", () =>
    withDirectory(async ({ path, push, ports }) => {
      mkdirSync(`${path}/objects`, { recursive: true });
      mkdirSync(`${path}/refs/heads`, { recursive: true });
      writeFileSync(`${path}/${MAIN}.lock`, `${"1".repeat(40)}\n`);
      expect(await codeOf(push())).toBe("remote.ref-locked");
      expect(ports.waits.length).toBe(3);
      rmSync(`${path}/${MAIN}.lock`);
      await push();
    }));

  test("takes away a lock that an interrupted push of ours left, after having waited for it", () =>
    withDirectory(async ({ path, push, refs, first, ports }) => {
      mkdirSync(`${path}/objects`, { recursive: true });
      mkdirSync(`${path}/refs/heads`, { recursive: true });
      for (const content of ["", first.slice(0, 12), `${first}\n`]) {
        rmSync(`${path}/${MAIN}`, { force: true });
        writeFileSync(`${path}/${MAIN}.lock`, content);
        ports.waits.length = 0;
        await push();
        expect([ports.waits.length, await refs()]).toEqual([3, new Map([[MAIN, first]])]);
      }
    }));

  test("takes away a lock that names a commit of Tidemark's, made anew since, and none that names another's", () =>
    withDirectory(async ({ place, path, push, refs, first }) => {
      git(place, ["init", "-q", "--bare", path]);
      mkdirSync(`${path}/refs/heads`, { recursive: true });
      const tree = git(path, ["mktree"]);
      const commitBy = (name: string) => {
        const person = { GIT_AUTHOR_NAME: name, GIT_AUTHOR_EMAIL: `${name.toLowerCase()}@localhost` };
        return git(path, ["commit-tree", "-m", "notes", tree], "", person);
      };
      writeFileSync(`${path}/${MAIN}.lock`, `${commitBy("Ada")}\n`);
      expect(await codeOf(push())).toBe("remote.ref-locked");
      writeFileSync(`${path}/${MAIN}.lock`, `${commitBy("Tidemark")}\n`);
      await push();
      expect(await refs()).toEqual(new Map([[MAIN, first]]));
    }));

  test("lets go of the packs that an interrupted push of ours left held, and of no others", () =>
    withDirectory(async ({ path, push }) => {
      mkdirSync(`${path}/objects/pack`, { recursive: true });
      writeFileSync(`${path}/objects/pack/pack-a.keep`, "tidemark push\n");
      writeFileSync(`${path}/objects/pack/pack-b.keep`, "");
      await push();
      expect(readdirSync(`${path}/objects/pack`).filter((name) => name.endsWith(".keep"))).toEqual(["pack-b.keep"]);
    }));

  test("never lets a ref lead to a commit that is not there", () =>
    withDirectory(async ({ path, source, first, ports, refs }) => {
      const remote = new DirectoryRemote({ path, branch: "main" }, ports);
      const absent = "1".repeat(40) as Oid;
      const push = remote.push({ ref: MAIN, old: ZERO_OID, new: absent, pack: source.pack(first) }, noSignal());
      expect(await codeOf(push)).toBe("remote.damaged");
      expect(await refs()).toEqual(new Map());
    }));

  test("says so when its history is incomplete", () =>
    withDirectory(async ({ path, push, first, ports }) => {
      await push();
      rmSync(`${path}/objects/pack`, { recursive: true });
      const remote = new DirectoryRemote({ path, branch: "main" }, ports);
      expect(await codeOf(remote.fetch({ want: first, haves: [] }, noSignal()))).toBe("remote.damaged");
    }));
});

function makeRepository(path: string, config: readonly string[]): void {
  mkdirSync(path);
  git(path, ["init", "--quiet", "--bare"]);
  git(path, config);
}

function makeFileIn(path: string): void {
  mkdirSync(path);
  writeFileSync(`${path}/x`, "");
}
