import { Caches } from "./judge/caches.ts";
import { type Options, parseOptions } from "./options.ts";
import { describeFailure, describeTally, missedPoints, unknownPoints } from "./report.ts";
import { Companies } from "./scenario/companies.ts";
import { Tally, type TallyJson } from "./tally.ts";
import { type Failure, Worker } from "./worker.ts";
import { Workplace } from "./world/place.ts";

/** A line of a worker's output. */
type Message = { readonly seed: number; readonly failure: Failure | null } | { readonly tally: TallyJson };

/** `bun run faults`: exit code 1 when a seed fails, or a crash point was never hit by a thousand seeds. */
async function main(args: readonly string[]): Promise<number> {
  const options = parseOptions(args);
  if (options.seed !== null) return playOne(options.seed);
  if (options.worker !== null) return playShare(options, options.worker);
  return playAll(options);
}

async function playOne(seed: number): Promise<number> {
  using workplace = new Workplace();
  const worker = new Worker({ workplace, companies: new Companies(), caches: new Caches() });
  const { outcome, failure } = await worker.play(seed);
  console.log(outcome.trace.lines.join("\n"));
  console.log(`trace ${outcome.trace.hash()}`);
  if (failure !== null) console.log(`\n${describeFailure(failure)}`);
  return failure === null ? 0 : 1;
}

async function playShare({ from, seeds }: Options, { number, of }: { number: number; of: number }): Promise<number> {
  using workplace = new Workplace();
  const worker = new Worker({ workplace, companies: new Companies(), caches: new Caches() });
  const tally = new Tally();
  const say = (message: Message) => console.log(JSON.stringify(message));
  for (let seed = from + number; seed < from + seeds; seed += of) {
    const { outcome, failure } = await worker.play(seed);
    tally.add(outcome);
    say({ seed, failure });
  }
  say({ tally: tally.toJSON() });
  return 0;
}

async function playAll(options: Options): Promise<number> {
  const started = performance.now();
  const tally = new Tally();
  let played = 0;
  let failed = 0;
  const hear = (message: Message) => {
    if ("tally" in message) {
      tally.include(message.tally);
      return;
    }
    played++;
    if (message.failure !== null) {
      failed++;
      console.log(`\n${describeFailure(message.failure)}\n`);
    }
    if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${played} of ${options.seeds} seeds, ${failed} failed`);
  };
  const jobs = Array.from({ length: options.jobs }, (_, number) => listen(options, number, hear));
  const ended = await Promise.all(jobs);
  if (process.stderr.isTTY) process.stderr.write("\r\x1b[K");
  console.log(describeTally(tally, (performance.now() - started) / 1000));
  return verdict(tally, ended.every((code) => code === 0) && played === options.seeds);
}

function verdict(tally: Tally, isComplete: boolean): number {
  const missed = missedPoints(tally);
  const unknown = unknownPoints(tally);
  if (!isComplete) console.log("a worker did not come to its end");
  for (const point of missed) console.log(`no process died ${point}`);
  for (const point of unknown) console.log(`a crash point that nobody listed: ${point}`);
  return tally.failed === 0 && missed.length === 0 && unknown.length === 0 && isComplete ? 0 : 1;
}

/** One worker process to its end. @returns its exit code */
async function listen(options: Options, number: number, hear: (message: Message) => void): Promise<number> {
  const share = ["--seeds", options.seeds, "--from", options.from, "--worker", number, "--of", options.jobs];
  const child = Bun.spawn([process.execPath, import.meta.path, ...share.map(String)], {
    stdout: "pipe",
    stderr: "inherit",
  });
  const stop = () => child.kill();
  process.once("SIGTERM", stop).once("SIGINT", stop);
  let rest = "";
  for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) hear(JSON.parse(line));
  }
  return child.exited;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof RangeError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
