import { expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { dataDirectory } from "../../../src/app/data-directory.ts";
import { installStaging, rebuildPaths } from "../../../src/app/rebuild-files.ts";
import { createFiles } from "../../../src/platform/files.ts";
import { TemporaryDirectory } from "../../support/temporary.ts";

test("a new staging file whose log could not be carried into it never takes the old one's place", () => {
  using temporary = new TemporaryDirectory();
  const directory = dataDirectory(temporary.path);
  const { staging: fresh } = rebuildPaths(directory);
  writeFileSync(directory.staging, "the old file");
  writeFileSync(fresh, "half of the new file");
  writeFileSync(`${fresh}-wal`, "the other half");
  const install = () => installStaging(directory, createFiles(), { isReadable: true });
  expect(install).toThrow(expect.objectContaining({ code: "data.disk-full" }));
  expect(readFileSync(directory.staging, "utf8")).toBe("the old file");
  expect(readFileSync(join(temporary.path, "staging.rebuild.sqlite-wal"), "utf8")).toBe("the other half");
  writeFileSync(`${fresh}-wal`, "");
  install();
  expect(readFileSync(directory.staging, "utf8")).toBe("half of the new file");
});
