import type { GivenSums, OutputBatch, SourceBatch, TargetForm } from "./batch.ts";
import type { Context } from "./context.ts";

/** Plain data: it is sent to other threads. */
export interface EngineOptions {
  /** Text of the rules file. */
  readonly rules: string;
  readonly secret: Uint8Array;
  readonly locale: string;
  readonly target: TargetForm;
  /** 1, or `--scale K`. */
  readonly copies: number;
  readonly context: Context;
}

/** One thread's work. What `anonymize` answers depends on the options, the batch and the sums given, on nothing else. */
export interface Engine {
  /** @throws anonymize.unknown-fields with every field of the batch that has no rule, canonical.* for bad bytes */
  anonymize(batch: SourceBatch): OutputBatch;
  /** The sums of all batches so far, from all threads; to be given before tables that hold sums of others. */
  useSums(sums: GivenSums): void;
}
