import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { buildBinary } from "../../build.ts";
import { artefactName, hostTarget, type Target } from "../../src/app/release/contents.ts";
import { currentMachine } from "../../src/platform/machine.ts";
import { MIGRATIONS } from "../../src/staging/migrations.ts";
import { type ReleaseKeyPair, signSums } from "./release-key.ts";

const ROOT = resolve(import.meta.dir, "../..");

export const TARGET = hostTarget(currentMachine()) as Target;
export const SCHEMA = MIGRATIONS.length;

/** What a later version does to the data: it fails on those that hold the setting `refuse`. */
const MIGRATION = `
  CREATE TABLE later (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL CHECK (value <> 'refuse')) STRICT;
  INSERT INTO later SELECT name, value FROM setting;`;

/** Builds a later version of the program out of a copy of the sources, with a migration more. */
export async function buildLater(place: string, version: string): Promise<string> {
  const root = join(place, `source-${version}`);
  mkdirSync(root, { recursive: true });
  for (const name of ["src", "anonymizer", "docs", "package.json", "tsconfig.json", "build.ts", "CHANGELOG.md"]) {
    cpSync(join(ROOT, name), join(root, name), { recursive: true });
  }
  symlinkSync(join(ROOT, "node_modules"), join(root, "node_modules"));
  replace(join(root, "package.json"), /"version": "[^"]+"/, `"version": "${version}"`);
  const migrations = join(root, "src/staging/migrations.ts");
  replace(
    migrations,
    /^\];/m,
    `  { version: ${SCHEMA + 1}, oldest: ${SCHEMA + 1}, sql: ${JSON.stringify(MIGRATION)} },\n];`,
  );
  const outfile = join(place, `tidemark-${version}`);
  await buildBinary({ root, outfile, commit: `later-${version}` });
  return outfile;
}

function replace(path: string, what: RegExp, by: string): void {
  const before = readFileSync(path, "utf8");
  const after = before.replace(what, () => by);
  if (after === before) throw new Error(`${path} has no ${what}`);
  writeFileSync(path, after);
}

/** A signed release directory with one program in it. */
export function makeRelease(
  directory: string,
  key: ReleaseKeyPair,
  program: { version: string; bytes: Uint8Array; target?: Target },
) {
  const { version, bytes, target = TARGET } = program;
  mkdirSync(directory, { recursive: true });
  const name = artefactName({ version, target });
  const sums = `${new Bun.CryptoHasher("sha256").update(bytes).digest("hex")}  ${name}\n`;
  writeFileSync(join(directory, name), bytes);
  writeFileSync(join(directory, "SHA256SUMS"), sums);
  writeFileSync(join(directory, "SHA256SUMS.sig"), signSums(key, new TextEncoder().encode(sums)));
  return { directory, name, artefact: join(directory, name) };
}

/** A program that says it is a version and does something else when the service is started. */
export function scriptCandidate({
  version = "0.9.0",
  commit = "script",
  schema = SCHEMA + 1,
  target = TARGET as string,
  run = "exit 3",
} = {}): Uint8Array {
  const told = JSON.stringify({ version, commit, bun: Bun.version, target, schema, keys: [] });
  return new TextEncoder().encode(
    `#!/bin/sh\ncase "$1" in version) echo '${told}' ;; run) ${run} ;; *) exit 0 ;; esac\n`,
  );
}
