import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { describeProgram, headerFault } from "../../../scripts/release/headers.ts";
import { signatureFault, signMach } from "../../../scripts/release/mach-signature.ts";
import { hostTarget, TARGETS } from "../../../src/app/release/contents.ts";
import { currentMachine } from "../../../src/platform/machine.ts";
import { elfProgram, machProgram, peProgram } from "../../support/foreign-programs.ts";

const X64_GLIBC = "/lib64/ld-linux-x86-64.so.2";

describe("headers", () => {
  test("this machine's own Bun is what this machine runs, and what no other one does", () => {
    const target = hostTarget(currentMachine());
    const bun = readFileSync(process.execPath);
    expect(TARGETS.filter((candidate) => headerFault(candidate, bun) === null)).toEqual(
      target === null ? [] : [target],
    );
  });

  test.each([
    ["linux-x64", elfProgram(0x3e, X64_GLIBC)],
    ["linux-x64-musl", elfProgram(0x3e, "/lib/ld-musl-x86_64.so.1")],
    ["linux-arm64", elfProgram(0xb7, "/lib/ld-linux-aarch64.so.1")],
    ["linux-arm64-musl", elfProgram(0xb7, "/lib/ld-musl-aarch64.so.1")],
    ["darwin-x64", signMach(machProgram(0x01000007))],
    ["darwin-arm64", signMach(machProgram(0x0100000c))],
    ["windows-x64", peProgram(0x8664, 3)],
  ] as const)("a program for %s is taken for that and nothing else", (target, program) => {
    expect(TARGETS.filter((candidate) => headerFault(candidate, program) === null)).toEqual([target]);
  });

  test.each([
    ["another processor", elfProgram(0x28, X64_GLIBC), "ELF of another machine /lib64/ld-linux-x86-64.so.2"],
    ["no interpreter", elfProgram(0x3e, null), "ELF x64 without an interpreter"],
    ["32 bits", Buffer.from(elfProgram(0x3e, X64_GLIBC)).fill(1, 4, 5), "ELF, but not of 64 bits and little endian"],
    ["a window", peProgram(0x8664, 2), "PE x64 without a console"],
    ["DOS", Buffer.from(peProgram(0x8664, 3)).fill(0, 0x80, 0x84), "an old program for DOS"],
    ["a script", Buffer.from("#!/bin/sh\nexit 0\n"), "no program"],
    ["a cut off program", elfProgram(0x3e, X64_GLIBC).subarray(0, 100), "a program that was cut off"],
    ["nothing", new Uint8Array(), "a program that was cut off"],
  ])("%s is said", (_, program, said) => {
    expect(describeProgram(program)).toBe(said);
    expect(headerFault("linux-x64", program)).toContain(said);
  });
});

describe("signatures of programs for macOS", () => {
  const signed = signMach(machProgram(0x01000007));

  test("one without a signature over it is signed, and the rest of it stays as it is", () => {
    const program = machProgram(0x01000007);
    expect(signatureFault(program)).toBe("with a signature over something else");
    expect(signatureFault(signed)).toBeNull();
    const code = program.findIndex((byte) => byte === 0xcc);
    expect(signed.subarray(code, code + 9_000)).toEqual(program.subarray(code, code + 9_000));
    expect(signMach(signed)).toEqual(signed);
  });

  test("a changed byte on any page is found", () => {
    for (let at = 4_096; at < 13_000; at += 997) {
      const changed = signed.slice();
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(signatureFault(changed)).toBe("with a signature over other bytes");
    }
  });

  test("a program without room for a signature is refused", () => {
    expect(signatureFault(machProgram(0x01000007, { roomForSignature: false }))).toBe("without a signature");
    expect(() => signMach(machProgram(0x01000007, { roomForSignature: false }))).toThrow("without room");
  });
});
