import type { Modtime, TableName } from "../domain/ids.ts";
import type { Staging } from "../domain/ports/staging.ts";
import type { Canonical } from "./canonicalize.ts";

/** A record among those with the newest stamps that were ever read. */
export interface NewestRecord {
  readonly table: TableName;
  readonly seq: number;
  readonly modtime: Modtime;
}

/** For `sort`; those of one second stay in their order. */
export function newestFirst(a: NewestRecord, b: NewestRecord): number {
  return a.modtime < b.modtime ? 1 : a.modtime > b.modtime ? -1 : 0;
}

const SETTING = "newest";
/** Enough to tell a document that was put back from a few records that were deleted. */
const MOST = 20;

/** Keeps the newest records that a run reads, beside those of the runs before it. */
export class NewestRecords {
  #records: NewestRecord[];

  constructor(known: readonly NewestRecord[]) {
    this.#records = [...known];
  }

  /** Stamps later than `until`, the server's now, are from the future and say nothing. */
  see(table: TableName, records: readonly Pick<Canonical, "seq" | "modtime">[], until: Modtime): void {
    const full = this.#records.length >= MOST;
    const oldest = full ? (this.#records.at(-1)?.modtime ?? "") : "";
    const fresh = records.filter(({ modtime }) => modtime >= oldest && modtime <= until);
    if (fresh.length === 0) return;
    const seen = new Set(fresh.map(({ seq }) => seq));
    const others = this.#records.filter((record) => record.table !== table || !seen.has(record.seq));
    const merged = [...others, ...fresh.map(({ seq, modtime }) => ({ table, seq, modtime }))];
    this.#records = merged.sort(newestFirst).slice(0, MOST);
  }

  /** Newest first. */
  list(): readonly NewestRecord[] {
    return this.#records;
  }
}

/** What the last run kept, as staging knows these records now: not those that are gone or set aside. Newest first. */
export function readNewest(staging: Staging): NewestRecord[] {
  const [, ...names] = wordsOf(staging);
  const aside = new Set(staging.quarantined().map(({ table, seq }) => `${table}/${seq}`));
  const kept = names.filter((text) => !aside.has(text));
  const records = kept.flatMap((text): NewestRecord[] => {
    const [table = "", seq = ""] = text.split("/");
    const row = staging.rowsBySeq(table as TableName, [Number(seq)])[0];
    return row === undefined ? [] : [{ table: table as TableName, seq: row.seq, modtime: row.modtime }];
  });
  return records.sort(newestFirst);
}

/** The server's local time when the run that stored them began: what is stamped later was edited since. null: there was none. */
export function lastLook(staging: Staging): Modtime | null {
  const [time] = wordsOf(staging);
  return time === undefined ? null : (time as Modtime);
}

/** Call when all that `records` names is staged. @param time the server's local time before the first of them was read */
export function storeNewest(staging: Staging, records: NewestRecords, time: Modtime): void {
  const names = records.list().map(({ table, seq }) => `${table}/${seq}`);
  staging.setSetting(SETTING, [time, ...names].join(" "));
}

function wordsOf(staging: Staging): readonly string[] {
  return (staging.setting(SETTING) ?? "").split(" ").filter(Boolean);
}

export function forgetNewest(staging: Staging): void {
  staging.setSetting(SETTING, "");
}
