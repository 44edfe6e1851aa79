import { PeakMemory } from "./peak-memory.ts";

export interface ProcessOptions {
  readonly cwd: string;
  /** A file for its standard input. */
  readonly input?: string;
}

/** What one process took, its descendants included. */
export interface Usage {
  /** From its start to its end. */
  readonly seconds: number;
  /** User and system time. */
  readonly cpuSeconds: number;
  /** Bytes of the largest single process. */
  readonly peakBytes: number;
}

/** Nothing of the developer's configuration; fixed people; no question on the terminal. */
const ENVIRONMENT: Readonly<Record<string, string>> = {
  PATH: process.env.PATH ?? "",
  HOME: "/nonexistent",
  LC_ALL: "C",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_TERMINAL_PROMPT: "0",
  GIT_AUTHOR_NAME: "Bench",
  GIT_AUTHOR_EMAIL: "bench@example.com",
  GIT_COMMITTER_NAME: "Bench",
  GIT_COMMITTER_EMAIL: "bench@example.com",
};

/** Runs a command to its end. @throws with its last words when it fails */
export async function runProcess(
  command: readonly string[],
  { cwd, input }: ProcessOptions,
): Promise<Usage & { readonly output: string }> {
  const started = performance.now();
  const child = Bun.spawn([...command], {
    cwd,
    env: ENVIRONMENT,
    stdin: input === undefined ? "ignore" : Bun.file(input),
    stderr: "pipe",
  });
  const memory = new PeakMemory(child.pid, command[0] ?? "");
  const [output, errors] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
  const seconds = (performance.now() - started) / 1000;
  const peakBytes = memory.stop();
  if (child.exitCode !== 0) throw new Error(`${command.join(" ").slice(0, 300)}: ${errors.slice(-2000)}`);
  const cpuSeconds = Number(child.resourceUsage()?.cpuTime.total ?? 0) / 1e6;
  return { seconds, cpuSeconds, peakBytes, output };
}

/** Runs one of the processes of this folder with an argument and returns what it answers, both as JSON. */
export async function runScript<Answer>(script: string, argument: unknown): Promise<Usage & { answer: Answer }> {
  const path = new URL(`../${script}.ts`, import.meta.url).pathname;
  const usage = await runProcess([process.execPath, path, JSON.stringify(argument)], { cwd: "/" });
  return { ...usage, answer: JSON.parse(usage.output) as Answer };
}

/** The argument that `runScript` gave to this process. */
export function scriptArgument<Argument>(): Argument {
  return JSON.parse(process.argv[2] ?? "null") as Argument;
}

/** Several steps as one: times add up, the largest process counts. */
export function sumUsage(parts: readonly Usage[]): Usage {
  return {
    seconds: parts.reduce((sum, part) => sum + part.seconds, 0),
    cpuSeconds: parts.reduce((sum, part) => sum + part.cpuSeconds, 0),
    peakBytes: Math.max(...parts.map((part) => part.peakBytes)),
  };
}
