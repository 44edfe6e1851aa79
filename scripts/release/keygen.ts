import { generateKeyPairSync } from "node:crypto";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { keyOf, type ReleaseKey } from "../../src/app/release/keys.ts";

/**
 * Makes a key for signing releases: PKCS8 in PEM, for the owner's eyes only, and FILE.pub beside it. Nothing is overwritten:
 * a key that is gone takes every program that trusts it with it.
 * @throws Error when one of the files exists or cannot be written
 */
export function generateKey(file: string): ReleaseKey {
  for (const path of [file, `${file}.pub`]) {
    if (existsSync(path)) throw new Error(`${path} exists: a key is never overwritten. Name another file.`);
  }
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const key = keyOf(publicKey.export({ type: "spki", format: "der" }).subarray(-32));
  writeFileSync(file, privateKey.export({ type: "pkcs8", format: "pem" }), { mode: 0o600, flag: "wx" });
  writeFileSync(`${file}.pub`, `${key.line} tidemark releases\n`, { flag: "wx" });
  return key;
}
