import { fail } from "../../domain/errors/tidemark-error.ts";
import type { Files } from "../../domain/ports/files.ts";
import type { ProgramHost } from "../../domain/ports/program-host.ts";
import type { Programs } from "../../domain/ports/programs.ts";
import { artefactName, parseArtefactName, parseSums, type Target } from "../release/contents.ts";
import { type ReleaseKey, verifySums } from "../release/keys.ts";
import type { ProgramId } from "./mark.ts";
import type { ReleaseSource } from "./release-source.ts";

/** A program that a trusted key signed, on this host's disk. */
export interface Candidate {
  readonly path: string;
  readonly id: ProgramId;
  /** Fingerprint of the key that signed it. */
  readonly signer: string;
}

export interface CandidateParts {
  readonly files: Files;
  readonly host: Pick<ProgramHost, "makeExecutable">;
  readonly programs: Pick<Programs, "run">;
  readonly keys: readonly ReleaseKey[];
  readonly target: Target;
}

/** A program that has not answered by then does not. */
const ANSWER_MS = 20_000;

/**
 * Fetches the program for this host out of a release. Nothing of it is believed before the list is known to be signed, nothing is kept
 * whose bytes are not in the list, and it is started, to say what it is, only then: the very bytes that were checked are those that run.
 * @param path where it goes; what is there is replaced
 * @throws release.*, upgrade.cannot-read, upgrade.too-large, upgrade.no-artefact, upgrade.bad-checksum, upgrade.bad-candidate, upgrade.no-exec
 */
export async function fetchCandidate(source: ReleaseSource, path: string, parts: CandidateParts): Promise<Candidate> {
  const { files, host, keys, target } = parts;
  const [sums, signature] = [await source.small("SHA256SUMS"), await source.small("SHA256SUMS.sig")];
  const { fingerprint: signer } = verifySums({ sums, signature, keys });
  const listed = parseSums(new TextDecoder().decode(sums));
  const name = source.file ?? onlyFor(target, [...listed.keys()], source);
  const wanted = listed.get(name);
  if (wanted === undefined) throw noArtefact(source, target, `${name} is not in its SHA256SUMS`);
  const named = parseArtefactName(name);
  if (named?.target !== target) throw noArtefact(source, target, `${name} is not for it`);
  const found = await store(source.pieces(name), path, files);
  if (found !== wanted) {
    files.remove(path);
    throw fail("upgrade.bad-checksum", { name, found, wanted });
  }
  host.makeExecutable(path);
  const id = await introduce({ path, name }, parts);
  if (artefactName({ version: id.version, target }) !== name) throw bad(name, `it says that it is ${id.version}`);
  return { path, id, signer };
}

function onlyFor(target: Target, names: readonly string[], source: ReleaseSource): string {
  const fitting = names.filter((name) => parseArtefactName(name)?.target === target);
  const [only] = fitting;
  if (only === undefined) throw noArtefact(source, target, "none of its files is for it");
  if (fitting.length > 1) throw noArtefact(source, target, `it has ${fitting.join(" and ")}, and one has to be named`);
  return only;
}

function noArtefact(source: ReleaseSource, target: Target, reason: string) {
  return fail("upgrade.no-artefact", { source: source.name, target, reason });
}

/** Returns the SHA-256 of what was written. */
async function store(pieces: AsyncIterable<Uint8Array>, path: string, files: Files): Promise<string> {
  files.remove(path);
  const file = files.create(path);
  const hash = new Bun.CryptoHasher("sha256");
  try {
    for await (const piece of pieces) {
      hash.update(piece);
      file.write(piece);
    }
    file.sync();
  } finally {
    file.close();
  }
  return hash.digest("hex");
}

/** Asks the program what it is. */
async function introduce(
  { path, name }: { readonly path: string; readonly name: string },
  { programs, target }: CandidateParts,
): Promise<ProgramId> {
  const started = programs.run([path, "version", "--json"], { timeoutMs: ANSWER_MS });
  const { code, out, err } = await started.catch((cause: unknown) => {
    const isRefused = cause instanceof Error && "code" in cause && cause.code === "EACCES";
    if (isRefused) throw fail("upgrade.no-exec", { directory: path.replace(/[\\/][^\\/]*$/, "") }, { cause });
    throw bad(name, `it cannot be started: ${cause instanceof Error ? cause.message : String(cause)}`);
  });
  if (code !== 0)
    throw bad(name, `asked for its version, it ends with ${code ?? "a signal"}${err && `: ${err.trim()}`}`);
  const said = parsed(out);
  const { version, commit, schema } = said;
  if (typeof version !== "string" || typeof commit !== "string" || typeof schema !== "number") {
    throw bad(name, "it does not say its version, commit and schema");
  }
  if (said.target !== target) throw bad(name, `it says that it was built for ${String(said.target)}`);
  return { version, commit, schema };
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}

function bad(name: string, reason: string) {
  return fail("upgrade.bad-candidate", { name, reason });
}
