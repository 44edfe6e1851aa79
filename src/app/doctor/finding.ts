import type { TidemarkError } from "../../domain/errors/tidemark-error.ts";

/** What one check came to. */
export interface DoctorFinding {
  /** `contact`, `document`, `clock`, `table name` … */
  readonly check: string;
  readonly state: "ok" | "warn" | "fail";
  /** What was found, and what follows from it. */
  readonly says: string;
  /** What to do about it; null: nothing. */
  readonly next: string | null;
  /** The same for programs. */
  readonly facts: Facts;
}

export type Facts = Readonly<Record<string, string | number | boolean | null>>;

/** A finding without the name of its check. */
export type Judgement = Omit<DoctorFinding, "check">;

export function ok(says: string, facts: Facts = {}): Judgement {
  return { state: "ok", says, next: null, facts };
}

export function warn(says: string, next: string | null, facts: Facts = {}): Judgement {
  return { state: "warn", says, next, facts };
}

export function bad(says: string, next: string | null, facts: Facts = {}): Judgement {
  return { state: "fail", says, next, facts };
}

/** What an error says of a check that it ended. */
export function failed({ code, message, hint }: TidemarkError): Judgement {
  return bad(message, hint, { code });
}
