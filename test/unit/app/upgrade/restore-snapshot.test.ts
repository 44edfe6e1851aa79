import { expect, test } from "bun:test";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Mark } from "../../../../src/app/upgrade/mark.ts";
import { restoreSnapshot } from "../../../../src/app/upgrade/snapshot.ts";
import { createFiles } from "../../../../src/platform/files.ts";
import { TemporaryDirectory } from "../../../support/temporary.ts";

const id = { version: "1", commit: "c", schema: 1 };
const MARK: Mark = { id: "x", from: id, to: id, staging: "file", patienceMs: 1 };

test("on a disk that has no room for both, the migrated file makes room for the one that was kept", () => {
  using temporary = new TemporaryDirectory();
  const data = temporary.path;
  const at = (name: string) => join(data, name);
  mkdirSync(at(".upgrade"));
  writeFileSync(at(".upgrade/staging.sqlite"), "kept");
  for (const end of ["", "-wal", "-shm"]) writeFileSync(at(`staging.sqlite${end}`), "migrated");
  const files = createFiles();
  const create: typeof files.create = (path) => {
    if (existsSync(at("staging.sqlite"))) throw Object.assign(new Error("full"), { code: "ENOSPC" });
    return files.create(path);
  };
  restoreSnapshot({ data, files: { ...files, create } }, MARK);
  expect(readFileSync(at("staging.sqlite"), "utf8")).toBe("kept");
  expect(["-wal", "-shm", ".restored"].filter((end) => existsSync(at(`staging.sqlite${end}`)))).toEqual([]);
});
