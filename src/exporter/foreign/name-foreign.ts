import type { ForeignCommits } from "../../domain/adoption.ts";
import { type ErrorDetails, fail, TidemarkError } from "../../domain/errors/tidemark-error.ts";
import { type Oid, parseOid } from "../../domain/ids.ts";
import type { Staging } from "../../domain/ports/staging.ts";
import { ReceivedPack, type ReceivingPorts } from "../received-pack.ts";
import { foreignCommits, tellCommits } from "./foreign-commits.ts";
import { notedForeign, noteForeign } from "./foreign-note.ts";

/** A look is not worth more; the halt is told all the same. */
const MOST_BYTES = 64 * 1024 * 1024;

export type NamingPorts = ReceivingPorts & { readonly staging: Staging };

/**
 * An error that says that main was moved, with the names of the commits that somebody put there; asked for at the remote
 * when they are not here. Best effort: whatever goes wrong, the error is told without them. Other errors pass unchanged.
 */
export async function nameForeign(ports: NamingPorts, error: unknown, signal: AbortSignal): Promise<unknown> {
  const found = foundBy(error, ["remote.main-moved", "remote.foreign-history"]);
  if (found === null) return error;
  const noted = notedForeign(ports.staging, found.head);
  if (noted !== null) return named(found, noted);
  const commits = await lookAt(ports, found.head, signal).catch(() => null);
  if (commits === null) return error;
  return named(found, noteSafely(ports.staging, found.head, commits));
}

/** The same for the local main, whose commits are here. */
export function nameLocal({ repository, staging }: NamingPorts, error: unknown): unknown {
  const found = foundBy(error, ["mirror.main-moved"]);
  if (found === null) return error;
  try {
    const commits = foreignCommits(repository.objects, found.head, staging.lastCommit()?.commit ?? null);
    return named(found, noteSafely(staging, found.head, commits));
  } catch {
    return error;
  }
}

interface Found {
  readonly error: TidemarkError;
  readonly head: Oid;
}

function foundBy(error: unknown, codes: readonly string[]): Found | null {
  if (!(error instanceof TidemarkError) || !codes.includes(error.code)) return null;
  const { found } = error.details;
  return typeof found === "string" && /^[0-9a-f]{40}$/.test(found) ? { error, head: parseOid(found) } : null;
}

function named({ error }: Found, commits: ForeignCommits): TidemarkError {
  const details: ErrorDetails = { ...error.details, commits: tellCommits(commits) };
  return fail(error.code, details, { cause: error });
}

async function lookAt(ports: NamingPorts, head: Oid, signal: AbortSignal): Promise<ForeignCommits> {
  const ours = ports.staging.lastCommit()?.commit ?? ports.repository.head();
  const haves = ours === null ? [] : [ours];
  const received = await ReceivedPack.fetch(ports, { want: head, haves, most: MOST_BYTES }, signal);
  try {
    return foreignCommits(received.objects, head, ours);
  } finally {
    received.discard();
  }
}

/** What cannot be noted is told nevertheless. */
function noteSafely(staging: Staging, head: Oid, commits: ForeignCommits): ForeignCommits {
  try {
    noteForeign(staging, head, commits);
  } catch (error) {
    if (!(error instanceof TidemarkError)) throw error;
  }
  return commits;
}
