import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { bundleOptions } from "./bundle.ts";

/** A package of which something is in the program. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** An SPDX expression, as its package.json has it. */
  readonly licence: string;
  /** The text that has to go with it. */
  readonly text: string;
  /** SHA-512 of its archive in hex, from bun.lock; null when the lock file does not know it. */
  readonly sha512: string | null;
}

const PACKAGE = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/;
const LICENCE_FILE = /^(?:licen[cs]e|copying)(?:[.-].*)?$/i;

/**
 * The packages that the bundler really took something from, by name. The bundle is made for that, and thrown away.
 * @throws Error for one without licence text: it could not be passed on
 */
export async function bundledPackages(root: string): Promise<readonly BundledPackage[]> {
  const { metafile } = await Bun.build({ ...bundleOptions(root), target: "bun", metafile: true });
  const inputs = Object.values(metafile?.outputs ?? {}).flatMap(({ inputs }) => Object.keys(inputs));
  const paths = new Set(inputs.map((path) => PACKAGE.exec(path)?.[0]).filter((path) => path !== undefined));
  const lock = readIfThere(join(root, "bun.lock"));
  const packages = [...paths].map((path) => describePackage(resolve(path), lock));
  return packages.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** @param lock the text of bun.lock */
export function describePackage(directory: string, lock: string): BundledPackage {
  const { name, version, license } = JSON.parse(readFileSync(join(directory, "package.json"), "utf8"));
  const file = readdirSync(directory).find((candidate) => LICENCE_FILE.test(candidate));
  if (file === undefined) throw new Error(`${name} ${version} is in the program and has no licence text`);
  if (typeof license !== "string") throw new Error(`${name} ${version} is in the program and names no licence`);
  const text = readFileSync(join(directory, file), "utf8");
  return { name, version, licence: license, text, sha512: lockedSum(lock, `${name}@${version}`) };
}

function lockedSum(lock: string, id: string): string | null {
  const line = lock.split("\n").find((candidate) => candidate.includes(`["${id}"`)) ?? "";
  const base64 = /"sha512-([A-Za-z0-9+/]+=*)"/.exec(line)?.[1];
  return base64 === undefined ? null : Buffer.from(base64, "base64").toString("hex");
}

function readIfThere(path: string): string {
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}
