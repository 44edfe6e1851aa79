import type { Host, StopSignal } from "../../src/domain/ports/host.ts";

export interface FakeHostOptions {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly terminal?: boolean;
  readonly columns?: number;
  /** What a person types, question after question; then nobody is there. */
  readonly answers?: readonly string[];
}

/** What `exit` throws here: a process ends, a test goes on. */
export class Exited extends Error {
  readonly code: number;

  constructor(code: number) {
    super(`exit ${code}`);
    this.code = code;
  }
}

/** A process around the program that keeps what is written and sends signals when a test says so. */
export class FakeHost implements Host {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly pid = 4711;
  readonly platform = "linux";
  readonly outIsTerminal: boolean;
  readonly errIsTerminal: boolean;
  readonly #columns: number;
  readonly #answers: string[];
  readonly #handlers = new Set<(signal: StopSignal) => void>();
  output = "";
  readonly bytes: Uint8Array[] = [];
  errors = "";
  /** What standard output does with the next texts; default: takes them. */
  onOut: (text: string) => boolean = () => true;

  constructor({ args = [], env = {}, terminal = false, columns = 80, answers = [] }: FakeHostOptions = {}) {
    this.#answers = [...answers];
    this.args = args;
    this.env = env;
    this.outIsTerminal = terminal;
    this.errIsTerminal = terminal;
    this.#columns = columns;
  }

  cwd = () => "/nowhere";
  columns = () => this.#columns;

  out = (text: string): boolean => {
    this.output += text;
    return this.onOut(text);
  };

  err = (text: string): boolean => {
    this.errors += text;
    return true;
  };

  outBytes = (bytes: Uint8Array): void => {
    this.bytes.push(Uint8Array.from(bytes));
  };

  askHidden = (question: string): Promise<string | null> => this.ask(question);

  async ask(question: string): Promise<string | null> {
    this.errors += question;
    return this.#answers.shift() ?? null;
  }

  onStop(handler: (signal: StopSignal) => void): () => void {
    this.#handlers.add(handler);
    return () => this.#handlers.delete(handler);
  }

  onInputEnd = (): (() => void) => () => {};

  /** Whether anybody listens for signals. */
  get guarded(): boolean {
    return this.#handlers.size > 0;
  }

  send(signal: StopSignal): void {
    for (const handler of this.#handlers) handler(signal);
  }

  exit(code: number): never {
    throw new Exited(code);
  }
}
