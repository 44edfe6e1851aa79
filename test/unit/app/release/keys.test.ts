import { beforeAll, describe, expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { keyOf, parseKeys, type ReleaseKey, releaseKeys, verifySums } from "../../../../src/app/release/keys.ts";
import { errorOf } from "../../../support/errors.ts";
import { makeReleaseKey, type ReleaseKeyPair, runTool, signSums } from "../../../support/release-key.ts";
import { TemporaryDirectory } from "../../../support/temporary.ts";
import { describeWithTool } from "../../../support/tools.ts";

const SUMS = new TextEncoder().encode(`${"a".repeat(64)}  tidemark-0.1.0-linux-x64\n`);
const LINE = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";

describeWithTool(["openssl", "ssh-keygen"], "keys and signatures of openssl and ssh-keygen", () => {
  let own: ReleaseKeyPair;
  let other: ReleaseKeyPair;
  let signature: Uint8Array;

  beforeAll(() => {
    using place = new TemporaryDirectory();
    own = makeReleaseKey(place.path);
    other = makeReleaseKey(place.path, "other.pem");
    signature = signSums(own, SUMS);
  });

  test("a signature of openssl is accepted, and the key that made it is named", () => {
    const keys = parseKeys(`${other.line}\n${own.line} release of 2026\n`);
    expect(verifySums({ sums: SUMS, signature, keys })).toBe(at(keys, 1));
  });

  test("every changed bit of sums and signature is refused", () => {
    const keys = parseKeys(own.line);
    for (let bit = 0; bit < SUMS.length * 8; bit += 1) {
      const code = errorOf(() => verifySums({ sums: flipped(SUMS, bit), signature, keys })).code;
      expect([bit, code]).toEqual([bit, "release.bad-signature"]);
    }
    for (let bit = 0; bit < signature.length * 8; bit += 1) {
      const code = errorOf(() => verifySums({ sums: SUMS, signature: flipped(signature, bit), keys })).code;
      expect([bit, code]).toEqual([bit, "release.bad-signature"]);
    }
  });

  test.each([0, 63, 65, 128])("a signature of %d bytes is refused", (length) => {
    const bytes = new Uint8Array(length);
    bytes.set(signature.subarray(0, length));
    const keys = parseKeys(own.line);
    expect(errorOf(() => verifySums({ sums: SUMS, signature: bytes, keys })).code).toBe("release.bad-signature");
  });

  test("another key's signature is refused, and the trusted keys are named by their fingerprints", () => {
    const keys = parseKeys(other.line);
    const error = errorOf(() => verifySums({ sums: SUMS, signature, keys }));
    expect(error.code).toBe("release.bad-signature");
    expect(error.message).toContain(at(keys, 0).fingerprint);
  });

  test("a key and its fingerprint are those of ssh-keygen", () => {
    using place = new TemporaryDirectory();
    const file = join(place.path, "id");
    runTool(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "a comment", "-f", file]);
    const key = at(parseKeys(readFileSync(`${file}.pub`, "utf8")), 0);
    const said = new TextDecoder().decode(runTool(["ssh-keygen", "-l", "-f", `${file}.pub`]));
    expect(said).toContain(` ${key.fingerprint} `);
    writeFileSync(`${file}.again`, `${keyOf(key.bytes).line}\n`);
    expect(new TextDecoder().decode(runTool(["ssh-keygen", "-l", "-f", `${file}.again`]))).toContain(key.fingerprint);
  });
});

function at(keys: readonly ReleaseKey[], index: number): ReleaseKey {
  const key = keys[index];
  if (key === undefined) throw new Error(`there is no key ${index}`);
  return key;
}

function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  const copy = bytes.slice();
  copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return copy;
}

test("without a key nothing is trusted", () => {
  const error = errorOf(() => verifySums({ sums: SUMS, signature: new Uint8Array(64), keys: [] }));
  expect(error.code).toBe("release.no-keys");
});

test("a program run from source has no keys", () => expect(releaseKeys()).toEqual([]));

describe("parseKeys", () => {
  test("passes over comments and empty lines", () => {
    expect(parseKeys(`# ours\n\n  ${LINE}  me@host\r\n`).map(({ line }) => line)).toEqual([LINE]);
  });

  test.each([
    ["another type", "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQ=="],
    ["a type that the key is not", LINE.replace("ssh-ed25519", "ssh-ed448")],
    ["a key that was cut off", LINE.slice(0, -4)],
    ["a key with more behind it", `${LINE}AAAA`],
    ["no base64", "ssh-ed25519 not/base64!"],
    ["a type and no key", "ssh-ed25519"],
    ["a private key", "-----BEGIN PRIVATE KEY-----"],
  ])("refuses %s", (_, line) => expect(errorOf(() => parseKeys(line)).code).toBe("release.bad-key"));

  test("says no more of a line than its beginning, for it may be a secret", () => {
    expect(errorOf(() => parseKeys(`x${"y".repeat(100)}`)).message).not.toContain("y".repeat(41));
  });
});
