import type { RunKind, RunOutcome } from "../api/contract/run.ts";
import type { TidemarkError } from "../domain/errors/tidemark-error.ts";

/** A run that has ended, for those who count runs and those who tell of them. */
export interface RunEnd {
  readonly run: string;
  readonly kind: RunKind;
  readonly outcome: RunOutcome;
  /** It was about all tables: only such a run says that all is well. */
  readonly isWhole: boolean;
  readonly ms: number;
  /** What was staged; empty for a check, which stages nothing. */
  readonly tables: readonly {
    readonly table: string;
    readonly added: number;
    readonly changed: number;
    readonly deleted: number;
  }[];
  /** What a check found; null for others, and for one that came to no end. */
  readonly differences: number | null;
  /** What ended it, or the first thing that kept a table out of it; null when all went well. */
  readonly error: TidemarkError | null;
}
