import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Oid } from "../../../../src/domain/ids.ts";
import { openRepository } from "../../../../src/exporter/repository/layout.ts";
import { Refs } from "../../../../src/exporter/repository/refs.ts";
import { createFiles } from "../../../../src/platform/files.ts";
import { codeThrown } from "../../../support/exporter-world.ts";
import { git } from "../../../support/git-command.ts";
import { TemporaryDirectory } from "../../../support/temporary.ts";

const MAIN = "refs/heads/main";
let temporary: TemporaryDirectory;
let root: string;
let refs: Refs;
let first: Oid;
let second: Oid;

beforeEach(() => {
  temporary = new TemporaryDirectory();
  root = join(temporary.path, "r.git");
  const files = createFiles();
  openRepository(files, root, "main");
  refs = new Refs(files, root);
  const tree = git(root, ["mktree"]);
  first = git(root, ["commit-tree", "-m", "first", tree]) as Oid;
  second = git(root, ["commit-tree", "-m", "second", tree]) as Oid;
});

afterEach(() => temporary[Symbol.dispose]());

describe("Refs", () => {
  test("a ref that does not exist is null", () => expect(refs.read(MAIN)).toBeNull());

  test("creates and moves a ref as git sees it", () => {
    expect(refs.compareAndSwap(MAIN, null, first)).toBe(true);
    expect(git(root, ["rev-parse", "HEAD"])).toBe(first);
    expect(refs.compareAndSwap(MAIN, first, second)).toBe(true);
    expect([refs.read(MAIN), git(root, ["rev-parse", MAIN])]).toEqual([second, second]);
    expect(existsSync(join(root, `${MAIN}.lock`))).toBe(false);
  });

  test("changes nothing when the ref is elsewhere", () => {
    refs.compareAndSwap(MAIN, null, first);
    expect([refs.compareAndSwap(MAIN, second, first), refs.compareAndSwap(MAIN, null, second)]).toEqual([false, false]);
    expect([refs.read(MAIN), existsSync(join(root, `${MAIN}.lock`))]).toEqual([first, false]);
  });

  test("reads and moves a ref that git packed", () => {
    refs.compareAndSwap(MAIN, null, first);
    git(root, ["tag", "-a", "-m", "a tag", "v1", first]);
    git(root, ["pack-refs", "--all"]);
    expect([existsSync(join(root, MAIN)), refs.read(MAIN)]).toEqual([false, first]);
    expect(refs.compareAndSwap(MAIN, first, second)).toBe(true);
    expect([refs.read(MAIN), git(root, ["rev-parse", MAIN])]).toEqual([second, second]);
  });

  test("takes a branch with a slash, also after git has removed its directory", () => {
    const ref = "refs/heads/acme/main";
    refs.compareAndSwap(ref, null, first);
    git(root, ["pack-refs", "--all", "--prune"]);
    expect(refs.compareAndSwap(ref, first, second)).toBe(true);
    expect(git(root, ["rev-parse", ref])).toBe(second);
  });

  test("lists what git lists", () => {
    refs.compareAndSwap(MAIN, null, first);
    git(root, ["pack-refs", "--all"]);
    refs.compareAndSwap("refs/heads/edits/a", null, second);
    refs.compareAndSwap(MAIN, first, second);
    writeFileSync(join(root, "refs/heads/edits/b.lock"), `${first}\n`);
    const lines = git(root, ["for-each-ref", "--format=%(refname) %(objectname)"]).split("\n");
    expect([...refs.all()].map(([ref, oid]) => `${ref} ${oid}`).sort()).toEqual(lines);
  });

  test("respects a lock, and breaks only what a crash of ours can have left", () => {
    const lock = join(root, `${MAIN}.lock`);
    for (const content of ["", first.slice(0, 7), `${first}\n`]) {
      writeFileSync(lock, content);
      expect(codeThrown(() => refs.compareAndSwap(MAIN, null, first))).toBe("mirror.ref-locked");
      refs.breakOwnLock(MAIN);
      expect(existsSync(lock)).toBe(false);
    }
    writeFileSync(lock, "held by something else\n");
    refs.breakOwnLock(MAIN);
    expect(existsSync(lock)).toBe(true);
  });

  test("leaves a lock that names a commit of somebody else, and says whether the ref is free", () => {
    const lock = join(root, `${MAIN}.lock`);
    expect(refs.breakOwnLock(MAIN)).toBe(true);
    writeFileSync(lock, `${first}\n`);
    expect([refs.breakOwnLock(MAIN, (commit) => commit === second), existsSync(lock)]).toEqual([false, true]);
    expect([refs.breakOwnLock(MAIN, (commit) => commit === first), existsSync(lock)]).toEqual([true, false]);
  });

  test("removes a ref, wherever git has put it, and no other", () => {
    const ref = "refs/tidemark/promoting";
    git(root, ["tag", "-a", "-m", "a tag", "v1", first]);
    for (const packed of [false, true, true]) {
      refs.compareAndSwap(ref, null, first);
      if (packed) git(root, ["pack-refs", "--all", "--prune"]);
      const others = git(root, ["for-each-ref", "refs/tags", "refs/heads"]);
      expect(refs.remove(ref, second)).toBe(false);
      expect(refs.read(ref)).toBe(first);
      expect(refs.remove(ref, first)).toBe(true);
      expect([refs.read(ref), refs.remove(ref, first)]).toEqual([null, false]);
      expect([git(root, ["for-each-ref", ref]), git(root, ["for-each-ref", "refs/tags", "refs/heads"])]).toEqual([
        "",
        others,
      ]);
      expect([existsSync(join(root, `${ref}.lock`)), existsSync(join(root, "packed-refs.lock"))]).toEqual([
        false,
        false,
      ]);
    }
    refs.compareAndSwap(ref, null, first);
    git(root, ["pack-refs", "--all"]);
    refs.compareAndSwap(ref, first, second);
    expect([refs.remove(ref, second), refs.read(ref)]).toEqual([true, null]);
    expect(git(root, ["show-ref", "--dereference"])).toContain("refs/tags/v1^{}");
  });

  test("removes nothing while git packs refs, and breaks only the lock that it left itself", () => {
    const ref = "refs/tidemark/promoting";
    const lock = join(root, "packed-refs.lock");
    refs.compareAndSwap(ref, null, first);
    git(root, ["tag", "v1", first]);
    git(root, ["pack-refs", "--all"]);
    writeFileSync(lock, "# pack-refs with: peeled");
    expect(codeThrown(() => refs.remove(ref, first))).toBe("mirror.ref-locked");
    expect([refs.read(ref), existsSync(join(root, `${ref}.lock`))]).toEqual([first, false]);
    refs.breakPackedLock(MAIN);
    expect(existsSync(lock)).toBe(true);
    refs.breakPackedLock(ref);
    expect(existsSync(lock)).toBe(false);
    writeFileSync(lock, `# pack-refs with: peeled fully-peeled sorted \n${second} refs/tags/v0\n`);
    refs.breakPackedLock(ref);
    expect(existsSync(lock)).toBe(true);
  });

  test("refuses a ref that holds no id", () => {
    writeFileSync(join(root, MAIN), "ref: refs/heads/other\n");
    expect(codeThrown(() => refs.read(MAIN))).toBe("mirror.corrupt");
  });
});

