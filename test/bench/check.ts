import { Installation } from "../support/installation.ts";
import { jsonLines, programEnvironment, programWords } from "../support/program.ts";
import { SimulatorProcess } from "../support/simulator-process.ts";
import { PeakMemory } from "./measure/peak-memory.ts";

/**
 * `bun run bench:check [RECORDS]`: what reading a whole document costs in each way. The server is a process of its own, so the
 * memory shown is the program's. `PROGRAM_UNDER_TEST=dist/tidemark` measures the built binary.
 */
const records = Number(Bun.argv[2] ?? "100000");
const CHUNKS = ["100", "1000"];

interface Row {
  readonly what: string;
  readonly code: number | null;
  readonly requests: number;
  readonly seconds: number;
  readonly megabytes: number;
  readonly peakMiB: number;
}

console.error(`making a company of ${records} records …`);
await using simulator = await SimulatorProcess.start({ records });
using place = new Installation({
  moneyworks: simulator.url,
  env: { TIDEMARK_POLL: "1h", TIDEMARK_LOG_LEVEL: "error" },
});

async function measure(what: string, words: readonly string[]): Promise<Row> {
  console.error(`${what} …`);
  const before = await requestsSoFar();
  const started = performance.now();
  const command = programWords([...words, "--json"]);
  const child = Bun.spawn(command, { cwd: place.path, env: programEnvironment(place.env), stderr: "inherit" });
  const memory = new PeakMemory(child.pid, command[0] ?? "");
  const output = await child.stdout.text();
  await child.exited;
  const seconds = (performance.now() - started) / 1000;
  const peakMiB = memory.stop() / 1024 / 1024;
  const bytes = Math.max(0, ...jsonLines(output).map((line) => Number(line.bytes ?? 0)));
  const requests = (await requestsSoFar()) - before;
  return { what, code: child.exitCode, requests, seconds, megabytes: bytes / 1e6, peakMiB };
}

async function requestsSoFar(): Promise<number> {
  const { requests } = (await simulator.control("state")) as { readonly requests: number };
  return requests;
}

/** Edits so many of the first transactions; returns how many there were. */
async function editTransactions(count: number): Promise<number> {
  console.error(`editing ${count} transactions …`);
  let edited = 0;
  for (let key = 1; key <= count; key += 1) {
    const edit = { table: "transaction", key, fields: { description: `edited ${key}` } };
    edited += await simulator.control("edit", edit).then(
      () => 1,
      () => 0,
    );
  }
  return edited;
}

const rows: Row[] = [await measure("first read", ["sync", "--chunk", "1000"])];
for (const chunk of CHUNKS) {
  const note = `chunk ${chunk}`;
  rows.push(await measure(`full sync, ${note}`, ["sync", "--full", "--chunk", chunk]));
  rows.push(await measure(`check, ${note}`, ["sync", "--full", "--check", "--chunk", chunk]));
}
rows.push(await measure("sweep", ["sync", "--sweep"]));
const edited = await editTransactions(Math.ceil(records / 5));
rows.push(await measure(`check, ${edited} records differ`, ["sync", "--full", "--check", "--max-differences", "0"]));
console.table(
  rows.map(({ seconds, megabytes, peakMiB, ...row }) => ({
    ...row,
    seconds: seconds.toFixed(1),
    megabytes: megabytes.toFixed(1),
    peakMiB: peakMiB.toFixed(0),
  })),
);
