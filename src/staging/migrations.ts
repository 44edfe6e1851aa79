import initial from "./migrations/0001-initial.sql" with { type: "text" };
import trust from "./migrations/0002-trust.sql" with { type: "text" };
import writeBack from "./migrations/0003-write-back.sql" with { type: "text" };
import appliance from "./migrations/0004-appliance.sql" with { type: "text" };
import upkeep from "./migrations/0005-upkeep.sql" with { type: "text" };

export interface Migration {
  /** 1, 2, 3 …: `PRAGMA user_version` afterwards. */
  readonly version: number;
  /** A binary that knows schema `oldest` may still open the file after this migration. */
  readonly oldest: number;
  readonly sql: string;
}

/** Ascending, without a gap. A released one is never edited. */
export const MIGRATIONS: readonly Migration[] = [
  { version: 1, oldest: 1, sql: initial },
  { version: 2, oldest: 2, sql: trust },
  // A program that knows nothing of pending promotions would leave them, and what was sent for them, lying.
  { version: 3, oldest: 3, sql: writeBack },
  // A program that knows no checks would take their rows for damage.
  { version: 4, oldest: 4, sql: appliance },
  // Indexes alone, and rows that are missing: a program that knows schema 4 reads and writes the file as it did.
  { version: 5, oldest: 4, sql: upkeep },
];
