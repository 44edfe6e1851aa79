import type { StoredReading } from "../../../src/app/service/reading.ts";
import { readStatus } from "../../../src/app/status.ts";
import type { Staging } from "../../../src/domain/ports/staging.ts";
import { YEAR_MS } from "./fill-year.ts";

export interface Call {
  readonly name: string;
  /** The overview asks it when it is loaded. */
  readonly isLoad?: true;
  readonly times: number;
  readonly ask: (round: number) => unknown;
}

export interface Questions {
  readonly staging: Staging;
  readonly reading: StoredReading;
  /** Host wall clock, ms: the end of the year. */
  readonly now: number;
  readonly records: number;
}

const DAY_MS = 86_400_000;
const TIMES = 200;
const SEARCHES = 60;

/** What the pages of the dashboard ask, each time for something else where there is a choice. */
export function callsOf(questions: Questions): readonly Call[] {
  return [...overview(questions), ...history(questions), ...records(questions)];
}

function overview({ staging, reading, now }: Questions): Call[] {
  const statistics = (ms: number, spans: number) => () => reading.statistics({ from: now - ms, until: now, spans });
  return [
    {
      name: "status, of staging",
      isLoad: true,
      times: TIMES,
      ask: () => readStatus(staging, { now, overlapSeconds: 60 }),
    },
    { name: "statistics of a day, 120 spans", isLoad: true, times: TIMES, ask: statistics(DAY_MS, 120) },
    { name: "runs, newest 20", isLoad: true, times: TIMES, ask: () => reading.runs({ limit: 20 }) },
    { name: "changes, newest 50", isLoad: true, times: TIMES, ask: () => reading.changes({ limit: 50 }) },
    { name: "promotions, newest 20", isLoad: true, times: TIMES, ask: () => reading.promotions({ limit: 20 }) },
    { name: "statistics of 30 days, 120 spans", times: TIMES, ask: statistics(30 * DAY_MS, 120) },
    { name: "statistics of a year, 400 spans", times: TIMES, ask: statistics(YEAR_MS, 400) },
  ];
}

function history({ staging, reading, now }: Questions): Call[] {
  const last = staging.lastChange();
  const epoch = staging.changeEpoch();
  const ids = staging.findRuns({ limit: 50_000 }).map(({ run }) => run);
  const cursor = (round: number) => `${epoch}.${1 + ((round * 104_729) % last)}`;
  const run = (round: number) => ids[(round * 7919) % ids.length] ?? "";
  const changes = (name: string, ask: (round: number) => Partial<Parameters<StoredReading["changes"]>[0]>): Call => ({
    name: `changes, ${name}`,
    times: TIMES,
    ask: (round) => reading.changes({ limit: 100, ...ask(round) }),
  });
  return [
    {
      name: "runs, a page of 50 failed polls",
      times: TIMES,
      ask: () => reading.runs({ kind: "poll", outcome: "failed", limit: 50 }),
    },
    {
      name: "runs, a page of 200 somewhere",
      times: TIMES,
      ask: (round) => reading.runs({ before: run(round), limit: 200 }),
    },
    { name: "one run", times: TIMES, ask: (round) => reading.run(run(round)) },
    changes("a page of 100 somewhere", (round) => ({ before: cursor(round) })),
    changes("of a record", (round) => ({ table: "transaction", key: String(1 + round) })),
    changes("of a table, somewhere", (round) => ({ table: "name", before: cursor(round) })),
    changes("of a field, somewhere", (round) => ({ field: "phone", before: cursor(round) })),
    changes("of a run", (round) => ({ run: run(round) })),
    changes("of a day", (round) => ({ from: now - (round + 1) * DAY_MS, until: now - round * DAY_MS })),
    changes("of a field that never changed, in a year", () => ({ field: "fax", from: now - YEAR_MS })),
    changes("a feed, 1000 from somewhere", (round) => ({ since: cursor(round), limit: 1000 })),
  ];
}

function records({ reading, records: all }: Questions): Call[] {
  const key = (round: number) => String(1 + ((round * 104_729) % Math.max(1, Math.floor(all / 3))));
  const search = (text: string, after?: (round: number) => string): Call => ({
    name: `search '${text}'${after === undefined ? ", from the first" : ", in fields somewhere"}`,
    times: SEARCHES,
    ask: (round) => reading.records({ table: "transaction", search: text, after: after?.(round), limit: 100 }),
  });
  return [
    {
      name: "records, a page of 100 somewhere",
      times: TIMES,
      ask: (round) => reading.records({ table: "transaction", after: key(round), limit: 100 }),
    },
    {
      name: "one record, now",
      times: TIMES,
      ask: (round) => reading.record({ table: "transaction", key: key(round), at: null }),
    },
    search("1042"),
    search("quokka"),
    search("quokka", (round) => `field:${key(round)}`),
    search("name", (round) => `field:${key(round)}`),
    search("an", (round) => `field:${key(round)}`),
  ];
}
