import type { Staging } from "../../src/domain/ports/staging.ts";

/** One place that keeps staged data between `open` and `open`. */
export interface StagingPlace {
  open(): Staging;
  remove(): void;
}

/** What the tests of a part work with: a fresh staging in which RUN has been started. */
export interface StagingUnderTest {
  readonly staging: Staging;
  /** Closes and opens again, as a restart does. */
  reopen(): Staging;
}
