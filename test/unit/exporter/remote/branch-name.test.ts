import { describe, expect, test } from "bun:test";
import { tmpdir } from "node:os";
import { branchNameFault } from "../../../../src/exporter/remote/branch-name.ts";
import { gitResult } from "../../../support/git-command.ts";

const GOOD = [
  "main",
  "a",
  "release/2026",
  "edits/a.b",
  "ümlaut",
  "日本",
  "🌊",
  "a-",
  "-a".slice(1),
  "@",
  "a@b",
  "{",
  "a}",
  "x.lock.y",
  "a'b",
  'a"b',
  "a&b",
  "#1",
  "a%20b",
  "a!b",
  "(a)",
  "a,b",
  "a=b",
  "a+b",
  "head",
  "HEAD/x",
  "a/HEAD",
  "refs/heads/main",
  "\u0085",
  "ￜ",
];
const BAD = [
  "",
  "-a",
  "HEAD",
  "a b",
  "a\tb",
  "a\u0001b",
  "a\u007fb",
  "a~b",
  "a^b",
  "a:b",
  "a?b",
  "a*b",
  "a[b",
  "a\\b",
  "a..b",
  "..",
  "@{",
  "a@{b",
  "/a",
  "a/",
  "a//b",
  ".a",
  "a/.b",
  "a.lock",
  "a.lock/b",
  "a.",
  ".",
  "a/b.",
  "/",
];

/** What git itself says. `@` alone means HEAD to `--branch`, so it is asked for the full name too. */
function gitAccepts(name: string): boolean {
  const full = gitResult(tmpdir(), ["check-ref-format", `refs/heads/${name}`]).code === 0;
  return full && gitResult(tmpdir(), ["check-ref-format", "--branch", name]).code === 0;
}

describe("a branch name", () => {
  test.each(GOOD)("%j passes, as it does in git", (name) => {
    expect([branchNameFault(name), gitAccepts(name)]).toEqual([null, true]);
  });

  test.each(BAD)("%j is refused, as it is in git", (name) => {
    expect([typeof branchNameFault(name), gitAccepts(name)]).toEqual(["string", false]);
  });
});
