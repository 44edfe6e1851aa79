import { afterAll, beforeEach, expect, test } from "bun:test";
import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { removeOlder } from "../../../src/app/backup/older.ts";
import { datedName } from "../../../src/app/backup/target.ts";
import { createFiles } from "../../../src/platform/files.ts";
import { backupBytes, manifestOf, pausesOf, SOME_CONTENTS } from "../../support/backup-files.ts";
import { TemporaryDirectory } from "../../support/temporary.ts";

const shelf = new TemporaryDirectory();
afterAll(() => shelf[Symbol.dispose]());
beforeEach(() => {
  for (const name of readdirSync(shelf.path)) rmSync(join(shelf.path, name));
});

/** Makes the backup of a day as the command does, and returns the days whose backups are there then. */
async function make(day: string, keep: number): Promise<string[]> {
  const manifest = manifestOf(SOME_CONTENTS, { createdAt: Date.parse(`${day}T01:30:00Z`) });
  const path = join(shelf.path, datedName("acme", manifest.createdAt));
  writeFileSync(path, await backupBytes(SOME_CONTENTS, manifest));
  removeOlder(shelf.path, { path, manifest, keep }, { files: createFiles(), pauses: pausesOf() });
  return readdirSync(shelf.path)
    .map((name) => name.replace(/.*-(\d{8})T.*/, "$1"))
    .sort();
}

test("the newest stay, whatever the clock said before", async () => {
  for (const day of ["2025-03-01", "2025-03-02", "2025-03-03"]) await make(day, 3);
  expect(await make("2025-03-04", 3)).toEqual(["20250302", "20250303", "20250304"]);
  expect(await make("2099-01-01", 3)).toEqual(["20250303", "20250304", "20990101"]);
  // The clock is right again: the new one is not the oldest.
  expect(await make("2025-03-06", 3)).toEqual(["20250303", "20250304", "20250306"]);
});

test("a clock that is behind costs one backup a day, and not the one that was made", async () => {
  for (const day of ["2025-03-01", "2025-03-02", "2025-03-03"]) await make(day, 3);
  expect(await make("1970-01-01", 3)).toEqual(["19700101", "20250302", "20250303"]);
  expect(await make("2025-03-04", 3)).toEqual(["20250302", "20250303", "20250304"]);
  expect(await make("2025-03-05", 1)).toEqual(["20250305"]);
});

test("one that cannot be removed is named, and so is the one that was made", async () => {
  await make("2025-03-01", 1);
  const manifest = manifestOf(SOME_CONTENTS, { createdAt: Date.parse("2025-03-02T01:30:00Z") });
  const remove = (): never => {
    throw Object.assign(new Error("EACCES"), { code: "EACCES" });
  };
  const path = join(shelf.path, "new");
  const ways = { files: { ...createFiles(), remove }, pauses: pausesOf() };
  expect(() => removeOlder(shelf.path, { path, manifest, keep: 1 }, ways)).toThrow(
    expect.objectContaining({
      code: "backup.older-stay",
      details: expect.objectContaining({ path, reason: "EACCES" }),
    }),
  );
});
