import { afterEach, beforeEach, expect, test } from "bun:test";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { PRE_COMMIT_HOOK } from "../../../src/app/anonymize/hook.ts";
import { ANONYMIZED_MARK } from "../../../src/domain/anonymized.ts";
import { git, gitResult } from "../../support/git-command.ts";
import { TemporaryDirectory } from "../../support/temporary.ts";

const MARKED = `<?xml version="1.0"?>\n<!-- ${ANONYMIZED_MARK} {} -->\n`;

let place: TemporaryDirectory;
let top: string;

beforeEach(() => {
  place = new TemporaryDirectory();
  top = place.path;
  git(top, ["init", "--quiet", "--initial-branch=main"]);
  write(".git/hooks/pre-commit", PRE_COMMIT_HOOK);
  chmodSync(join(top, ".git/hooks/pre-commit"), 0o755);
});

afterEach(() => place[Symbol.dispose]());

function write(path: string, text: string): void {
  mkdirSync(dirname(join(top, path)), { recursive: true });
  writeFileSync(join(top, path), text);
}

function commit(...args: string[]) {
  git(top, ["add", "--all", "--force"]);
  return gitResult(top, ["commit", "--quiet", "--message=one", ...args]);
}

test("an ordinary first commit passes, and the hook itself may be committed", () => {
  write("notes.txt", "of no interest\n");
  write("hooks/pre-commit", PRE_COMMIT_HOOK);
  expect(commit().code).toBe(0);
});

test("in the first commit, every marked file is named, whatever its name", () => {
  const names = ["name.xml", "deep/down/two words .xml", "-n", "line\nbreak", 'quo"te\\', "tab\there", "été"];
  for (const name of names) write(name, MARKED);
  write("fine.xml", "<table/>\n");
  const { code, errors } = commit();
  expect(code).toBe(1);
  for (const shown of ["  name.xml\n", "down/two words .xml", "  -n\n", "line\\nbreak", 'quo\\"te\\\\', "tab\\there"]) {
    expect(errors).toContain(shown);
  }
  expect(errors).not.toContain("fine.xml");
});

test("later commits: a file that comes to have the mark, one that has it still, one under another name", () => {
  write("a.xml", "<table/>\n");
  write("old.json", `{"format":"${ANONYMIZED_MARK}"}\n`);
  expect(commit("--no-verify").code).toBe(0);
  write("b.xml", "<table/>\n");
  expect(commit().code).toBe(0);
  write("a.xml", MARKED);
  expect(commit().errors).toContain("  a.xml\n");
  git(top, ["checkout", "--quiet", "HEAD", "--", "a.xml"]);
  write("old.json", `{"format":"${ANONYMIZED_MARK}","more":1}\n`);
  expect(commit().errors).toContain("  old.json\n");
  git(top, ["checkout", "--quiet", "HEAD", "--", "old.json"]);
  git(top, ["mv", "old.json", "new.json"]);
  expect(commit().errors).toContain("  new.json\n");
  git(top, ["rm", "--quiet", "--force", "new.json"]);
  expect(commit().code).toBe(0);
});

test("what is staged counts, not what lies in the work tree; and a mark far into a file does not", () => {
  write("a.xml", MARKED);
  git(top, ["add", "a.xml"]);
  write("a.xml", "<table/>\n");
  expect(gitResult(top, ["commit", "--quiet", "--message=one"]).errors).toContain("a.xml");
  write("long.txt", `${"x".repeat(4096)}${MARKED}`);
  expect(commit().code).toBe(0);
});

test("a merge that brings a marked file is refused", () => {
  write("a.txt", "one\n");
  expect(commit().code).toBe(0);
  git(top, ["checkout", "--quiet", "-b", "side"]);
  write("b.xml", MARKED);
  expect(commit("--no-verify").code).toBe(0);
  git(top, ["checkout", "--quiet", "main"]);
  write("a.txt", "two\n");
  expect(commit().code).toBe(0);
  // Where it stops, whoever concludes the merge asks this hook; where it does not, git asks the one for merges.
  git(top, ["merge", "--quiet", "--no-commit", "side"]);
  expect(gitResult(top, ["commit", "--quiet", "--no-edit"]).errors).toContain("b.xml");
  git(top, ["merge", "--abort"]);
  write(".git/hooks/pre-merge-commit", PRE_COMMIT_HOOK);
  chmodSync(join(top, ".git/hooks/pre-merge-commit"), 0o755);
  expect(gitResult(top, ["merge", "--quiet", "side"]).errors).toContain("b.xml");
});
