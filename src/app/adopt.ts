import type { Adopted, Side, Survey } from "../domain/adoption.ts";
import { asTidemarkError, fail } from "../domain/errors/tidemark-error.ts";
import type { RunId } from "../domain/ids.ts";
import { during } from "../domain/log-fields.ts";
import { MAIN_HALTS } from "../domain/main-halts.ts";
import type { Host } from "../domain/ports/host.ts";
import type { Contact } from "../domain/ports/source.ts";
import type { RunOutcome } from "../domain/run.ts";
import { createFiles } from "../platform/files.ts";
import { adoptionRequest } from "../sync/adoption-request.ts";
import { startComparison } from "../sync/comparison.ts";
import { acceptDocument, knownDocument } from "../sync/documents.ts";
import { type Appliance, openAppliance, openLog } from "./appliance.ts";
import { dataDirectory } from "./data-directory.ts";
import { raiseHalt } from "./raise-halt.ts";
import { readConfig, type SettingsInput } from "./settings.ts";
import { untilStopped } from "./stop-signal.ts";

/** What was found, and what would be done about it. */
export interface Proposal {
  readonly side: Side;
  readonly survey: Survey;
  /** A document that is not proven to be the mirrored one; null: no such halt stands. */
  readonly document: DocumentChange | null;
  /** What a person types to confirm. */
  readonly word: string;
}

export interface DocumentChange {
  /** The halt that stands. */
  readonly code: string;
  readonly message: string;
  /** `DocUUID`s; null: not known. */
  readonly known: string | null;
  readonly found: string | null;
  /** What the document is called now, and where. */
  readonly name: string;
}

/** null: nothing stood in the way. */
export type AdoptResult = (Adopted & { readonly pushed: boolean }) | null;

export interface AdoptRequest {
  readonly side: Side;
  /** Shows the proposal; false: it is not to be done. Not called when there is nothing to do. */
  readonly confirm: (proposal: Proposal) => Promise<boolean>;
}

const DOCUMENT_HALTS = ["sync.other-document", "sync.document-restored", "sync.document-unproven"];
const LOCAL_HALTS = ["mirror.main-moved", "mirror.foreign-file", "mirror.bad-marker"];
const HALTS: ReadonlySet<string> = new Set([...DOCUMENT_HALTS, ...MAIN_HALTS, ...LOCAL_HALTS]);

/**
 * `tidemark adopt`: ends knowingly what only a person may end, with the data directory held.
 * @throws adopt.not-confirmed, adopt.nothing-of-ours, remote.*, mirror.*, moneyworks.*, what keeps it from starting
 */
export async function adopt(host: Host, input: SettingsInput, request: AdoptRequest): Promise<AdoptResult> {
  const config = readConfig(host, input);
  requireMirrored(config.values.data);
  const appliance = openAppliance(host, config, openLog(host, config), "adopt");
  try {
    return await adoptWith(appliance, request, (work) => untilStopped(host, work));
  } finally {
    appliance.close();
  }
}

/** A mistyped directory must not become a mirror. @throws data.nothing-yet */
function requireMirrored(path: string): void {
  const files = createFiles();
  const { staging, repository } = dataDirectory(path);
  if (!files.exists(staging) && !files.exists(repository)) throw fail("data.nothing-yet", { path });
}

type Stoppable = <T>(work: (signal: AbortSignal) => Promise<T>) => Promise<T>;

/** The same on an appliance that is open. @param stoppable gives work the signal that stops it */
export async function adoptWith(
  appliance: Appliance,
  { side, confirm }: AdoptRequest,
  stoppable: Stoppable,
): Promise<AdoptResult> {
  const { mirror, staging } = appliance.ports;
  const { survey, contact } = await stoppable(async (signal) => ({
    survey: await mirror.survey(signal),
    contact: await contactOf(appliance, signal),
  }));
  if (survey.findings.length === 0 && contact === null) {
    liftHalt(appliance);
    return null;
  }
  if (side === "ours" && survey.ours === null && survey.findings.length > 0) throw fail("adopt.nothing-of-ours");
  const head = survey.findings.find((finding) => finding.head !== null)?.head ?? null;
  const document = contact === null ? null : documentChange(staging.halt(), knownDocument(staging), contact);
  const word = head?.slice(0, 7) ?? "adopt";
  if (!(await confirm({ side, survey, document, word }))) throw fail("adopt.not-confirmed");
  return await stoppable((signal) => recorded(appliance, { side, survey, contact }, signal));
}

/** Asks MoneyWorks who is there, when that is what a run halted about; the login is given back. */
async function contactOf({ ports }: Appliance, signal: AbortSignal): Promise<Contact | null> {
  const halt = ports.staging.halt()?.code ?? "";
  if (!DOCUMENT_HALTS.includes(halt)) return null;
  const contact = await ports.source.contact(signal);
  await ports.source.release();
  // The document that was mirrored is there again by itself.
  const isBack = halt === "sync.other-document" && contact.document === knownDocument(ports.staging);
  return isBack ? null : contact;
}

function documentChange(
  halt: { readonly code: string; readonly message: string } | null,
  known: string | null,
  contact: Contact,
): DocumentChange {
  const { code = "", message = "" } = halt ?? {};
  return { code, message, known, found: contact.document, name: contact.name };
}

interface Decision {
  readonly side: Side;
  readonly survey: Survey;
  readonly contact: Contact | null;
}

/** Does it, with a run of its own in the history. */
async function recorded(appliance: Appliance, decision: Decision, signal: AbortSignal): Promise<AdoptResult> {
  const { ports, random } = appliance;
  const { staging, clock, log } = ports;
  const started = clock.monotonic();
  const run = random.uuid(clock.now()) as RunId;
  const end = (parts: {
    commit: Adopted["commit"];
    pushed: boolean;
    error: { code: string; message: string } | null;
    outcome: RunOutcome;
  }) => {
    const ms = Math.round(clock.monotonic() - started);
    staging.endRun({ run, kind: "adopt", tables: [], ms, ...parts }, clock.now());
  };
  staging.startRun(run, "adopt", clock.now());
  try {
    const adopted = await during(log, { run }, () => act(appliance, { ...decision, run }, signal));
    end({ outcome: "ok", commit: adopted.commit, pushed: adopted.pushed, error: null });
    liftHalt(appliance);
    log.write("info", "adopted", { run, commit: adopted.commit, pushed: adopted.pushed });
    return adopted;
  } catch (reason) {
    const error = asTidemarkError(reason, signal);
    const outcome = error.exitCode === 130 ? "cancelled" : "failed";
    end({ outcome, commit: null, pushed: false, error: { code: error.code, message: error.message } });
    raiseHalt(ports, error);
    throw reason;
  }
}

/** What has to be read whole is noted first, so that no crash can forget it. */
async function act(
  { ports, settings }: Appliance,
  { side, survey, contact, run }: Decision & { readonly run: RunId },
  signal: AbortSignal,
): Promise<Adopted & { readonly pushed: boolean }> {
  const { staging, mirror, clock } = ports;
  if (contact !== null) acceptDocument(staging, contact);
  if (survey.findings.length === 0) return { commit: null, asides: [], pushed: false };
  if (side === "theirs" && survey.findings.some(({ kind }) => kind === "moved" || kind === "rewritten")) {
    startComparison(staging);
  }
  const commit = adoptionRequest({ staging, settings }, survey, { run, at: clock.now() });
  return await mirror.adopt(survey, { side, commit }, signal);
}

function liftHalt({ ports }: Appliance): void {
  const halt = ports.staging.halt();
  if (halt !== null && HALTS.has(halt.code)) ports.staging.setHalt(null);
}
