import { BLANK_MODTIME, type Modtime, type TableName } from "../../domain/ids.ts";
import type { StagedRow, Staging } from "../../domain/ports/staging.ts";
import { isCompared } from "../comparison.ts";
import type { RunContext } from "../context.ts";
import { modtimeMillis, shiftModtime } from "../modtime.ts";

const DAY_SECONDS = 86_400;
/** So long polls remember how late records were seen to appear. */
const MEMORY_MS = 7 * DAY_SECONDS * 1000;

/** How far behind their markers polls have to look because records were seen to appear late; 0: nowhere. @param now host ms */
export function lateSeconds(staging: Pick<Staging, "lateStamp">, now: number): number {
  return staging.lateStamp(now - MEMORY_MS);
}

/** A record that was met, and the stamp that staging had of it. */
export interface MetStamp {
  readonly stamp: Modtime;
  /** null: staging did not know the record; BLANK_MODTIME: it knew it from git alone. */
  readonly before: Modtime | null;
}

/** A record as it was just read. */
export interface Stamped {
  readonly seq: number;
  readonly modtime: Modtime;
}

export interface Lateness {
  /** How late the most belated record was that polls may learn from; 0: none was late. At most a day. */
  readonly seconds: number;
  /** Records that were later than a day: only sweeps and full syncs find such. */
  readonly beyond: number;
}

/**
 * Records whose stamps are new although polls have passed them: a workstation's clock was slow, or a record was saved long
 * after it was stamped. A stamp that went back is no evidence: the record was put back.
 */
export function learnLateness(marker: Modtime, overlapSeconds: number, met: readonly MetStamp[]): Lateness {
  const reached = shiftModtime(marker, -overlapSeconds);
  const late = met
    .filter(({ stamp, before }) => stamp < reached && before !== BLANK_MODTIME && (before === null || before < stamp))
    .map(({ stamp }) => (modtimeMillis(marker) - modtimeMillis(stamp)) / 1000);
  const within = late.filter((seconds) => seconds <= DAY_SECONDS);
  return { seconds: Math.max(0, ...within), beyond: late.length - within.length };
}

/** Collects the evidence of one table in one run; `note` it as soon as the records are staged: they will not be met again. */
export class LateRecords {
  readonly #context: RunContext;
  readonly #table: TableName;
  /** null: this table has nothing to teach. */
  readonly #marker: Modtime | null;
  /** Numbers of records that could not be read so far: others passed them knowingly. */
  readonly #setAside: ReadonlySet<number>;
  #seconds = 0;
  #beyond = 0;

  /**
   * To be made before the table is read. A table has nothing to teach while a jump of the clock explains what polls missed, or
   * before it was compared as a whole.
   * @param marker the table's, as this run found it; null for none
   */
  constructor(context: RunContext, table: TableName, marker: Modtime | null) {
    const { staging } = context.ports;
    const teaches = marker !== BLANK_MODTIME && staging.pollFrom(table) === null && isCompared(staging, table);
    this.#context = context;
    this.#table = table;
    this.#marker = teaches ? marker : null;
    this.#setAside = new Set(staging.quarantined(table).map(({ seq }) => seq));
  }

  /**
   * To be called before the records are staged.
   * @param known the rows that staging has of these numbers; asked only for records that a poll would not have met again
   */
  meet(records: readonly Stamped[], known: (numbers: readonly number[]) => readonly StagedRow[]): void {
    if (this.#marker === null) return;
    const { overlapSeconds } = this.#context.settings;
    const reached = shiftModtime(this.#marker, -overlapSeconds);
    const passed = records.filter(({ seq, modtime }) => modtime < reached && !this.#setAside.has(seq));
    if (passed.length === 0) return;
    const rows = new Map(known(passed.map(({ seq }) => seq)).map(({ seq, modtime }) => [seq, modtime]));
    const met = passed.map(({ seq, modtime }) => ({ stamp: modtime, before: rows.get(seq) ?? null }));
    const { seconds, beyond } = learnLateness(this.#marker, overlapSeconds, met);
    this.#seconds = Math.max(this.#seconds, seconds);
    this.#beyond += beyond;
  }

  /** Stores what was learned, and says so. */
  note(): void {
    const { ports, request } = this.#context;
    const { log, staging, clock } = ports;
    const table = this.#table;
    const seconds = this.#seconds;
    if (this.#beyond > 0) {
      const message = "Records appeared more than a day after their stamps: sweeps find these, polls cannot.";
      log.write("warn", message, { table, records: this.#beyond });
    }
    if (seconds === 0) return;
    staging.noteLateStamps({ run: request.run, at: clock.now(), table, seconds });
    log.write("info", `Records appeared up to ${seconds} s after their stamps: polls look as far back for a week.`, {
      table,
    });
  }
}
