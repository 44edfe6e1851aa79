import { resolve } from "node:path";

/** Names a built binary to try instead of the source: `PROGRAM_UNDER_TEST=dist/tidemark bun test test/e2e`. */
const BINARY = process.env.PROGRAM_UNDER_TEST;
const PROGRAM =
  BINARY === undefined ? [process.execPath, resolve(import.meta.dir, "../../src/main.ts")] : [resolve(BINARY)];

export interface ProgramOptions {
  /** All that the process sees beside PATH and HOME; undefined: not set. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** Words before the program's own: another program that starts it. */
  readonly under?: readonly string[];
  /** A built program to start instead. */
  readonly program?: string | undefined;
}

/** A process that has ended. */
export interface Finished {
  /** null when a signal ended it. */
  readonly code: number | null;
  readonly signal: string | null;
  readonly out: string;
  readonly err: string;
}

/** How to start the program by hand, for a test that needs a shell around it. */
export function programWords(args: readonly string[]): string[] {
  return [...PROGRAM, ...args];
}

/** What a process of the program sees of the environment. */
export function programEnvironment(env: ProgramOptions["env"] = {}): Record<string, string> {
  const set = Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { PATH: process.env.PATH ?? "", HOME: "/nonexistent", ...Object.fromEntries(set) };
}

/** The program as a process of its own; killed when the test is over. */
export class Program implements AsyncDisposable {
  readonly #child;
  readonly finished: Promise<Finished>;
  readonly #out = new Lines();
  readonly #err = new Lines();

  constructor(args: readonly string[], { env, cwd = "/", under = [], program }: ProgramOptions = {}) {
    const words = [...under, ...(program === undefined ? programWords(args) : [program, ...args])];
    this.#child = Bun.spawn(words, { env: programEnvironment(env), cwd, stdin: "ignore", stderr: "pipe" });
    this.finished = this.#end();
  }

  /** Waits for a line of standard output that fits. @throws when the process ends without one */
  line(pattern: RegExp): Promise<string> {
    return this.#out.find(pattern);
  }

  /** The same on standard error. */
  errorLine(pattern: RegExp): Promise<string> {
    return this.#err.find(pattern);
  }

  get pid(): number {
    return this.#child.pid;
  }

  kill(signal: "SIGKILL" | "SIGTERM" | "SIGINT" | "SIGSTOP" | "SIGCONT"): void {
    this.#child.kill(signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.finished;
  }

  async #end(): Promise<Finished> {
    await Promise.all([this.#out.take(this.#child.stdout), this.#err.take(this.#child.stderr)]);
    await this.#child.exited;
    const { exitCode: code, signalCode } = this.#child;
    const signal = signalCode === null ? null : String(signalCode);
    return { code: signal === null ? code : null, signal, out: this.#out.text, err: this.#err.text };
  }
}

/** Runs the program to its end. */
export function runProgram(args: readonly string[], options: ProgramOptions = {}): Promise<Finished> {
  return new Program(args, options).finished;
}

/** Every line as JSON. @throws for a line that is none */
export function jsonLines(text: string): Record<string, unknown>[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}

/** What a process writes, kept whole, with a wait for a line. */
class Lines {
  text = "";
  #ended = false;
  #wake: (() => void)[] = [];

  async take(stream: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    for await (const bytes of stream) {
      this.text += decoder.decode(bytes, { stream: true });
      this.#wakeAll();
    }
    this.#ended = true;
    this.#wakeAll();
  }

  async find(pattern: RegExp): Promise<string> {
    for (;;) {
      const found = this.text.split("\n").find((line) => pattern.test(line));
      if (found !== undefined) return found;
      if (this.#ended) throw new Error(`the process ended without ${pattern}; it wrote:\n${this.text}`);
      await new Promise<void>((resolve) => this.#wake.push(resolve));
    }
  }

  #wakeAll(): void {
    for (const wake of this.#wake.splice(0)) wake();
  }
}
