import { createEngine } from "../../../../anonymizer/engine.ts";
import type { GivenSums, OutputBatch, SourceBatch } from "../../../../anonymizer/model/batch.ts";
import type { EngineOptions } from "../../../../anonymizer/model/engine.ts";
import { releaseBuffer } from "../../../lib/release-buffer.ts";

/** One engine or several; which one does a batch is never to be seen in what comes of it. */
export interface Engines {
  /** How many batches are worth having under way. */
  readonly width: number;
  /** The batch's buffers are gone afterwards. @throws what the engine throws */
  anonymize(batch: SourceBatch): Promise<OutputBatch>;
  /** For all batches that are given out from here on. */
  useSums(sums: GivenSums): void;
  stop(): void;
}

/** An engine in this very thread. */
export function ownEngine(options: EngineOptions): Engines {
  const engine = createEngine(options);
  return {
    width: 1,
    anonymize: async (batch) => {
      const output = engine.anonymize(batch);
      releaseBuffer(batch.bytes);
      return output;
    },
    useSums: (sums) => engine.useSums(sums),
    stop: () => {},
  };
}
