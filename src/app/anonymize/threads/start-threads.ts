import type { GivenSums, OutputBatch } from "../../../../anonymizer/model/batch.ts";
import type { EngineOptions } from "../../../../anonymizer/model/engine.ts";
import type { Threads } from "../../../domain/ports/threads.ts";
import { AskedThread } from "./asked-thread.ts";
import { type Engines, ownEngine } from "./engines.ts";
import { type Beginning, buffersOfSource, type Question } from "./messages.ts";
import { WORKER } from "./worker-entry.ts";

/** One to work at and one that waits for it: more would only be memory. */
const BATCHES_EACH = 2;

/** Threads that began with the same words: it does not matter which one is asked. */
export interface AskedThreads {
  /** How many questions are worth having under way. */
  readonly width: number;
  /** The batch's buffers are gone afterwards. */
  ask(question: Question): Promise<unknown>;
  /** For all questions from here on. */
  useSums(sums: GivenSums): void;
  stop(): void;
}

/** @param jobs how many, at least 1 */
export function startThreads(beginning: Beginning, jobs: number, threads: Threads): AskedThreads {
  const all = Array.from({ length: jobs }, () => new AskedThread(threads, WORKER, beginning));
  return {
    width: jobs * BATCHES_EACH,
    ask: (question) => leastLoaded(all).ask(question, buffersOfSource(question.batch)),
    useSums: (sums) => {
      for (const thread of all) thread.tell({ kind: "sums", sums });
    },
    stop: () => {
      for (const thread of all) thread.stop();
    },
  };
}

/** @param jobs threads beside this one; 0: this one does it all */
export function startEngines(options: EngineOptions, jobs: number, threads: Threads): Engines {
  if (jobs === 0) return ownEngine(options);
  const { width, ask, useSums, stop } = startThreads({ kind: "begin", options }, jobs, threads);
  return { width, useSums, stop, anonymize: async (batch) => (await ask({ kind: "batch", batch })) as OutputBatch };
}

function leastLoaded(threads: readonly AskedThread[]): AskedThread {
  return threads.reduce((least, thread) => (thread.load < least.load ? thread : least));
}
