import { describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  artefactName,
  hostTarget,
  parseArtefactName,
  parseSums,
  TARGETS,
} from "../../../../src/app/release/contents.ts";
import { errorOf } from "../../../support/errors.ts";
import { runTool } from "../../../support/release-key.ts";
import { TemporaryDirectory } from "../../../support/temporary.ts";

describe.each(["0.1.0", "12.34.56", "1.0.0-rc.1", "1.0.0-linux-x64"])("artefacts of version %s", (version) => {
  test.each([...TARGETS])("the name for %s says what it is", (target) => {
    expect(parseArtefactName(artefactName({ version, target }))).toEqual({ version, target });
  });
});

test.each([
  "tidemark",
  "tidemark-0.1.0",
  "tidemark-0.1.0-linux-x64.exe",
  "tidemark-0.1.0-windows-x64",
  "tidemark-0.1-linux-x64",
  "tidemark-0.1.0-linux-mips",
  "tidemark-0.1.0.spdx.json",
  "../tidemark-0.1.0-linux-x64",
  "tidemark-0.1.0-linux-x64\n",
])("%j is no program of a release", (name) => expect(parseArtefactName(name)).toBeNull());

test.each([
  ["linux", "x64", false, "linux-x64"],
  ["linux", "x64", true, "linux-x64-musl"],
  ["linux", "arm64", true, "linux-arm64-musl"],
  ["darwin", "arm64", false, "darwin-arm64"],
  ["win32", "x64", false, "windows-x64"],
  ["win32", "arm64", false, null],
  ["linux", "ia32", false, null],
  ["freebsd", "x64", false, null],
])("on %s %s (musl: %p) runs %p", (platform, arch, musl, target) => {
  expect(hostTarget({ platform, arch, musl })).toEqual(target as never);
});

describe("parseSums", () => {
  const A = "a".repeat(64);

  test("reads what sha256sum writes", () => {
    using place = new TemporaryDirectory();
    const names = ["tidemark-0.1.0-linux-x64", "LICENCES.txt", "tidemark-0.1.0-windows-x64.exe"];
    for (const name of names) writeFileSync(join(place.path, name), name);
    const text = ["--text", "--binary"].map((mode) =>
      new TextDecoder().decode(
        runTool(["sh", "-c", `cd "$1" && shift && sha256sum ${mode} "$@"`, "-", place.path, ...names]),
      ),
    );
    const expected = names.map((name) => [name, new Bun.CryptoHasher("sha256").update(name).digest("hex")]);
    for (const sums of text) expect([...parseSums(sums)] as unknown[]).toEqual(expected);
  });

  test.each([
    ["nothing", "", "empty|cut off"],
    ["an empty line", "\n", "line 1"],
    ["a cut off line", `${A}  one`, "cut off"],
    ["a short sum", `${A.slice(1)}  one\n`, "line 1"],
    ["capitals", `${A.toUpperCase()}  one\n`, "line 1"],
    ["a path", `${A}  ../one\n`, "line 1"],
    ["a directory", `${A}  dir/one\n`, "line 1"],
    ["a hidden file", `${A}  .one\n`, "line 1"],
    ["an escaped name", `\\${A}  one\\n\n`, "line 1"],
    ["a Windows line end", `${A}  one\r\n`, "line 1"],
    ["two sums of one name", `${A}  one\n${A}  two\n${"b".repeat(64)}  one\n`, "line 3 names one a second time"],
    ["HTML", "<!DOCTYPE html>\n", "line 1"],
  ])("refuses %s", (_, text, reason) => {
    const error = errorOf(() => parseSums(text));
    expect(error.code).toBe("release.bad-sums");
    expect(error.message).toMatch(new RegExp(reason));
  });
});
