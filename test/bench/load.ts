import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { builtProgram } from "../support/built-program.ts";
import { SimulatorProcess } from "../support/simulator-process.ts";
import { type Backfill, backfill } from "./load/backfill.ts";
import { HELP, parseLoadOptions } from "./load/options.ts";
import { loadReport } from "./load/report.ts";
import { readOptions } from "./read-options.ts";

/**
 * `bun run bench:load`: what it costs a first read that many people ask the service meanwhile. The built program; server, service and those
 * who ask are processes of their own.
 */
const options = readOptions(parseLoadOptions, HELP);
/** For each reader, after the last first read: more than any connection and queue may hold of what is not read. */
const CROWD_BYTES = 8_000_000;
const root = mkdtempSync(join(tmpdir(), "tidemark-load-"));
process.on("SIGINT", () => process.exit(130));
process.on("exit", () => rmSync(root, { recursive: true, force: true }));

const { records, pairs, readers, silent, rate, connections } = options;
console.error("building …");
const binary = await builtProgram(root);
console.error(`making a company of ${records} records …`);
await using simulator = await SimulatorProcess.start({ records, program: binary });
const quiet = { moneyworks: simulator.url, binary, load: null, crowdBytes: 0 };
const loaded = { ...quiet, load: { readers, silent, rate, connections } };

console.error("a first read that does not count …");
await backfill(quiet);
const rounds: { readonly quiet: Backfill; readonly loaded: Backfill }[] = [];
for (let pair = 1; pair <= pairs; pair++) {
  console.error(`pair ${pair} of ${pairs}, load average ${loadavg()[0]?.toFixed(1)} …`);
  // Taken in turns, so that a machine that becomes slower or faster favours neither.
  const isQuietFirst = pair % 2 === 1;
  const early = isQuietFirst ? await backfill(quiet) : null;
  const withLoad = await backfill({ ...loaded, crowdBytes: pair === pairs ? CROWD_BYTES : 0 });
  rounds.push({ quiet: early ?? (await backfill(quiet)), loaded: withLoad });
}
console.log(loadReport(rounds));
if (options.json !== null) writeFileSync(options.json, `${JSON.stringify(rounds, null, 2)}\n`);
