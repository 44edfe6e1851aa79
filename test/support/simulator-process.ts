import { Program } from "./program.ts";

export interface SimulatorProcessOptions {
  /** Default 300. */
  readonly records?: number;
  /** Default 0: any free one. */
  readonly port?: number;
  /** Further arguments, such as `--freeze`. */
  readonly args?: readonly string[];
  /** A built program that simulates instead of the one that tests start. */
  readonly program?: string;
}

/** `tidemark simulate` as a process of its own, as a Datacentre is one. */
export class SimulatorProcess implements AsyncDisposable {
  readonly #program: Program;
  /** What a client is given, log-in included. */
  readonly url: string;
  readonly port: number;
  readonly #control: string;

  private constructor(program: Program, listening: { url: string; port: number; control: string }) {
    this.#program = program;
    this.url = listening.url;
    this.port = listening.port;
    this.#control = listening.control;
  }

  static async start(options: SimulatorProcessOptions = {}): Promise<SimulatorProcess> {
    const { records = 300, port = 0, args = [], program: built } = options;
    const words = ["simulate", "--json", "--port", String(port), "--records", String(records), ...args];
    const program = new Program(words, { program: built });
    return new SimulatorProcess(program, JSON.parse(await program.line(/"listening"/)));
  }

  /** A control of docs/simulator.md. @throws with the simulator's words when it refuses */
  async control(name: string, body?: object): Promise<unknown> {
    const request = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
    const response = await fetch(`${this.#control}/${name}`, request);
    const text = await response.text();
    if (!response.ok) throw new Error(`control ${name}: ${text}`);
    return text === "" ? null : JSON.parse(text);
  }

  /** Ends it as an administrator would, and waits until the port is free. */
  async stop(): Promise<number | null> {
    this.#program.kill("SIGTERM");
    return (await this.#program.finished).code;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#program[Symbol.asyncDispose]();
  }
}
