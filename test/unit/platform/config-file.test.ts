import { afterEach, beforeEach, expect, test } from "bun:test";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readConfigFile } from "../../../src/platform/config-file.ts";

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "tidemark-config-"));
});
afterEach(() => rmSync(root, { recursive: true }));

test.each([
  [0o600, false],
  [0o640, false],
  [0o644, true],
  [0o604, true],
])("a file of mode %o is open to others: %p", (mode, open) => {
  const file = join(root, "tidemark.toml");
  writeFileSync(file, "x");
  chmodSync(file, mode);
  expect(readConfigFile(file)).toEqual({ bytes: Buffer.from("x"), openToOthers: open });
});

test("a missing file is null, a directory is an error", () => {
  expect(readConfigFile(join(root, "none"))).toBeNull();
  expect(() => readConfigFile(root)).toThrow("EISDIR");
});
