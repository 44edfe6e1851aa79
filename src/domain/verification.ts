/** What `verify` looks at. */
export type VerifyArea = "repository" | "staging" | "remote" | "moneyworks";

/** One difference: `subject` is what it is about (a path, an object, a record), `detail` one sentence about it. */
export interface Finding {
  readonly area: VerifyArea;
  /** Stable, such as `missing-object`. */
  readonly code: string;
  readonly subject: string;
  readonly detail: string;
}

/** How much was looked at. */
export interface LookedAt {
  readonly objects: number;
  readonly bytes: number;
  readonly records: number;
}

/** Where the verification of one area tells what it sees. Nothing is thrown for what it finds. */
export interface AreaReport {
  found(code: string, subject: string, detail: string): void;
  /** Worth knowing, and no difference. */
  remark(code: string, subject: string, detail: string): void;
  /** Adds to what was looked at. */
  looked(amount: Partial<LookedAt>): void;
}

/** The reason of anything thrown, for a finding's detail. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
