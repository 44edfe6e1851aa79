import { fail } from "../domain/errors/tidemark-error.ts";
import type { Oid } from "../domain/ids.ts";
import { during } from "../domain/log-fields.ts";
import type { Clock } from "../domain/ports/clock.ts";
import type { Files } from "../domain/ports/files.ts";
import type { Log } from "../domain/ports/log.ts";
import type { Source } from "../domain/ports/source.ts";
import type { Staging } from "../domain/ports/staging.ts";
import type { StagingView } from "../domain/ports/staging-view.ts";
import { readBlob, readHead } from "../exporter/past.ts";
import type { CheckRequest, CheckSettings } from "../sync/check/context.ts";
import { type CheckResult, runCheck } from "../sync/check/run-check.ts";
import type { DataDirectory } from "./data-directory.ts";
import type { HttpMeter } from "./http-meter.ts";

export interface CheckParts {
  readonly source: Source;
  readonly staging: StagingView;
  /** The local repository and the path that errors name. */
  readonly directory: DataDirectory;
  readonly settings: CheckSettings;
  readonly files: Files;
  readonly clock: Clock;
  readonly log: Log;
  /** Counts what goes to MoneyWorks; nothing else does meanwhile. */
  readonly meter: HttpMeter;
}

export interface CheckWithResult {
  /** With the number of HTTP requests that were sent, and the bytes of their answers. */
  readonly summary: CheckResult["summary"] & { readonly requests: number; readonly bytes: number };
  readonly error: CheckResult["error"];
}

/**
 * Compares MoneyWorks with what main holds and writes nothing: no file, no row of the history, no request to the remote. On an open
 * appliance no run may be under way.
 * @throws data.nothing-yet, mirror.main-moved, mirror.gone, data.*: there is nothing that can be compared with
 */
export async function checkWith(parts: CheckParts, request: CheckRequest): Promise<CheckWithResult> {
  const { source, staging, directory, settings, files, clock, log, meter } = parts;
  if (staging.read(isEmpty)) throw fail("data.nothing-yet", { path: directory.path });
  await requireMain(parts, request.signal);
  const before = meter.totals();
  const blob = (oid: Oid) => readBlob(files, directory.repository, oid);
  const check = () => runCheck({ source, staging, blob, clock, log }, settings, request);
  const { summary, error } = await during(log, { run: request.run }, check);
  const { requests, bytes } = meter.totals();
  return { summary: { ...summary, requests: requests - before.requests, bytes: bytes - before.bytes }, error };
}

/** The staging file that this process holds, for one who only looks. */
export function openView(staging: Staging): StagingView {
  return { read: (look) => look(staging), close: () => {} };
}

function isEmpty(staging: Staging): boolean {
  return staging.lastCommit() === null && staging.markers().length === 0;
}

/** A service may be in the middle of a commit: its end is waited for so often, ms apart. */
const LOOKS = 10;
const PAUSE_MS = 200;

/** What staging holds for main says nothing when main is elsewhere. @throws mirror.main-moved, mirror.gone, data.unreadable */
async function requireMain({ directory, files, clock, staging }: CheckParts, signal: AbortSignal): Promise<void> {
  let expected: Oid | null = null;
  let found: Oid | null = null;
  for (let look = 1; look <= LOOKS; look++) {
    const known = staging.read(knownHeads);
    found = readHead(files, directory.repository);
    if (known.includes(found)) return;
    [expected = null] = known;
    if (look < LOOKS) await clock.sleep(PAUSE_MS, signal);
  }
  const ends = { expected: expected ?? "no commit", found: found ?? "no commit" };
  throw fail("mirror.main-moved", { ref: "main", ...ends, commits: "" });
}

/** Where main may be: the newest commit that is finished (null: there is none), and one that is being made. */
function knownHeads(staging: Staging): readonly (Oid | null)[] {
  const prepared = staging.preparedCommit();
  return [staging.lastCommit()?.commit ?? null, ...(prepared === null ? [] : [prepared.commit])];
}
