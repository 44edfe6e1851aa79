/** How many records of a table one run may delete before a person has to say yes. */
export interface DeleteLimit {
  /** A share of the live records in [0, 1], or null when only a count is set. */
  readonly share: number | null;
  readonly count: number;
}

/** Deletions a table of `live` records allows; a share never brakes below `count`. */
export function allowedDeletes(limit: DeleteLimit, live: number): number {
  return limit.share === null ? limit.count : Math.max(limit.count, Math.floor(limit.share * live));
}
