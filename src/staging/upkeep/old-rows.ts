/** A row in the order of writing. */
export interface Aged {
  readonly id: number;
  /** Host wall clock, ms. */
  readonly at: number;
}

/** Rows that one transaction looks at: some milliseconds. */
export const STEP_ROWS = 200;

/**
 * How many of these rows, oldest first, are old. The first one that is not ends them, so that what is left has no gap: a row that was
 * written while the host's clock was ahead keeps what follows it until its own time has come.
 */
export function oldOnes(rows: readonly Aged[], before: number): number {
  const end = rows.findIndex(({ at }) => at >= before);
  return end < 0 ? rows.length : end;
}
