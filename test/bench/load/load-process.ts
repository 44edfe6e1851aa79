import type { ReaderFigures } from "./event-reader.ts";
import type { LoopOptions, RequestFigures } from "./open-loop.ts";
import type { Quantiles } from "./quantiles.ts";

export interface LoadArgument extends LoopOptions {
  readonly readers: number;
  readonly silent: number;
}

export interface LoadFigures {
  readonly requests: RequestFigures;
  readonly readers: readonly ReaderFigures[];
  /** From the first reader of an event to the last. */
  readonly fanout: Quantiles;
}

/** The running process of put-under-load.ts. */
export class LoadProcess implements Disposable {
  readonly #child: Bun.Subprocess<"pipe", "pipe", "inherit">;
  readonly #lines: AsyncGenerator<string>;

  private constructor(argument: LoadArgument) {
    const script = new URL("../put-under-load.ts", import.meta.url).pathname;
    const command = [process.execPath, script, JSON.stringify(argument)];
    this.#child = Bun.spawn(command, { stdin: "pipe", stdout: "pipe", stderr: "inherit" });
    this.#lines = linesOf(this.#child.stdout);
  }

  static async start(argument: LoadArgument): Promise<LoadProcess> {
    const load = new LoadProcess(argument);
    await load.#line();
    return load;
  }

  begin(address: string): void {
    this.#say(address);
  }

  /** Ends the requests; the readers stay. */
  async endRequests(): Promise<LoadFigures> {
    this.#say("");
    return JSON.parse(await this.#line());
  }

  async end(): Promise<LoadFigures> {
    this.#say("");
    const figures = JSON.parse(await this.#line());
    await this.#child.exited;
    return figures;
  }

  [Symbol.dispose](): void {
    this.#child.kill();
  }

  #say(line: string): void {
    this.#child.stdin.write(`${line}\n`);
    this.#child.stdin.flush();
  }

  async #line(): Promise<string> {
    const { value, done } = await this.#lines.next();
    if (done === true) throw new Error("the process that asks has ended");
    return value;
  }
}

async function* linesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const bytes of stream) {
    const lines = (text + decoder.decode(bytes, { stream: true })).split("\n");
    text = lines.pop() ?? "";
    yield* lines;
  }
}
