/** What a check is run on: this repository, or a small one made to prove something. */
export interface Project {
  /** Absolute path. */
  readonly root: string;
}

export interface Report {
  readonly ok: boolean;
  /** What was found, for people; may be several lines. */
  readonly text: string;
}

/** Files that spoil a sound project, and what the check must then say. */
export interface Proof {
  /** What is wrong with them. */
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly says: RegExp;
}

/** One thing that `npm test` holds. Its proofs show, at every run, that it can fail and fails for the right reason. */
export interface Check {
  readonly name: string;
  readonly holds: string;
  readonly proofs: readonly Proof[];
  run(project: Project): Promise<Report>;
}

/** A report of problems, one a line; sound when there are none. `summary` says what was looked at. */
export function reportOf(problems: readonly string[], summary: string): Report {
  return { ok: problems.length === 0, text: [...problems, summary].join("\n") };
}
