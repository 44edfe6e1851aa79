import { expect, test } from "bun:test";
import { lstatSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
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

test("what is no file is not replaced by one, whoever insists", () => {
  using place = new TemporaryDirectory();
  const [link, pipe, file] = ["link", "pipe", "file"].map((name) => join(place.path, name)) as [string, string, string];
  writeFileSync(file, "an old backup");
  symlinkSync(file, link);
  Bun.spawnSync(["mkfifo", pipe]);
  const open = (path: string) => openTarget({ file: path, force: true, host: new FakeHost(), files: createFiles() });
  for (const path of [link, pipe])
    expect(() => open(path)).toThrow(expect.objectContaining({ code: "backup.no-plain-file" }));
  open(file).discard();
  expect(lstatSync(pipe).isFIFO()).toBe(true);
});
