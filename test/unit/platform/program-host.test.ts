import { expect, test } from "bun:test";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { createProgramHost } from "../../../src/platform/program-host.ts";
import { TemporaryDirectory } from "../../support/temporary.ts";

const OWNER = 65_534;
const host = createProgramHost();

test("a copy is durable, keeps its rights, and takes no other file's place", () => {
  using place = new TemporaryDirectory();
  const [from, to] = [join(place.path, "from"), join(place.path, "to")];
  writeFileSync(from, "bytes", { mode: 0o600 });
  host.copy(from, to);
  expect([readFileSync(to, "utf8"), statSync(to).mode & 0o777]).toEqual(["bytes", 0o600]);
  expect(() => host.copy(from, to)).toThrow("EEXIST");
  expect(host.freeBytes(place.path)).toBeGreaterThan(0);
});

test("what is gone can be killed", async () => {
  const child = Bun.spawn(["true"]);
  await child.exited;
  expect(() => host.kill(child.pid)).not.toThrow();
});

test.skipIf(process.getuid?.() !== 0)(
  "root works in another account's directory as that account, and no further",
  () => {
    using place = new TemporaryDirectory();
    const [data, secret] = [join(place.path, "data"), join(place.path, "secret")];
    chmodSync(place.path, 0o711);
    mkdirSync(data, { mode: 0o700 });
    mkdirSync(secret, { mode: 0o700 });
    chownSync(data, OWNER, OWNER);
    symlinkSync(secret, join(data, ".upgrade"));
    host.asOwnerOf(data, () => writeFileSync(join(data, "mark"), "x"));
    expect([statSync(join(data, "mark")).uid, statSync(join(data, "mark")).gid]).toEqual([OWNER, OWNER]);
    expect(() => host.asOwnerOf(data, () => writeFileSync(join(data, ".upgrade/mark"), "x"))).toThrow("EACCES");
    expect([existsSync(join(secret, "mark")), process.geteuid?.(), process.getegid?.()]).toEqual([false, 0, 0]);
  },
);
