import { resolve } from "node:path";
import { fail } from "../../domain/errors/tidemark-error.ts";
import type { Host } from "../../domain/ports/host.ts";
import { createClock } from "../../platform/clock.ts";
import { createFiles } from "../../platform/files.ts";
import { peakMemory } from "../../platform/memory.ts";
import { createPrograms } from "../../platform/programs.ts";
import { createSecretRandom } from "../../platform/random.ts";
import { createThreads } from "../../platform/threads.ts";
import type { SettingsInput } from "../settings.ts";
import { untilStopped } from "../stop-signal.ts";
import { outcomeOf } from "./audit/audit-directory.ts";
import { auditOutput } from "./audit/audit-output.ts";
import { refuseWorkTree, workTreeOf } from "./guard.ts";
import type { AnonymizeRequest, AnonymizeResult, AnonymizeWatcher } from "./request.ts";
import { readRulesText } from "./rules-text.ts";
import { runFrom } from "./run.ts";
import { readSecret } from "./secret.ts";
import { refuseInData } from "./sources/find-repository.ts";
import { openSource } from "./sources/open-source.ts";
import { holdTarget } from "./spool/hold-target.ts";
import { outputFiles } from "./spool/output-files.ts";
import { lookAtTarget, type Target } from "./spool/target.ts";

export interface AnonymizeOrder {
  /** For a document on a server. */
  readonly settings: SettingsInput;
  readonly request: AnonymizeRequest;
}

/** `tidemark anonymize`. Everything that it was given is looked at before anything is made. @throws anonymize.*, and what the source throws */
export async function anonymize(
  host: Host,
  { settings, request: asked }: AnonymizeOrder,
  watcher: AnonymizeWatcher,
): Promise<AnonymizeResult> {
  const plain = createFiles();
  const files = outputFiles(plain);
  const clock = createClock();
  const startedAt = clock.monotonic();
  const request = { ...asked, to: resolve(asked.to) };
  const rules = readRulesText(request.rulesFile, plain);
  const target = lookAtTarget(request.to, request.resume, files);
  refuseInData(request, plain);
  const guarding = { files: plain, programs: createPrograms() };
  await refuseWorkTree(request.to, guarding);
  const exposed = await workTreeOf(request.secretFile, guarding);
  if (exposed !== null && request.newSecret)
    throw fail("anonymize.secret-in-work-tree", { path: request.secretFile, ...exposed });
  return await untilStopped(host, async (signal) => {
    const source = await openSource(request.from, { host, files: plain, settings, signal });
    try {
      const secret = readSecret(request, plain, createSecretRandom());
      if (request.newSecret) watcher.onNote(`made ${request.secretFile}: keep it, and keep it secret`);
      if (secret.warning !== null) watcher.onNote(secret.warning);
      if (exposed !== null)
        watcher.onNote(`${request.secretFile} lies in the git work tree ${exposed.directory}, and ${exposed.reason}`);
      const hold = (it: Target) => holdTarget(it, host, clock);
      const parts = { files, clock, threads: createThreads(), watcher, hold };
      const order = { request, target, rules, secret: secret.bytes, signal };
      const done = await runFrom(source, order, parts);
      const seconds = (clock.monotonic() - startedAt) / 1000;
      const records = done.tables.reduce((sum, { read }) => sum + read, 0) - done.resumed;
      const recordsPerSecond = Math.round(records / Math.max(seconds, 0.001));
      const audit = request.audit ? outcomeOf(await auditOutput(source, order, parts, done.tables)) : null;
      return { ...done, seconds, recordsPerSecond, peakRss: peakMemory(), passedOver: source.passedOver, audit };
    } finally {
      await source.close();
    }
  });
}
