import type { Config } from "../config/load.ts";
import { fail, TidemarkError } from "../domain/errors/tidemark-error.ts";
import type { Oid } from "../domain/ids.ts";
import type { Files } from "../domain/ports/files.ts";
import type { StagingAudit } from "../domain/ports/staging-audit.ts";
import { type AreaReport, reasonOf } from "../domain/verification.ts";
import { parseRemoteUrl } from "../exporter/remote/remote-url.ts";
import { lookWith } from "../exporter/verify/look.ts";
import { takeSnapshot } from "../exporter/verify/snapshot.ts";
import { type RepositoryPlace, readMain } from "../exporter/verify/verify-repository.ts";
import { verifyStaging } from "../exporter/verify/verify-staging.ts";
import { type OpenAudit, openStagingAudit } from "../staging/audit.ts";
import { chooseTables } from "../sync/tables.ts";
import { compareStamps, tellDifferences } from "../sync/verify-stamps.ts";
import { dataDirectory } from "./data-directory.ts";
import { sourceOf, type Ways } from "./parts.ts";
import { HeldReport } from "./verify-report.ts";

/** Times that staging is looked at anew because a service began to write while it was looked at. */
const MOST_LOOKS = 4;

export interface Place extends RepositoryPlace {
  /** The staging file. */
  readonly staging: string;
}

export interface AreaScene {
  readonly config: Config;
  readonly ways: Ways;
  readonly signal: AbortSignal;
  readonly report: AreaReport;
}

/** What the data directory holds; the branch is what the remote's address names, else what the repository's HEAD does. */
export function placeOf(config: Config, files: Files): Place {
  const { staging, repository: root } = dataDirectory(config.values.data);
  const url = config.values["remote.url"];
  const head = new TextDecoder().decode(files.readIfPresent(`${root}/HEAD`) ?? new Uint8Array());
  const [, named = "refs/heads/main"] = /^ref: (\S+)/.exec(head) ?? [];
  return { staging, root, ref: url === null ? named : `refs/heads/${parseRemoteUrl(url).branch}` };
}

/** Returns where staging left the remote's main; null when that is not known. */
export async function verifyStagingFile(place: Place, scene: AreaScene): Promise<Oid | null> {
  const { ways, signal, report } = scene;
  if (!ways.files.exists(place.staging)) {
    report.found("no-staging", place.staging, "There is no staging file; the next run fills it from git.");
    return null;
  }
  for (let looks = 1; looks <= MOST_LOOKS; looks++) {
    const held = new HeldReport(report);
    const look = await lookOnce(place, { ...scene, report: held });
    if (look.isSpoilt && looks < MOST_LOOKS) continue;
    held.release();
    return look.left;
  }
  signal.throwIfAborted();
  return null;
}

/** What makes the file unreadable is a finding, not a failure. */
async function lookOnce(place: Place, scene: AreaScene): Promise<{ left: Oid | null; isSpoilt: boolean }> {
  const { ways, signal, report } = scene;
  let opened: OpenAudit | null = null;
  const openIt = (): StagingAudit => {
    opened = openStagingAudit(place.staging, ways.files);
    return opened.audit;
  };
  const wasSpoilt = (): boolean => opened?.isSpoilt() ?? false;
  try {
    const main = () => readMain(place, ways.files);
    const snapshot = await takeSnapshot({ audit: openIt, main }, ways.clock, signal);
    try {
      await verifyStaging(place.root, snapshot, lookWith(ways, report, signal));
      return { left: snapshot.audit.remoteHead(), isSpoilt: wasSpoilt() };
    } finally {
      snapshot.audit.close();
    }
  } catch (error) {
    if (!(error instanceof TidemarkError) || error.code !== "data.corrupt") throw error;
    report.found("unreadable", place.staging, reasonOf(error));
    return { left: null, isSpoilt: wasSpoilt() };
  }
}

/** Numbers and stamps of every mirrored table at the server against staging's. @throws moneyworks.*, sync.*, data.* */
export async function verifyMoneyWorks(place: Place, { config, ways, signal, report }: AreaScene): Promise<void> {
  const source = sourceOf(config, ways);
  if (!ways.files.exists(place.staging)) throw fail("data.nothing-yet", { path: config.values.data });
  try {
    const contact = await source.contact(signal);
    const { values, origins } = config;
    const schemas = chooseTables({
      configured: values.tables,
      named: origins.tables.kind !== "default",
      only: undefined,
      present: contact.tables,
    });
    const tables = schemas.map(({ table }) => table);
    const doubts = await withAudit(place, { ways, report }, async (audit, held) => {
      const known = audit.settings().get("document") ?? contact.document;
      if (known !== contact.document && contact.document !== null)
        held.found("other-document", contact.document, `The server shows another document than ${known}.`);
      return compareStamps({ source, audit, report: held, signal }, tables);
    });
    await withAudit(place, { ways, report }, (audit, held) =>
      tellDifferences({ source, audit, report: held, signal }, doubts),
    );
  } finally {
    if (!signal.aborted) await source.release();
  }
}

/** What is told while the file was being written to by somebody who had just opened it is not told, but looked at again. */
async function withAudit<T>(
  { staging }: Place,
  { ways, report }: Pick<AreaScene, "ways" | "report">,
  look: (audit: StagingAudit, held: AreaReport) => Promise<T>,
): Promise<T> {
  for (let looks = 1; ; looks++) {
    const { audit, isSpoilt } = openStagingAudit(staging, ways.files);
    const held = new HeldReport(report);
    try {
      const result = await look(audit, held);
      if (looks < MOST_LOOKS && isSpoilt()) continue;
      held.release();
      return result;
    } catch (error) {
      if (looks === MOST_LOOKS || !isSpoilt()) throw error;
    } finally {
      audit.close();
    }
  }
}
