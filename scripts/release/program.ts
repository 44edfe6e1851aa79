import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Baseline } from "../../build.ts";
import { artefactName, type Target } from "../../src/app/release/contents.ts";
import { headerFault } from "./headers.ts";
import { isMach, signatureFault, signMach } from "./mach-signature.ts";

export interface ProgramRequest {
  /** A copy of the sources, made by stage.ts. */
  readonly stage: string;
  /** For what comes and goes while building. */
  readonly work: string;
  readonly version: string;
  readonly commit: string;
  /** Lines of keys that the programs trust. */
  readonly keys: string;
}

export interface BuiltProgram {
  readonly name: string;
  readonly target: Target;
  readonly bytes: Uint8Array;
}

/** Bun's name for what a program runs on that has no AVX2, where Bun offers one. */
const BASELINES: Partial<Readonly<Record<Target, Baseline>>> = {
  "linux-x64": "linux-x64-baseline",
  "linux-x64-musl": "linux-x64-baseline-musl",
  "darwin-x64": "darwin-x64-baseline",
  "windows-x64": "windows-x64-baseline",
};

/** One program, whole: compiled, signed where its system asks for that, its header looked at. @throws Error */
export async function buildProgram(request: ProgramRequest, target: Target): Promise<BuiltProgram> {
  const name = artefactName({ version: request.version, target });
  const built = await compile(request, target);
  const bytes = isMach(built) && signatureFault(built) !== null ? signMach(built) : built;
  const fault = headerFault(target, bytes);
  if (fault !== null) throw new Error(`${name} ${fault}`);
  return { name, target, bytes };
}

/**
 * Whether the program for x64 needs no AVX2, because Bun's runtime for old processors is the same file. null: not a question there.
 * @throws Error when it is another one: then a release needs one more program
 */
export async function proveBaseline(
  request: ProgramRequest,
  { name, target, bytes }: BuiltProgram,
): Promise<true | null> {
  const baseline = BASELINES[target];
  if (baseline === undefined) return null;
  const built = await compile(request, baseline);
  const signed = isMach(built) && signatureFault(built) !== null ? signMach(built) : built;
  if (Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).equals(signed)) return true;
  throw new Error(
    `${name} and what Bun makes for ${baseline} differ: processors without AVX2 need a program of their own`,
  );
}

/** Always under the same file name, which is in the bytes. */
async function compile({ stage, work, commit, keys }: ProgramRequest, target: Target | Baseline): Promise<Uint8Array> {
  const directory = join(work, target);
  mkdirSync(directory, { recursive: true });
  const outfile = join(directory, target.startsWith("windows") ? "tidemark.exe" : "tidemark");
  const child = join(import.meta.dir, "compile-child.ts");
  const request = JSON.stringify({ outfile, commit, target, keys });
  const done = Bun.spawnSync([process.execPath, child, request], { cwd: stage, stdout: "ignore" });
  if (!done.success) throw new Error(`${target} does not build:\n${done.stderr.toString()}`);
  return readFileSync(outfile);
}

/** Writes a file of a release. @param mode 0o755 for what is started */
export function writeReleased(directory: string, name: string, bytes: Uint8Array | string, mode = 0o644): void {
  writeFileSync(join(directory, name), bytes, { mode });
}
