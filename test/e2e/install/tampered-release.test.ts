import { expect, test } from "bun:test";
import { readFileSync, rmSync } from "node:fs";
import { FakeRelease } from "../../support/fake-release.ts";
import { InstallPlace, PLAIN_TOOLS } from "../../support/installing.ts";
import { TemporaryDirectory } from "../../support/temporary.ts";
import { describeWithTool } from "../../support/tools.ts";

type Harm = (release: FakeRelease) => void;

/** One bit of a file turned over. */
const flip =
  (name: string, at = 0): Harm =>
  (release) => {
    const bytes = new Uint8Array(readFileSync(release.file(name)));
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    release.write(name, bytes);
  };
const cut =
  (name: string): Harm =>
  (release) =>
    release.write(name, readFileSync(release.file(name)).subarray(0, -1));
const without =
  (...names: readonly string[]): Harm =>
  (release) => {
    for (const name of names) rmSync(release.file(name));
  };
/** What somebody else signed. */
const foreign =
  (name: string): Harm =>
  (release) => {
    using place = new TemporaryDirectory();
    const other = new FakeRelease(place.path);
    other.signSums(release.read("SHA256SUMS"));
    release.write(name, readFileSync(other.file(name)));
  };
const DIGEST = "0".repeat(64);
/** Signed all right, and still not to be followed. */
const signed =
  (change: (sums: string) => string): Harm =>
  (release) =>
    release.signSums(change(release.read("SHA256SUMS")));

const SIGNATURE = /^install\.sh: The signature SHA256SUMS\.(sig|sshsig) is not that of a trusted key/;
const HARMS: readonly [string, Harm, RegExp][] = [
  ["the program", (release) => flip(release.program, 30)(release), /its checksum differs/],
  ["the program's end", (release) => cut(release.program)(release), /its checksum differs/],
  ["a program that is missing", (release) => without(release.program)(release), /cannot be had/],
  ["the sums", flip("SHA256SUMS"), SIGNATURE],
  ["the sums' end", cut("SHA256SUMS"), SIGNATURE],
  ["sums that are missing", without("SHA256SUMS"), /no release beside this script/],
  ["the raw signature", flip("SHA256SUMS.sig", 20), SIGNATURE],
  ["the raw signature's end", cut("SHA256SUMS.sig"), SIGNATURE],
  ["the SSH signature", flip("SHA256SUMS.sshsig", 80), SIGNATURE],
  ["both signatures missing", without("SHA256SUMS.sig", "SHA256SUMS.sshsig"), /has no signature/],
  ["the raw signature of another key", foreign("SHA256SUMS.sig"), SIGNATURE],
  ["the SSH signature of another key", foreign("SHA256SUMS.sshsig"), SIGNATURE],
  [
    "sums without the program",
    (release) => signed((sums) => withoutLine(sums, release.program))(release),
    /has no program for/,
  ],
  ["a program named twice", signed((sums) => sums + sums), /more than one program/],
  ["a file name with a space", signed((sums) => `${sums}${DIGEST}  read me\n`), /no checksum with a plain file name/],
  [
    "a file name with a newline",
    signed((sums) => `${sums}${DIGEST}  read\nme\n`),
    /no checksum with a plain file name/,
  ],
  [
    "a file name with a path",
    signed((sums) => `${sums}${DIGEST}  ../tidemark\n`),
    /no checksum with a plain file name/,
  ],
  ["sums that were signed without their end", signed((sums) => sums.trimEnd()), /was cut off/],
];

function withoutLine(sums: string, name: string): string {
  return sums
    .split("\n")
    .filter((line) => !line.endsWith(`  ${name}`))
    .join("\n");
}

describeWithTool(["openssl", "ssh-keygen"], "install.sh refuses", () => {
  test.each(HARMS)("%s", (_, harm, says) => {
    using place = new InstallPlace();
    harm(place.release);
    const before = place.tree();
    const { code, err } = place.install();
    expect(err).toMatch(says);
    expect([code, place.tree(), place.started()]).toEqual([1, before, []]);
  });

  test.each([
    ["openssl", "sig"],
    ["ssh-keygen", "sshsig"],
  ])("with %s alone what is wrong with .%s, and takes what is right", (tool, ending) => {
    using place = new InstallPlace();
    const path = place.pathOf(...PLAIN_TOOLS, tool);
    expect(place.install(["--dry-run"], { path })).toMatchObject({ err: "", code: 0 });
    flip(`SHA256SUMS.${ending}`, 40)(place.release);
    expect(place.install([], { path })).toMatchObject({ code: 1, err: expect.stringMatching(SIGNATURE) });
  });

  test("where nothing can check a signature, and says what to install", () => {
    using place = new InstallPlace();
    const { code, err } = place.install([], { path: place.pathOf(...PLAIN_TOOLS) });
    expect([code, place.started()]).toEqual([1, []]);
    expect(err).toContain("Install OpenSSL 3 or later");
  });

  test("a program that does not run here, and keeps the one that is there", () => {
    using place = new InstallPlace();
    place.install();
    const before = place.tree();
    place.release.write(place.release.program, "#!/bin/sh\nexit 3\n");
    place.release.sign();
    const { code, err } = place.install();
    expect([code, place.tree()]).toEqual([1, before]);
    expect(err).toContain("does not run on this machine");
  });
});
