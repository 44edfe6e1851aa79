import { describe, expect, test } from "bun:test";
import { chmodSync, chownSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { openStaging } from "../../../../src/staging/staging.ts";
import { TemporaryDirectory } from "../../../support/temporary.ts";

const ROOT = resolve(import.meta.dir, "../../../..");
const ACCOUNT = 12345;

describe.if(process.getuid?.() === 0)("a copy that root tries a new version on", () => {
  test("is opened with no more rights than the account has that could have laid links there", () => {
    using temporary = new TemporaryDirectory();
    chmodSync(temporary.path, 0o755);
    const copy = join(temporary.path, "copy");
    const file = join(copy, "staging.sqlite");
    mkdirSync(copy);
    openStaging({ path: file }).close();
    const attempt = () => {
      const words = [process.execPath, join(ROOT, "src/main.ts"), "upgrade", "--try", copy, "--json"];
      return Bun.spawnSync(words, { stderr: "pipe" }).exitCode;
    };
    chownSync(copy, ACCOUNT, ACCOUNT);
    chmodSync(file, 0o600);
    expect(attempt()).toBe(2);
    chownSync(file, ACCOUNT, ACCOUNT);
    expect(attempt()).toBe(0);
  });
});
