import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { currentCommit } from "../../build.ts";
import { parseSums, type Target } from "../../src/app/release/contents.ts";
import { type ReleaseKey, verifySums } from "../../src/app/release/keys.ts";
import { installers } from "./installers.ts";
import { licencesText } from "./licences.ts";
import { MEASURED_HEAD, measuredLine, packedSize, requireSmall, startTime } from "./measure.ts";
import { bundledPackages } from "./packages.ts";
import { buildProgram, type ProgramRequest, proveBaseline, writeReleased } from "./program.ts";
import { type Signer, sshSignature } from "./signing.ts";
import { type ListedArtefact, spdxText } from "./spdx.ts";
import { stageSources } from "./stage.ts";

export interface ReleaseRequest {
  readonly root: string;
  /** The release's directory; one that is there is replaced as a whole, at the end. */
  readonly out: string;
  readonly targets: readonly Target[];
  /** null: nothing is signed, which is good for trials only. */
  readonly signer: Signer | null;
  /** Further keys that the programs accept releases of: the one that comes next. */
  readonly trust: readonly ReleaseKey[];
  /** Pack each program to see how large a download is, which takes half a minute each. */
  readonly pack: boolean;
  readonly say: (line: string) => void;
}

/** What somebody else needs to make the same programs, and what they have to be. */
export interface Made extends Omit<ProgramRequest, "work" | "stage"> {
  readonly root: string;
  /** SHA-256 of every file, by name. */
  readonly sums: ReadonlyMap<string, string>;
}

/** Makes a release: programs, installers, licences, list of parts, sums, signatures. @throws Error */
export async function makeRelease(release: ReleaseRequest): Promise<Made> {
  const { root, out, signer } = release;
  const commit = requireCommit(root, signer);
  const keys = trustedKeys(release);
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const work = mkdtempSync(join(tmpdir(), "tidemark-release-"));
  const fresh = `${out}.new`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  const made = { root, version, commit, keys: keys.map(({ line }) => line).join("\n") };
  try {
    const stage = join(work, "stage");
    await stageSources(root, stage);
    const sums = await writeContents(release, { ...made, stage, work }, { directory: fresh, keys });
    signRelease(fresh, sums, signer);
    rmSync(out, { recursive: true, force: true });
    renameSync(fresh, out);
    tellRelease(release, made, keys);
    return { ...made, sums: parseSums(new TextDecoder().decode(sums)) };
  } finally {
    rmSync(work, { recursive: true, force: true });
    rmSync(fresh, { recursive: true, force: true });
  }
}

function tellRelease(
  { out, signer, say }: ReleaseRequest,
  { version, commit }: Pick<ProgramRequest, "version" | "commit">,
  keys: readonly ReleaseKey[],
): void {
  say(`${out}: version ${version}, commit ${commit}`);
  for (const { fingerprint } of keys) say(`trusts ${fingerprint}`);
  say(signer === null ? "NOT SIGNED: no installation accepts it" : `signed by ${signer.key.fingerprint}`);
}

/** A signature vouches for a commit that others can look at. */
function requireCommit(root: string, signer: Signer | null): string {
  const commit = currentCommit(root);
  if (signer !== null && !/^[0-9a-f]+$/.test(commit))
    throw new Error(
      `A release is signed from a commit, and here are changes beside it (${commit}). Commit them first.`,
    );
  return commit;
}

function trustedKeys({ signer, trust }: ReleaseRequest): readonly ReleaseKey[] {
  const all = signer === null ? trust : [signer.key, ...trust];
  return all.filter((key, at) => all.findIndex(({ line }) => line === key.line) === at);
}

interface Place {
  readonly directory: string;
  readonly keys: readonly ReleaseKey[];
}

/** Everything but the signatures. @returns the bytes of SHA256SUMS */
async function writeContents(release: ReleaseRequest, request: ProgramRequest, place: Place): Promise<Uint8Array> {
  const { root } = release;
  const { version, commit } = request;
  const sums: string[] = [];
  const write = (name: string, bytes: Uint8Array | string, mode?: number) => {
    writeReleased(place.directory, name, bytes, mode);
    sums.push(`${digest("sha256", bytes)}  ${name}\n`);
  };
  const artefacts = await writePrograms(release, request, { ...place, write });
  const packages = await bundledPackages(root);
  write(`tidemark-${version}.spdx.json`, spdxText({ version, commit, created: commitTime(root), packages, artefacts }));
  write("LICENCES.txt", licencesText(packages));
  for (const { name, text } of installers(root, place.keys)) write(name, text, 0o755);
  const text = new TextEncoder().encode(sums.join(""));
  writeReleased(place.directory, "SHA256SUMS", text);
  return text;
}

interface Writing extends Place {
  readonly write: (name: string, bytes: Uint8Array | string, mode?: number) => void;
}

/** One program after the other: together they are 0.8 GB. */
async function writePrograms(
  { targets, pack, say }: ReleaseRequest,
  request: ProgramRequest,
  { directory, keys, write }: Writing,
): Promise<readonly ListedArtefact[]> {
  const { version, commit } = request;
  const fingerprints = keys.map(({ fingerprint }) => fingerprint);
  const artefacts: ListedArtefact[] = [];
  say(MEASURED_HEAD);
  for (const target of targets) {
    const program = await buildProgram(request, target);
    const { name, bytes } = program;
    write(name, bytes, 0o755);
    const path = join(directory, name);
    const measured = {
      target,
      bytes: bytes.length,
      packed: pack ? await packedSize(path) : null,
      start: startTime(path, { version, commit, target, keys: fingerprints }),
      baseline: await proveBaseline(request, program),
    };
    say(measuredLine(measured));
    requireSmall(measured);
    artefacts.push({ name, sha1: digest("sha1", bytes), sha256: digest("sha256", bytes) });
  }
  return artefacts;
}

function digest(algorithm: "sha1" | "sha256", bytes: Uint8Array | string): string {
  return new Bun.CryptoHasher(algorithm).update(bytes).digest("hex");
}

function signRelease(directory: string, sums: Uint8Array, signer: Signer | null): void {
  if (signer === null) return;
  const signature = signer.sign(sums);
  verifySums({ sums, signature, keys: [signer.key] });
  writeReleased(directory, "SHA256SUMS.sig", signature);
  writeReleased(directory, "SHA256SUMS.sshsig", sshSignature(signer, sums));
}

/** When the commit was made; SOURCE_DATE_EPOCH (reproducible-builds.org) says it where there is no repository. */
function commitTime(root: string): string {
  const git = Bun.spawnSync(["git", "log", "-1", "--format=%ct"], { cwd: root, stderr: "ignore" });
  const seconds = process.env.SOURCE_DATE_EPOCH ?? (git.success ? git.stdout.toString().trim() : "0");
  return new Date(Number(seconds) * 1000).toISOString().replace(".000Z", "Z");
}
