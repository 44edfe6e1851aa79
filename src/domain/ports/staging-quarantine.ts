import type { Modtime, RecordKey, TableName } from "../ids.ts";

/** A record that cannot be read, as a page or another step goes past it. */
export interface SetAside {
  readonly seq: number;
  /** As a list of numbers and stamps tells it; null when none does. */
  readonly modtime: Modtime | null;
  /** Code and message of the error that reading it alone ends with. */
  readonly code: string;
  readonly reason: string;
}

/** A record that is set aside: pages go past it, and its old file, if main has one, stays. */
export interface Quarantined extends SetAside {
  readonly table: TableName;
  /** Wall clock of the host, ms: the first and the newest attempt. */
  readonly firstAt: number;
  readonly lastAt: number;
  /** How often it was set aside. */
  readonly tries: number;
}

/** The part of staging that knows which records cannot be read. They are set aside and released with pages (`PageWrite`). */
export interface StagedQuarantine {
  /** Of one table, or of all; ascending by table and number. */
  quarantined(table?: TableName): readonly Quarantined[];
  /** Keys of the rows that seeding left and no read has met, ascending. */
  unreadKeys(table: TableName): readonly RecordKey[];
}
