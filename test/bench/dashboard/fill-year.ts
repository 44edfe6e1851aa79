import type { Database } from "bun:sqlite";

const DAYS = 365;
const POLLS_A_DAY = 144;
const POLLS = DAYS * POLLS_A_DAY;
const POLL_MS = 600_000;
const TABLES_A_RUN = 22;
/** The poll of a day that a sweep follows. */
const SWEEP_AFTER = 100;
/** One poll in so many fails. */
const FAILS = 211;
const FIELDS = ["phone", "description", "gross", "detail[1].net", "detail[2].gross", "email", "contact", "comment"];

/** So that the status has a clock to tell of, and looks for stamps from the future. */
const SAMPLE = `
  INSERT INTO run (id, uuid, kind, started_at) VALUES (1, '01890000-0000-7000-8000-000000000000', 'poll', 0);
  INSERT INTO clock_sample (at, run_id, local, utc, asked_at, answered_at, monotonic, boot_id)
  VALUES (0, 1, '20260101130000', NULL, 0, 0, 0, 'boot')`;

export const YEAR_MS = DAYS * 86_400_000;

export interface FilledTable {
  readonly id: number;
  readonly live: number;
}

export interface Year {
  readonly tables: readonly FilledTable[];
  readonly records: number;
  readonly changes: number;
  /** Its first moment: host wall clock, ms. */
  readonly from: number;
}

/** The runs of a year, a poll every ten minutes and a sweep a day, the changes they brought, and a commit for each that brought some. */
export function fillYear(database: Database, year: Year): void {
  const write = writer(database, year);
  database.exec(SAMPLE);
  for (let day = 0; day < DAYS; day++) {
    database.transaction(() => {
      for (let poll = day * POLLS_A_DAY; poll < (day + 1) * POLLS_A_DAY; poll++) {
        write.run("poll", poll);
        if (poll % POLLS_A_DAY === SWEEP_AFTER) write.run("sweep", poll);
      }
    })();
  }
}

interface Moment {
  readonly run: number;
  readonly at: number;
}

function writer(database: Database, { tables, records, changes, from }: Year) {
  const addRun = database.prepare(`
    INSERT INTO run (uuid, kind, started_at, ended_at, outcome, pushed, ms, requests, bytes, records)
    VALUES (:uuid, :kind, :at, :end, :outcome, 1, :ms, 30, 20000, :records)`);
  const addTally = database.prepare(`
    INSERT INTO run_tally (run_id, position, table_id, read, added, changed, deleted, same)
    VALUES (:run, :position, :table, 10, 1, 2, 0, 7)`);
  const addCommit = database.prepare(`
    INSERT INTO batch (oid, parent, pack, run_id, records, at, state, change_after, change_upto)
    VALUES (:oid, NULL, :oid, :run, 3, :at, 'pushed', :after, :upTo)`);
  const addChange = database.prepare(`
    INSERT INTO change (at, run_id, table_id, key, operation, field, old, new)
    VALUES (:at, :run, :table, :key, 'changed', :field, 'what it was', 'what it is now')`);
  let written = 0;

  const addChanges = (upTo: number, { run, at }: Moment) => {
    const after = written;
    for (; written < upTo; written++) {
      const { id, live } = tables[(written * 31) % tables.length] as FilledTable;
      const field = FIELDS[(written * 13) % FIELDS.length] ?? null;
      addChange.run({ at, run, table: id, key: String(1 + ((written * 104_729) % Math.max(1, live))), field });
    }
    const oid = crypto.getRandomValues(new Uint8Array(20));
    if (written > after) addCommit.run({ oid, run, at, after, upTo: written });
  };

  return {
    run(kind: "poll" | "sweep", poll: number) {
      const at = from + poll * POLL_MS;
      const ms = 800 + ((poll * 7919) % 5000);
      const outcome = poll % FAILS === 0 ? "failed" : "ok";
      const uuid = Bun.randomUUIDv7("hex", at);
      const run = Number(addRun.run({ uuid, kind, at, end: at + ms, outcome, ms, records }).lastInsertRowid);
      for (let position = 0; position < TABLES_A_RUN; position++)
        addTally.run({ run, position, table: tables[position % tables.length]?.id ?? 1 });
      if (kind === "poll") addChanges(Math.floor((changes * (poll + 1)) / POLLS), { run, at: at + 500 });
    },
  };
}
