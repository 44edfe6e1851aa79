import { afterAll, describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { Oid } from "../../../../src/domain/ids.ts";
import { encodeCommit, parseCommit } from "../../../../src/exporter/objects/commit-object.ts";
import {
  DIRECTORY_MODE,
  encodeTree,
  FILE_MODE,
  parseTree,
  type TreeItem,
} from "../../../../src/exporter/objects/tree.ts";
import { objectId } from "../../../../src/exporter/repository/loose-object.ts";
import { git, gitResult } from "../../../support/git-command.ts";
import { TemporaryDirectory } from "../../../support/temporary.ts";

const temporary = new TemporaryDirectory();
afterAll(() => temporary[Symbol.dispose]());
git(temporary.path, ["init", "-q", "--bare"]);
const BLOB = git(temporary.path, ["hash-object", "-w", "--stdin"], "x\n") as Oid;
const TREE = git(temporary.path, ["mktree"], `100644 blob ${BLOB}\tx\n`) as Oid;

function item(name: string): TreeItem {
  return name.endsWith("/")
    ? { mode: DIRECTORY_MODE, name: name.slice(0, -1), oid: TREE }
    : { mode: FILE_MODE, name, oid: BLOB };
}

/** The id that git gives to the same entries. */
function gitTree(items: readonly TreeItem[]): string {
  const lines = items.map(
    ({ mode, name, oid }) => `${mode.padStart(6, "0")} ${mode === FILE_MODE ? "blob" : "tree"} ${oid}\t${name}\0`,
  );
  return git(temporary.path, ["mktree", "-z"], lines.join(""));
}

describe("trees are those of git", () => {
  const cases: Record<string, string[]> = {
    "in the order of bytes": ["b", "a", "B", "_", "-", "~", "%20", "0"],
    "a directory as if it ended in a slash": ["a/", "a.b", "a0", "a-", "ab/", "ab.c"],
    "letters beyond ASCII after it": ["é", "z", "ｚ", "𝄞", "￿"],
    "with nothing in it": [],
  };
  for (const [name, names] of Object.entries(cases)) {
    test(name, () => {
      const bytes = encodeTree(names.map(item));
      expect(objectId({ type: "tree", bytes })).toBe(gitTree(names.map(item)) as Oid);
      expect(
        parseTree(bytes)
          ?.map((entry) => entry.name)
          .toSorted(),
      ).toEqual(names.map((n) => n.replace("/", "")).toSorted());
    });
  }

  test("for any set of names", () => {
    const name = fc.string({
      minLength: 1,
      maxLength: 4,
      unit: fc.constantFrom("a", "b", ".", "-", "0", "~", "%", "é", "𝄞", "ﬀ"),
    });
    const names = fc.uniqueArray(
      name.filter((text) => text !== "." && text !== ".."),
      { maxLength: 12 },
    );
    const entries = fc.tuple(names, fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }));
    fc.assert(
      fc.property(entries, ([list, directories]) => {
        const items = list.map((text, at) => item(directories[at] ? `${text}/` : text));
        expect(objectId({ type: "tree", bytes: encodeTree(items) })).toBe(gitTree(items) as Oid);
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  test("bytes that are no tree are refused", () => {
    expect([parseTree(Buffer.from("100644 a\0short")), parseTree(Buffer.from("nonsense"))]).toEqual([null, null]);
  });
});

describe("commits are those of git", () => {
  const commit = {
    tree: TREE,
    parents: ["11".repeat(20) as Oid, "22".repeat(20) as Oid],
    identity: { name: "Tidemark", email: "tidemark@localhost" },
    at: 1_700_000_000_999,
    subject: "poll: name 1 changed",
    body: ["name ÉÄ: phone", "name B\nC: contact\0"],
    trailers: [{ name: "Tidemark-Run", value: "r" }],
  };

  test("byte for byte", () => {
    const text = new TextDecoder().decode(encodeCommit(commit));
    expect(text).toBe(
      `tree ${TREE}\nparent ${"11".repeat(20)}\nparent ${"22".repeat(20)}\n` +
        "author Tidemark <tidemark@localhost> 1700000000 +0000\ncommitter Tidemark <tidemark@localhost> 1700000000 +0000\n\n" +
        "poll: name 1 changed\n\nname ÉÄ: phone\nname B C: contact \n\nTidemark-Run: r\n",
    );
  });

  test("that it accepts, with trailers that it finds", () => {
    const bytes = encodeCommit({ ...commit, parents: [] });
    const written = git(
      temporary.path,
      ["hash-object", "-t", "commit", "-w", "--stdin"],
      new TextDecoder().decode(bytes),
    );
    expect(written).toBe(objectId({ type: "commit", bytes }));
    expect(gitResult(temporary.path, ["fsck", "--strict", written]).code).toBe(0);
    expect(git(temporary.path, ["log", "-1", "--format=%(trailers:key=Tidemark-Run,valueonly)%s", written])).toBe(
      "r\npoll: name 1 changed",
    );
  });

  test("leaves no empty paragraph where nothing is said", () => {
    const text = new TextDecoder().decode(encodeCommit({ ...commit, body: [] }));
    expect(text).toEndWith("\n\npoll: name 1 changed\n\nTidemark-Run: r\n");
  });

  test("and are read back, a merge and a signed one too", () => {
    expect(parseCommit(encodeCommit(commit))).toEqual({ tree: TREE, parents: commit.parents, at: 1_700_000_000_000 });
    const signed = `tree ${TREE}\nauthor A <a> 1 +0000\ncommitter B <b@c> 1700000000 +1300\ngpgsig x\n parent y\n\nparent ${"33".repeat(20)}\n`;
    expect(parseCommit(Buffer.from(signed))).toEqual({ tree: TREE, parents: [], at: 1_700_000_000_000 });
    expect(parseCommit(Buffer.from("nonsense"))).toBeNull();
  });
});
