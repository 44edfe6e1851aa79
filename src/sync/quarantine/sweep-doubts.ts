import type { StampsPage } from "../../domain/ports/source.ts";
import type { StagedRow } from "../../domain/ports/staging.ts";
import type { Quarantined } from "../../domain/ports/staging-quarantine.ts";

export interface SweptInterval {
  readonly listed: StampsPage["rows"];
  readonly staged: readonly StagedRow[];
  /** The list covers numbers greater than `after`, up to and including `upTo`; null: no upper bound. */
  readonly after: number;
  readonly upTo: number | null;
}

/**
 * The numbers that a sweep asks for, ascending: those in doubt, and all that are set aside, which it tries again each time.
 * One that is listed no more and has a row is left to those that miss the row.
 */
export function sweepDoubts(
  doubtful: readonly number[],
  { listed, staged, after, upTo }: SweptInterval,
  known: readonly Quarantined[],
): readonly number[] {
  const here = known.filter(({ seq }) => seq > after && (upTo === null || seq <= upTo));
  if (here.length === 0) return doubtful;
  const numbers = new Set(listed.map(({ seq }) => seq));
  const rows = new Set(staged.map(({ seq }) => seq));
  const retried = here.map(({ seq }) => seq).filter((seq) => numbers.has(seq) || !rows.has(seq));
  return [...new Set([...doubtful, ...retried])].sort((a, b) => a - b);
}
