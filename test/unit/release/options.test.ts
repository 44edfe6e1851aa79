import { describe, expect, test } from "bun:test";
import { readBuildWords } from "../../../scripts/release/options.ts";
import { TARGETS } from "../../../src/app/release/contents.ts";

const ALL = { kind: "release", targets: [...TARGETS], sign: null, trust: [], out: null, pack: true, again: false };

describe("bun build.ts", () => {
  test.each([
    [[], { kind: "host" }],
    [["--help"], { kind: "help" }],
    [["keygen", "k.pem"], { kind: "keygen", file: "k.pem" }],
    [["--release"], ALL],
    [
      ["--release", "--target", "linux-x64", "--target", "windows-x64"],
      { ...ALL, targets: ["linux-x64", "windows-x64"] },
    ],
    [
      ["--release", "--sign", "k.pem", "--trust", "a.pub", "--trust", "b.pub"],
      { ...ALL, sign: "k.pem", trust: ["a.pub", "b.pub"] },
    ],
    [["--release", "--out", "r", "--no-pack", "--verify-reproducible"], { ...ALL, out: "r", pack: false, again: true }],
  ])("understands %j", (words, request) => expect(readBuildWords(words)).toEqual(request as never));

  test.each([
    [["keygen"], "one file"],
    [["keygen", "a", "b"], "one file"],
    [["release"], "release is not understood"],
    [["--sign", "k.pem"], "--sign belongs to --release"],
    [["--release", "--target", "linux-mips"], "linux-mips is none of linux-x64"],
    [["--release", "--frobnicate"], "--frobnicate"],
  ])("refuses %j", (words, said) => expect(() => readBuildWords(words)).toThrow(said));
});