describe("openRepository", () => {
  const files = createFiles();

  test("makes what git takes for a bare repository", () => {
    expect(git(root, ["rev-parse", "--is-bare-repository", "--symbolic-full-name", "--git-dir"])).toBe("true\n.");
    expect(git(root, ["symbolic-ref", "HEAD"])).toBe(MAIN);
    expect(git(root, ["fsck", "--strict"])).toMatch(/^$|dangling/);
  });

  test("accepts what git itself made", () => {
    const made = join(temporary.path, "made.git");
    git(temporary.path, ["init", "-q", "--bare", made]);
    openRepository(files, made, "main");
  });

  test("finishes a creation that was interrupted", () => {
    const half = join(temporary.path, "half.git");
    mkdirSync(join(half, "objects"), { recursive: true });
    writeFileSync(join(half, "config"), "[core");
    openRepository(files, half, "main");
    expect(git(half, ["rev-parse", "--is-bare-repository"])).toBe("true");
  });

  const strange: Record<string, (path: string) => void> = {
    "a file": (path) => writeFileSync(path, "x"),
    "a directory with other things": (path) => {
      mkdirSync(path);
      writeFileSync(join(path, "accounts.xls"), "x");
    },
    "a repository without objects": (path) => {
      mkdirSync(path);
      writeFileSync(join(path, "HEAD"), "ref: refs/heads/main\n");
    },
    "a repository with SHA-256 ids": (path) =>
      git(temporary.path, ["init", "-q", "--bare", "--object-format=sha256", path]),
  };
  for (const [name, make] of Object.entries(strange)) {
    test(`refuses ${name}`, () => {
      const path = join(temporary.path, "strange");
      make(path);
      expect(codeThrown(() => openRepository(files, path, "main"))).toBe("mirror.not-a-repository");
    });
  }
});
