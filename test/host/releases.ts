import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { makeReleaseKey, type ReleaseKeyPair } from "../support/release-key.ts";
import { buildLater, makeRelease, scriptCandidate } from "../support/releases.ts";

const ROOT = resolve(import.meta.dir, "../..");

export interface Releases {
  readonly version: string;
  /** Directories of the release itself, of a later one that works, and of one whose program dies as a service. */
  readonly first: string;
  readonly later: string;
  readonly broken: string;
  /** A public key file. */
  readonly key: string;
}

export const LATER = "0.2.0";
export const BROKEN = "0.3.0";

/** A release as it is made for people, signed with a key of this campaign, and two that follow it. */
export async function makeReleases(work: string): Promise<Releases> {
  const key = makeReleaseKey(work);
  const first = join(work, "first");
  const words = ["build.ts", "--release", "--target", "linux-x64", "--sign", key.file, "--out", first, "--no-pack"];
  const built = Bun.spawnSync([process.execPath, ...words], { cwd: ROOT, stderr: "inherit" });
  if (!built.success) throw new Error(`the release cannot be built:\n${built.stdout.toString()}`);
  const later = release(work, key, { version: LATER, bytes: readFileSync(await buildLater(work, LATER)) });
  const broken = release(work, key, { version: BROKEN, bytes: scriptCandidate({ version: BROKEN }) });
  const keyFile = join(work, "release.pub");
  await Bun.write(keyFile, `${key.line}\n`);
  const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  return { version, first, later, broken, key: keyFile };
}

function release(work: string, key: ReleaseKeyPair, program: { version: string; bytes: Uint8Array }): string {
  return makeRelease(join(work, program.version), key, program).directory;
}
