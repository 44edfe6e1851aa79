import type { ANONYMIZED_MARK } from "../../src/domain/anonymized.ts";
import type { TargetForm } from "./batch.ts";

/** The header of exports, snapshots and `ANONYMIZED.json`, as JSON in one line. */
export interface OutputHeader {
  readonly format: typeof ANONYMIZED_MARK;
  readonly version: 1;
  /** Tidemark's version. */
  readonly tidemark: string;
  /** `@faker-js/faker` and its version, the locale and the first 16 hex digits of the SHA-256 of its data. */
  readonly faker: string;
  readonly locale: string;
  readonly localeData: string;
  /** First 16 hex digits of the SHA-256 of the rules file. */
  readonly rules: string;
  /** First 8 hex digits of HMAC(secret, "fingerprint"): tells two worlds apart, and says nothing of the secret. */
  readonly world: string;
  readonly target: TargetForm;
  readonly copies: number;
  /** Transactions asked for with `--sample`; null: all. */
  readonly sample: number | null;
}
