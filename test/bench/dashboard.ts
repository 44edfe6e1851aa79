import { Database } from "bun:sqlite";
import { existsSync, renameSync, rmSync } from "node:fs";
import { createReading } from "../../src/app/service/reading.ts";
import { createClock } from "../../src/platform/clock.ts";
import { openStaging } from "../../src/staging/staging.ts";
import { TemporaryDirectory } from "../support/temporary.ts";
import { type Call, callsOf } from "./dashboard/calls.ts";
import { fill } from "./dashboard/fill.ts";
import { figure, markdownTable } from "./report/markdown.ts";

/**
 * `bun run bench:dashboard [RECORDS [CHANGES [FILE]]]`: what the answers of the API cost that the dashboard asks for, on a staging file with
 * so many records, a year of runs and so many lines of the change log. FILE is kept, and used again when it is there.
 *
 * The ratios are to the least that an answer can cost: fifty lines of the change log by their numbers, from a prepared statement.
 */
const records = Number(Bun.argv[2] ?? "1000000");
const changes = Number(Bun.argv[3] ?? "10000000");
const NOW = Date.UTC(2026, 0, 1);

using temporary = new TemporaryDirectory();
const path = Bun.argv[4] ?? `${temporary.path}/staging.sqlite`;
if (!existsSync(path)) {
  console.error(`writing ${records} records and ${changes} changes …`);
  // Under another name until it is whole: what an interruption leaves is not to be measured.
  const unfinished = `${path}.part`;
  rmSync(unfinished, { force: true });
  fill({ path: unfinished, records, changes, now: NOW });
  renameSync(unfinished, path);
}

interface Times {
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

/** In milliseconds, the first of which warms up nothing: a call is measured from its first time on. */
function timesOf({ times, ask }: Pick<Call, "times" | "ask">): Times {
  const taken = Array.from({ length: times }, (_, round) => {
    const started = performance.now();
    ask(round);
    return performance.now() - started;
  }).sort((a, b) => a - b);
  const at = (share: number) => taken[Math.min(taken.length - 1, Math.floor(taken.length * share))] ?? Number.NaN;
  return { p50: at(0.5), p95: at(0.95), max: at(1) };
}

function floorOf(last: number): Times {
  const database = new Database(path, { readonly: true, strict: true });
  try {
    const query = database.prepare<{ id: number }, { after: number }>(
      "SELECT id, at, run_id, table_id, key, operation, field, old, new FROM change WHERE id > :after ORDER BY id LIMIT 50",
    );
    return timesOf({ times: 200, ask: (round) => query.all({ after: (round * 104_729) % Math.max(1, last - 50) }) });
  } finally {
    database.close();
  }
}

const staging = openStaging({ path });
const mirror = { past: () => null, began: () => null };
const clock = createClock();
const reading = createReading({ staging, mirror, clock, hidden: () => new Set(["name.phone"]), secret: "bench" });
const floor = floorOf(staging.lastChange());
const rows = callsOf({ staging, reading, now: NOW, records }).map((call) => ({ ...call, ...timesOf(call) }));
staging.close();

const load = rows.filter(({ isLoad }) => isLoad === true);
const sum = (pick: keyof Times) => load.reduce((total, row) => total + row[pick], 0);
const lines = [
  ...rows.map(({ name, isLoad, ...times }) => ({ name: isLoad === true ? `${name} *` : name, ...times })),
  { name: "* together: the overview is loaded", p50: sum("p50"), p95: sum("p95"), max: sum("max") },
  { name: "the least: 50 lines by number", ...floor },
];
console.log(
  markdownTable(
    ["call", "p50 ms", "p95 ms", "max ms", "p50, x the least"],
    lines.map(({ name, p50, p95, max }) => [name, figure(p50), figure(p95), figure(max), figure(p50 / floor.p50)]),
  ),
);
