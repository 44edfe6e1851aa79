import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { refuseWorkTree } from "../../../src/app/anonymize/guard.ts";
import { TidemarkError } from "../../../src/domain/errors/tidemark-error.ts";
import type { Programs } from "../../../src/domain/ports/programs.ts";
import { createFiles } from "../../../src/platform/files.ts";
import { createPrograms } from "../../../src/platform/programs.ts";
import { git } from "../../support/git-command.ts";
import { TemporaryDirectory } from "../../support/temporary.ts";

const IGNORED = "/out/\n/tracked/\n/contents/*\n*.xml\n/:odd \\[name\\]/\n";

let place: TemporaryDirectory;
let top: string;

beforeAll(() => {
  place = new TemporaryDirectory();
  top = join(place.path, "work");
  mkdirSync(join(top, "deep"), { recursive: true });
  git(top, ["init", "--quiet", "--initial-branch=main"]);
  writeFileSync(join(top, ".gitignore"), IGNORED);
  for (const directory of ["tracked", "mine", "under-excludes"]) mkdirSync(join(top, directory), { recursive: true });
  writeFileSync(join(top, "tracked/a.xml"), "<table/>\n");
  writeFileSync(join(top, ".git/info/exclude"), "/under-excludes/\n");
  // What a run leaves there itself.
  writeFileSync(join(top, "mine/.gitignore"), "*\n");
  git(top, ["add", "--force", ".gitignore", "tracked/a.xml"]);
  git(top, ["commit", "--quiet", "--message=one"]);
  git(top, ["worktree", "add", "--quiet", "../second", "-b", "second"]);
  git(place.path, ["init", "--quiet", "--bare", "bare.git"]);
  git(join(top, "deep"), ["init", "--quiet", "inner"]);
  symlinkSync(join(top, "deep"), join(place.path, "link"));
  symlinkSync(place.path, join(top, "away"));
});

afterAll(() => place[Symbol.dispose]());

async function refusal(path: string, programs: Programs = createPrograms()): Promise<string | null> {
  const target = join(place.path, path);
  const was = existsSync(target);
  try {
    await refuseWorkTree(target, { files: createFiles(), programs });
    return null;
  } catch (error) {
    if (!(error instanceof TidemarkError)) throw error;
    expect(error.exitCode).toBe(2);
    expect(error.message).toContain(target);
    return `${error.code}: ${error.message}`;
  } finally {
    expect(existsSync(target)).toBe(was);
  }
}

describe("the anonymizer's target", () => {
  const allowed: [name: string, path: string][] = [
    ["outside of every work tree", "elsewhere/out"],
    ["ignored as a directory that is not there yet", "work/out"],
    ["below an ignored directory", "work/out/new/deeper"],
    ["where all of the content is ignored", "work/contents"],
    ["ignored by the repository's own excludes", "work/under-excludes"],
    ["ignored, with a name that git could take for more than a name", "work/:odd [name]"],
    ["ignored in a second work tree", "second/out"],
    ["a link in a work tree that leads out of it", "work/away/elsewhere"],
  ];
  test.each(allowed)("is taken %s", async (_, path) => {
    expect(await refusal(path)).toBeNull();
  });

  const refused: [name: string, path: string, says: RegExp][] = [
    ["that git does not ignore", "work/data", /in-work-tree: .*git does not ignore it/],
    ["far below a work tree", "work/some/where/new", /lies in the git work tree .*work, and/],
    ["whose files alone are ignored, by their endings", "work/xml", /does not ignore it/],
    ["that is the work tree", "work", /a work tree as a whole/],
    ["that only its own .gitignore hides", "work/mine", /its own \.gitignore alone/],
    ["ignored, but with files that git tracks", "work/tracked", /git tracks tracked\/a\.xml there/],
    ["in a second work tree, where .git is a file", "second/data", /in-work-tree: .*second, and/],
    ["in a work tree inside another one", "work/deep/inner/out", /in-work-tree: .*inner, and git does not ignore/],
    ["behind a link that leads into a work tree", "link/new", /in-work-tree: .*work, and git does not/],
    ["in the repository of a work tree", "work/.git/new", /in-git-directory: .*\.git, which is/],
    ["in a bare repository", "bare.git/deep/new", /in-git-directory: .*bare\.git, which is/],
  ];
  test.each(refused)("is refused %s", async (_, path, says) => {
    expect(await refusal(path)).toMatch(says);
  });

  test("is refused in a work tree where git is not installed, or fails", async () => {
    const absent: Programs = { find: () => null, run: () => Promise.reject(new Error("must not be called")) };
    expect(await refusal("work/out", absent)).toMatch(/git is not installed/);
    expect(await refusal("elsewhere/out", absent)).toBeNull();
    const broken: Programs = {
      find: () => "/bin/git",
      run: async () => ({ code: 128, out: "", err: "fatal: bad config\nmore" }),
    };
    expect(await refusal("work/out", broken)).toMatch(/cannot say what it ignores \(fatal: bad config\)/);
  });
});
