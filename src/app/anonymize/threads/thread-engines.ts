import type { EngineOptions } from "../../../../anonymizer/model/engine.ts";
import type { Threads } from "../../../domain/ports/threads.ts";
import { type Engines, ownEngine } from "./engines.ts";
import { ThreadEngine } from "./thread-engine.ts";
import { WORKER } from "./worker-entry.ts";

/** One to work at and one that waits for it: more would only be memory. */
const BATCHES_EACH = 2;

/** @param jobs threads beside this one; 0: this one does it all */
export function startEngines(options: EngineOptions, jobs: number, threads: Threads): Engines {
  if (jobs === 0) return ownEngine(options);
  const engines = Array.from({ length: jobs }, () => new ThreadEngine(threads, WORKER, options));
  return {
    width: jobs * BATCHES_EACH,
    anonymize: (batch) => leastLoaded(engines).anonymize(batch),
    useSums: (sums) => {
      for (const engine of engines) engine.useSums(sums);
    },
    stop: () => {
      for (const engine of engines) engine.stop();
    },
  };
}

function leastLoaded(engines: readonly ThreadEngine[]): ThreadEngine {
  return engines.reduce((least, engine) => (engine.load < least.load ? engine : least));
}
