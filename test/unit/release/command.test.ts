import { expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { TemporaryDirectory } from "../../support/temporary.ts";

const BUILD = resolve(import.meta.dir, "../../../build.ts");

/** `bun build.ts` as a process of its own. */
function build(...words: string[]) {
  const { exitCode, stdout, stderr } = Bun.spawnSync([process.execPath, BUILD, ...words], { stderr: "pipe" });
  return { code: exitCode, out: stdout.toString(), err: stderr.toString() };
}

test.each([
  [["--release", "--sign", "/nonexistent/key.pem"], "There is no key file /nonexistent/key.pem."],
  [["--release", "--trust", "/nonexistent/key.pub"], "There is no public key file /nonexistent/key.pub."],
  [["--release", "--target", "vax"], "--target vax is none of linux-x64"],
])("%j ends with 2, and one line that says why", (words, said) => {
  const { code, err } = build(...words);
  expect(code).toBe(2);
  expect(err).toStartWith(said);
  expect(err.trim().split("\n")).toHaveLength(1);
});

test("keygen makes a pair, says its fingerprint, and no second one in its place", () => {
  using place = new TemporaryDirectory();
  const file = join(place.path, "key.pem");
  const { code, out } = build("keygen", file);
  expect([code, out]).toEqual([0, expect.stringMatching(/key\.pem\.pub: the public key, SHA256:[\w+/]{43}\n$/)]);
  expect(out).not.toContain("PRIVATE KEY-----");
  expect(existsSync(`${file}.pub`)).toBeTrue();
  expect(build("keygen", file)).toMatchObject({ code: 2, err: expect.stringContaining("exists") });
});
