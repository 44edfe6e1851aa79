import { resolve } from "node:path";
import type { AuditReport } from "../../../../anonymizer/audit/report.ts";
import { fail } from "../../../domain/errors/tidemark-error.ts";
import type { Host } from "../../../domain/ports/host.ts";
import { createClock } from "../../../platform/clock.ts";
import { createFiles } from "../../../platform/files.ts";
import { createSecretRandom } from "../../../platform/random.ts";
import { createThreads } from "../../../platform/threads.ts";
import type { SettingsInput } from "../../settings.ts";
import { untilStopped } from "../../stop-signal.ts";
import { headerOf } from "../beginning.ts";
import type { AnonymizeRequest, AnonymizeWatcher, AuditOutcome } from "../request.ts";
import { readRulesText } from "../rules-text.ts";
import { readSecret } from "../secret.ts";
import { openSource } from "../sources/open-source.ts";
import { auditOutput } from "./audit-output.ts";
import { type Manifest, readManifest, refuseOther } from "./manifest.ts";
import { auditText } from "./report-text.ts";

/** What an audit is asked; how the output was made, it says itself. */
export type AuditRequest = Pick<AnonymizeRequest, "from" | "to" | "secretFile" | "rulesFile" | "jobs">;

export interface AuditOrder {
  /** For a document on a server. */
  readonly settings: SettingsInput;
  readonly request: AuditRequest;
}

/** `tidemark anonymize audit`. @throws anonymize.audit-*, and what source, secret and rules throw */
export async function auditDirectory(
  host: Host,
  { settings, request: asked }: AuditOrder,
  watcher: AnonymizeWatcher,
): Promise<AuditOutcome> {
  const files = createFiles();
  const path = resolve(asked.to);
  const manifest = readManifest(path, files);
  const request = requestOf({ ...asked, to: path }, manifest);
  const rules = readRulesText(request.rulesFile, files);
  const secret = readSecret(request, files, createSecretRandom()).bytes;
  return await untilStopped(host, async (signal) => {
    const order = { request, target: { path, parts: "" }, rules, secret, signal };
    refuseOther(manifest, headerOf(order));
    const source = await openSource(request.from, { host, files, settings, signal });
    try {
      const ports = { files, clock: createClock(), threads: createThreads(), watcher };
      return outcomeOf(await auditOutput(source, order, ports, manifest.tables));
    } finally {
      await source.close();
    }
  });
}

export function outcomeOf(report: AuditReport): AuditOutcome {
  return { isClean: report.isClean, text: auditText(report), report };
}

/** The request of the run, by what the output says; it is held against the header that follows from it. */
function requestOf(asked: AuditRequest, { header, tables }: Manifest): AnonymizeRequest {
  const { target, copies, sample, locale } = header;
  const form = FORMS.find(([name]) => name === target);
  if (form === undefined || typeof locale !== "string") {
    throw fail("anonymize.audit-no-output", { path: asked.to, reason: "its form or locale is not known" });
  }
  const [, as, format] = form;
  return {
    ...asked,
    as,
    format,
    locale,
    sample: typeof sample === "number" ? sample : null,
    scale: typeof copies === "number" ? copies : 1,
    tables: tables.map(({ table }) => table),
    newSecret: false,
    resume: false,
    audit: true,
  };
}

const FORMS = [
  ["verbose", "exports", "verbose"],
  ["terse", "exports", "terse"],
  ["canonical", "canonical", "verbose"],
  ["snapshot", "snapshot", "verbose"],
] as const;
