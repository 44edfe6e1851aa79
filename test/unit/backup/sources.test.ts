import { expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { closeAll, repositoryContents } from "../../../src/app/backup/sources.ts";
import type { Oid } from "../../../src/domain/ids.ts";
import type { Files } from "../../../src/domain/ports/files.ts";
import { createFiles } from "../../../src/platform/files.ts";
import { git, gitResult } from "../../support/git-command.ts";
import { TemporaryDirectory } from "../../support/temporary.ts";

/** A bare repository with a pack for each of three commits, and one loose. */
function repository(path: string): { readonly root: string; readonly main: Oid } {
  const root = join(path, "repository.git");
  git(path, ["init", "-q", "--bare", "-b", "main", root]);
  const tree = git(root, ["mktree"]).trim();
  let parent: string[] = [];
  for (let count = 0; count < 4; count++) {
    const commit = git(root, [
      "commit-tree",
      "-m",
      `commit ${count}`,
      ...parent.flatMap((one) => ["-p", one]),
      tree,
    ]).trim();
    git(root, ["update-ref", "refs/heads/main", commit]);
    if (count < 3) git(root, ["repack", "-dq"]);
    parent = [commit];
  }
  return { root, main: parent[0] as Oid };
}

function unpacked(root: string, main: Oid, files: Files, meanwhile: () => void = () => {}): string {
  const held = repositoryContents({ root, ref: "refs/heads/main", main }, files);
  meanwhile();
  const copy = new TemporaryDirectory();
  using _ = copy;
  for (const { path, reader } of held) {
    const place = join(copy.path, path);
    mkdirSync(path.endsWith("/") ? place : dirname(place), { recursive: true });
    const bytes = new Uint8Array(reader.size);
    reader.read(bytes, 0);
    if (!path.endsWith("/")) writeFileSync(place, bytes);
  }
  closeAll(held);
  const { code, output, errors } = gitResult(join(copy.path, "repository.git"), ["fsck", "--full", "--strict"]);
  return code === 0 ? git(join(copy.path, "repository.git"), ["rev-list", "main"]) : output + errors;
}

test("packs that are folded while they are opened, or after that, are all there", () => {
  using place = new TemporaryDirectory();
  const { root, main } = repository(place.path);
  const history = git(root, ["rev-list", "main"]);
  let opened = 0;
  const files: Files = {
    ...createFiles(),
    open: (path) => {
      if (++opened === 2) git(root, ["repack", "-adq"]);
      return createFiles().open(path);
    },
  };
  expect(unpacked(root, main, files)).toBe(history);
  expect(opened).toBeGreaterThan(3);
  git(root, ["config", "remote.origin.url", "https://user:token@host/x.git"]);
  expect(unpacked(root, main, createFiles(), () => git(root, ["repack", "-adfq", "--depth=1", "--window=1"]))).toBe(
    history,
  );
});

test("main is where staging says, though the repository has gone on; what it does not have is refused", () => {
  using place = new TemporaryDirectory();
  const { root, main } = repository(place.path);
  const before = git(root, ["rev-parse", "main~1"]).trim() as Oid;
  expect(unpacked(root, before, createFiles())).toBe(git(root, ["rev-list", "main~1"]));
  const missing = { root, ref: "refs/heads/main", main: "0".repeat(40) as Oid };
  expect(() => repositoryContents(missing, createFiles())).toThrow(
    expect.objectContaining({ code: "backup.no-commit" }),
  );
  expect(main).not.toBe(before);
});

test("nothing of the repository's own configuration is taken along", () => {
  using place = new TemporaryDirectory();
  const { root, main } = repository(place.path);
  git(root, ["config", "remote.origin.url", "https://user:token-of-somebody@host/x.git"]);
  writeFileSync(join(root, "hooks", "post-update"), "#!/bin/sh\nexit 1\n", { mode: 0o755 });
  const held = repositoryContents({ root, ref: "refs/heads/main", main }, createFiles());
  const texts = held.map(({ path, reader }) => {
    const bytes = new Uint8Array(reader.size);
    reader.read(bytes, 0);
    return `${path} ${Buffer.from(bytes).toString("latin1")}`;
  });
  closeAll(held);
  expect(texts.join("")).not.toContain("token-of-somebody");
  expect(texts.filter((text) => text.includes("hooks"))).toEqual([]);
});
