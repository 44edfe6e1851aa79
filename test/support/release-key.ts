import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** A key for signing releases, made by openssl in a directory of the test's. */
export interface ReleaseKeyPair {
  /** The private key, PEM. */
  readonly file: string;
  /** The public key as `ssh-keygen -y` prints it. */
  readonly line: string;
}

/** Runs a program to its end. @returns what it printed @throws with what it said when it fails */
export function runTool(words: readonly string[], input?: Uint8Array): Uint8Array {
  const { success, stdout, stderr } = Bun.spawnSync([...words], { stdin: input ?? "ignore", stderr: "pipe" });
  if (!success) throw new Error(`${words.join(" ")}: ${stderr.toString()}`);
  return stdout;
}

export function makeReleaseKey(directory: string, name = "release.pem"): ReleaseKeyPair {
  const file = join(directory, name);
  runTool(["openssl", "genpkey", "-algorithm", "ed25519", "-out", file]);
  const der = runTool(["openssl", "pkey", "-in", file, "-pubout", "-outform", "DER"]);
  const blob = Buffer.concat([Buffer.from("AAAAC3NzaC1lZDI1NTE5AAAAI", "base64").subarray(0, 18), Buffer.from([32])]);
  return { file, line: `ssh-ed25519 ${Buffer.concat([blob, der.subarray(-32)]).toString("base64")}` };
}

/** The signature that belongs beside SHA256SUMS, made by openssl: 64 bytes. */
export function signSums({ file }: ReleaseKeyPair, sums: Uint8Array): Uint8Array {
  const input = `${file}.message`;
  writeFileSync(input, sums);
  return runTool(["openssl", "pkeyutl", "-sign", "-inkey", file, "-rawin", "-in", input]);
}
