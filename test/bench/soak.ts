import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { builtProgram } from "../support/built-program.ts";
import { Installation } from "../support/installation.ts";
import { SimulatorProcess } from "../support/simulator-process.ts";
import { readOptions } from "./read-options.ts";
import { markdownTable } from "./report/markdown.ts";
import { type IdleFigures, idleFiguresOf, wakeupsBetween } from "./soak/idle-figures.ts";
import { HELP, parseSoakOptions } from "./soak/options.ts";

/** `bun run soak`: a hundred idle hours of the built program in minutes; its memory must not grow, and what it does at rest is told. */
const options = readOptions(parseSoakOptions, HELP);
const POLLS_AN_HOUR = 6;
const POLLS_A_DAY = 144;
/** After which a poll gives memory back (`app/upkeep`). */
const RELEASE_MS = 11_000;
/** The allocator and the compiler of the engine settle within the first third. */
const SETTLED = 1 / 3;
/** More than the samples differ from each other, less than a leak of 50 KB a poll comes to. */
const MOST_GROWTH = 12_000_000;

const root = mkdtempSync(join(tmpdir(), "tidemark-soak-"));
process.on("SIGINT", () => process.exit(130));
process.on("exit", () => rmSync(root, { recursive: true, force: true }));
const binary = await builtProgram(root);
await using simulator = await SimulatorProcess.start({ records: options.records, program: binary });
using place = new Installation({
  moneyworks: simulator.url,
  program: binary,
  env: { TIDEMARK_API_LISTEN: "127.0.0.1:0", TIDEMARK_LOG_FORMAT: "json" },
});
await using service = place.start(["run"]);
const { address } = JSON.parse(await service.errorLine(/"listening"/));
const started = idleFiguresOf(service.pid);
await service.errorLine(/"full ok"/);

const polls = options.hours * POLLS_AN_HOUR;
const samples: number[] = [];
const before = idleFiguresOf(service.pid);
for (let poll = 1; poll <= polls; poll++) {
  await post("poll");
  if (poll % POLLS_A_DAY === 0) await post("sweep");
  if (poll % POLLS_AN_HOUR === 0) samples.push(idleFiguresOf(service.pid).rss);
}
// Polls that come as fast as this one after the other do not each give memory back; the last one does, as all of them do in life.
await Bun.sleep(RELEASE_MS);
await post("poll");
const worked = idleFiguresOf(service.pid);
await Bun.sleep(options.rest * 1000);
const rested = idleFiguresOf(service.pid);

const settled = samples.slice(Math.floor(samples.length * SETTLED));
const half = Math.ceil(settled.length / 2);
const growth = median(settled.slice(half)) - median(settled.slice(0, half));
report({ growth, before, worked, rested });
service.kill("SIGTERM");
await service.finished;
if (growth > MOST_GROWTH) {
  console.error(`memory grew by ${mb(growth)} MB over the last two thirds of ${options.hours} hours`);
  process.exitCode = 1;
}

async function post(kind: "poll" | "sweep"): Promise<void> {
  const response = await fetch(`http://${address}/sync/${kind}`, { method: "POST" });
  if (!response.ok) throw new Error(`${kind}: ${response.status} ${await response.text()}`);
  await response.arrayBuffer();
}

interface Seen {
  readonly growth: number;
  readonly before: IdleFigures;
  readonly worked: IdleFigures;
  readonly rested: IdleFigures;
}

function report({ growth, before, worked, rested }: Seen): void {
  const days = polls / POLLS_A_DAY;
  const rows = [
    ["memory before the first read, MB", mb(started.rss)],
    ["memory in the middle of the polls, MB", mb(median(samples))],
    ["memory most of all between two polls, MB", mb(Math.max(...samples))],
    ["growth over the last two thirds, MB", mb(growth)],
    [`memory after ${options.rest} s of rest, MB`, mb(rested.rss)],
    ["written to disk an idle day, MB", mb((worked.written - before.written) / days)],
    ["CPU an idle day, seconds", ((worked.cpu - before.cpu) / days).toFixed(1)],
    ["wakeups a second at rest", (wakeupsBetween(worked, rested) / options.rest).toFixed(1)],
    ["CPU at rest, percent", (((rested.cpu - worked.cpu) / options.rest) * 100).toFixed(2)],
  ];
  console.log(markdownTable([`${options.hours} idle hours, ${options.records} records`, ""], rows));
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function mb(bytes: number): string {
  return (bytes / 1_000_000).toFixed(1);
}
