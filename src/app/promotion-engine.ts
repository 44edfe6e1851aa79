import type { Oid } from "../domain/ids.ts";
import type { Incoming } from "../domain/ports/incoming.ts";
import type { Random } from "../domain/ports/random.ts";
import type { Engine, MergeWords, Numbers, Reading } from "../promoter/ports.ts";
import { commitBody, commitSubject, MOST_BODY_LINES } from "../sync/commit-message.ts";
import { commitRequest } from "../sync/commit-request.ts";
import type { SyncPorts, SyncSettings } from "../sync/context.ts";
import { type RunResult, runSync } from "../sync/engine.ts";
import type { HttpMeter } from "./http-meter.ts";
import { runOnce } from "./run-once.ts";

export interface EngineParts {
  readonly ports: SyncPorts;
  readonly incoming: Incoming;
  readonly random: Random;
  readonly meter?: HttpMeter | undefined;
  /** Read anew at each step: a promotion may change them. */
  readonly settings: () => SyncSettings;
}

/** The reading engine and main, for promotions. */
export function createEngine(parts: EngineParts): Engine {
  return {
    poll: async (also, signal) =>
      readingOf(await runOnce({ ...parts, settings: parts.settings() }, pollOf(also, signal))),
    readBack: async (run, also, signal) =>
      readingOf(await runSync(parts.ports, parts.settings(), { ...pollOf(also, signal), run, stageOnly: true })),
    commit: (words, signal) => commit(parts, words, signal),
    push: async (signal) => {
      await parts.ports.mirror.push(signal);
    },
  };
}

/** A record that is gone was looked for because we changed it: that needs nobody's word. */
function pollOf(also: Numbers, signal: AbortSignal) {
  const allowDeletes = [...also.values()].reduce((sum, numbers) => sum + numbers.length, 0);
  return { kind: "poll" as const, also, allowDeletes, signal, onProgress: () => {} };
}

function readingOf({ summary, error }: RunResult): Reading {
  return { tables: summary.tables, error, isPartial: summary.outcome === "partial" };
}

function commit({ ports, incoming, settings }: EngineParts, words: MergeWords, signal: AbortSignal): Oid | null {
  const { staging, mirror, clock, log } = ports;
  const pending = staging.pending(MOST_BODY_LINES);
  const subject =
    pending.counts.length === 0 && words.commit !== null ? "promote: nothing new" : commitSubject("promote", pending);
  const [sample] = staging.clockSamples(1);
  if (sample === undefined)
    throw new RangeError("a promotion follows a poll, which takes a sample of the server's clock");
  const occasion = { run: words.run, at: clock.now(), serverTime: sample.local, subject, body: commitBody(pending) };
  const request = commitRequest(staging, settings(), occasion);
  if (words.commit === null) return mirror.commit(request, signal)?.commit ?? null;
  const trailers = [...request.trailers, { name: "Tidemark-Promoted", value: words.commit }];
  const result = incoming.merge({ ...request, trailers }, words.commit, signal);
  log.write("info", "committed", { commit: result.commit, records: result.records, bytes: result.packBytes });
  return result.commit;
}
