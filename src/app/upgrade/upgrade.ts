import { asTidemarkError, fail, TidemarkError } from "../../domain/errors/tidemark-error.ts";
import { acquireLock, type Lock } from "../../staging/lock.ts";
import { type Candidate, fetchCandidate } from "./candidate.ts";
import { Exchange } from "./exchange.ts";
import { programPaths } from "./journal.ts";
import type { UpgradeParts } from "./parts.ts";
import { checkData, requireSpace, tryOnCopies } from "./preflight.ts";
import { releaseSource } from "./release-source.ts";

export interface UpgradeRequest {
  /** A program's file, a directory, or the URL of one. */
  readonly source: string;
  /** Also for the version that is installed. */
  readonly force: boolean;
  /** Says what would happen. */
  readonly checkOnly: boolean;
  /** Where a mere check keeps the candidate. */
  readonly makeScratch: () => string;
}

export interface Upgraded {
  /** `same`: that version is installed already. `possible`: a mere check found nothing against it. */
  readonly outcome: "upgraded" | "same" | "possible";
  readonly from: string;
  readonly to: string;
  /** Instances whose service proved it. */
  readonly instances: readonly string[];
  /** Their data are migrated, from the first schema to the second; null: no migration lies between. */
  readonly migrates: readonly [from: number, to: number] | null;
}

/** Twice the program: the candidate and the former one beside it. */
const PROGRAMS = 2;

/**
 * Exchanges the installed program for another version, all instances or none.
 * @throws upgrade.*, release.*, data.*
 */
export async function upgrade(request: UpgradeRequest, parts: UpgradeParts): Promise<Upgraded> {
  if (request.checkOnly) {
    const scratch = request.makeScratch();
    try {
      return await prepare(request, `${scratch}/next`, parts);
    } finally {
      parts.host.removeTree(scratch);
    }
  }
  return await locked(parts, async () => {
    // The program that runs this may be the one that goes back.
    const self = (await new Exchange(parts).recover()) ?? parts.self;
    const now = { ...parts, self };
    requireSpace(programPaths(parts.program).workshop, parts.files.size(parts.program) * PROGRAMS, parts);
    return await prepare(request, programPaths(parts.program).next, now, new Exchange(now));
  });
}

/** Finishes or takes back an upgrade whose process ended in the middle. */
export async function recoverUpgrade(parts: UpgradeParts): Promise<void> {
  await locked(parts, async () => void (await new Exchange(parts).recover()));
}

/** Before a service is started. While somebody upgrades, nothing is to do. */
export async function settleProgram(parts: UpgradeParts): Promise<void> {
  const { journal } = programPaths(parts.program);
  if (!parts.files.exists(journal)) return;
  try {
    await locked(parts, async () => new Exchange(parts).settleProgram());
  } catch (reason) {
    if (asTidemarkError(reason).code !== "upgrade.locked") throw reason;
  }
}

/** Goes back to the former program, and to the data as they were if nothing was committed since. */
export async function takeBackUpgrade(parts: UpgradeParts): Promise<{ readonly from: string; readonly to: string }> {
  return await locked(parts, async () => {
    const exchange = new Exchange(parts);
    await exchange.recover();
    const { from, to } = await exchange.takeBack();
    return { from: to.version, to: from.version };
  });
}

async function prepare(
  { source, force }: UpgradeRequest,
  path: string,
  parts: UpgradeParts,
  exchange?: Exchange,
): Promise<Upgraded> {
  const { self, target, files, tell } = parts;
  if (target === null) throw fail("upgrade.no-artefact", { source, target: "unknown", reason: "none is built for it" });
  try {
    const candidate = await fetchCandidate(releaseSource(source, parts), path, { ...parts, target });
    tell({ type: "verified", version: candidate.id.version, commit: candidate.id.commit, signer: candidate.signer });
    const told = toldOf(candidate, parts);
    if (isInstalled(candidate, parts) && !force) return { ...told, outcome: "same" };
    checkData(candidate, parts);
    await tryOnCopies(candidate, parts);
    if (exchange === undefined) return { ...told, outcome: "possible" };
    await exchange.run(candidate);
    return { ...told, outcome: "upgraded", from: self.version };
  } finally {
    files.remove(path);
  }
}

function isInstalled({ id }: Candidate, { self }: UpgradeParts): boolean {
  return id.version === self.version && id.commit === self.commit;
}

function toldOf({ id }: Candidate, { self, instances }: UpgradeParts): Omit<Upgraded, "outcome"> {
  const migrates = id.schema > self.schema ? ([self.schema, id.schema] as const) : null;
  return { from: self.version, to: id.version, instances: instances.map(({ name }) => name), migrates };
}

async function locked<T>(parts: UpgradeParts, work: () => Promise<T>): Promise<T> {
  const lock = takeLock(parts);
  try {
    return await work();
  } finally {
    lock.release();
  }
}

function takeLock({ files, program, pid, clock }: UpgradeParts): Lock {
  if (!files.exists(program)) throw fail("upgrade.no-program", { program });
  const { workshop, lock } = programPaths(program);
  try {
    files.makeDirectory(workshop);
    files.makePrivate(workshop);
    return acquireLock({ path: lock, holder: { pid, host: "this host", startedAt: clock.now() } });
  } catch (cause) {
    const error = asTidemarkError(cause);
    if (error.code === "data.locked") throw fail("upgrade.locked", { holder: String(error.details.holder) }, { cause });
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
    const isClosed = code === "data.read-only" || code === "EACCES" || code === "EPERM" || code === "EROFS";
    if (isClosed) throw fail("upgrade.not-allowed", { directory: workshop }, { cause });
    throw cause instanceof TidemarkError ? cause : error;
  }
}
