import { expect, test } from "bun:test";
import { readdirSync } from "node:fs";
import { openTarget } from "../../../src/app/backup/target.ts";
import { createFiles } from "../../../src/platform/files.ts";
import { FakeHost } from "../../support/fake-host.ts";
import { TemporaryDirectory } from "../../support/temporary.ts";

test("a disk that keeps no rights of accounts is told from one that cannot be written, and nothing stays there", () => {
  using stick = new TemporaryDirectory();
  const files = {
    ...createFiles(),
    makePrivate(): never {
      throw Object.assign(new Error("EPERM: operation not permitted, chmod"), { code: "EPERM" });
    },
  };
  const target = openTarget({ file: stick.path, force: false, host: new FakeHost(), files });
  const refused = expect.objectContaining({ code: "backup.not-private" });
  expect(() => target.copyPath()).toThrow(refused);
  expect(() => target.begin("b.tar.zst")).toThrow(refused);
  target.discard();
  expect(readdirSync(stick.path)).toEqual([]);
});
