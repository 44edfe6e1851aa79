import { writeSync } from "node:fs";
import { createInterface } from "node:readline";
import { fail } from "../domain/errors/tidemark-error.ts";
import type { Host, StopSignal } from "../domain/ports/host.ts";

const STOP_SIGNALS: readonly StopSignal[] = ["SIGINT", "SIGTERM"];
/** How long to wait before a full pipe is tried again. */
const FULL_PIPE_MS = 2;
/** What Ctrl-C, Ctrl-D and the two keys that take a letter back send. */
const INTERRUPT = "\u0003";
const END_OF_INPUT = "\u0004";
const ERASE = new Set(["\u007f", "\b"]);

/** The running process. Output is written synchronously: nothing is lost when `exit` follows. */
export function createHost(): Host {
  return {
    args: process.argv.slice(2),
    env: process.env,
    pid: process.pid,
    platform: process.platform,
    outIsTerminal: process.stdout.isTTY === true,
    errIsTerminal: process.stderr.isTTY === true,
    cwd: () => process.cwd(),
    columns: () => process.stdout.columns ?? 80,
    out: textWriter(1, (reason) => {
      throw fail(
        "output.failed",
        { reason: reason instanceof Error ? reason.message : String(reason) },
        { cause: reason },
      );
    }),
    // A log that cannot be written (full disk, closed terminal) must not end a service that can still do its work.
    err: textWriter(2, () => false),
    outBytes: byteWriter(1),
    ask,
    askHidden,
    onStop,
    onInputEnd,
    exit: (code) => process.exit(code),
  };
}

/** @param onError decides about what is neither a reader that has gone nor a pipe that is full for the moment */
function textWriter(descriptor: number, onError: (reason: unknown) => false): (text: string) => boolean {
  let open = true;
  return (text) => {
    if (!open) return false;
    open = false; // Remains so when the write throws: what comes after a gap would mislead.
    open = writeText(descriptor, text, onError);
    return open;
  };
}

/** @returns false when the reader has gone */
function writeText(descriptor: number, text: string, onError: (reason: unknown) => false): boolean {
  return writeBytes(descriptor, Buffer.from(text), onError);
}

function writeBytes(descriptor: number, bytes: Uint8Array, onError: (reason: unknown) => false): boolean {
  for (let done = 0; done < bytes.length; ) {
    try {
      done += writeSync(descriptor, bytes, done, bytes.length - done);
    } catch (reason) {
      const code = reason instanceof Error && "code" in reason ? reason.code : null;
      if (code === "EPIPE") return false;
      if (code !== "EAGAIN") return onError(reason);
      Bun.sleepSync(FULL_PIPE_MS);
    }
  }
  return true;
}

/** Whoever wants bytes wants all of them: a reader that has gone is an error too. */
function byteWriter(descriptor: number): (bytes: Uint8Array) => void {
  const failed = (reason: unknown): never => {
    const text = reason instanceof Error ? reason.message : String(reason);
    throw fail("output.failed", { reason: text }, { cause: reason });
  };
  return (bytes) => {
    if (!writeBytes(descriptor, bytes, failed)) failed("the reader has gone");
  };
}

/** Key by key, since the terminal itself would show a line that it edits. */
async function askHidden(question: string): Promise<string | null> {
  const { stdin } = process;
  if (stdin.isTTY !== true) return null;
  writeSync(2, question);
  stdin.setRawMode(true);
  try {
    return await hiddenLine(stdin);
  } finally {
    stdin.setRawMode(false);
    stdin.pause();
    writeSync(2, "\n");
  }
}

/** By its events: whoever loops over the stream closes it, and a second question would find nobody. */
function hiddenLine(stdin: NodeJS.ReadStream): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const typed = new HiddenLine();
    const end = (settle: () => void): void => {
      stdin.off("data", take);
      stdin.off("end", gone);
      settle();
    };
    const gone = (): void => end(() => resolve(null));
    const take = (bytes: Uint8Array): void => {
      const state = typed.take(bytes);
      if (state === "interrupted") end(() => reject(fail("run.cancelled")));
      else if (state !== "typing") end(() => resolve(state === "gone" ? null : typed.text));
    };
    stdin.on("data", take);
    stdin.on("end", gone);
    stdin.resume();
  });
}

/** What is typed in a mode in which the terminal does nothing by itself. */
class HiddenLine {
  readonly #decoder = new TextDecoder();
  text = "";

  take(bytes: Uint8Array): "typing" | "entered" | "gone" | "interrupted" {
    for (const key of this.#decoder.decode(bytes, { stream: true })) {
      if (key === "\r" || key === "\n") return "entered";
      if (key === INTERRUPT) return "interrupted";
      if (key === END_OF_INPUT) return this.text === "" ? "gone" : "entered";
      this.text = ERASE.has(key) ? [...this.text].slice(0, -1).join("") : this.text + key;
    }
    return "typing";
  }
}

async function ask(question: string): Promise<string | null> {
  if (process.stdin.isTTY !== true) return null;
  // The terminal itself edits the line and turns Ctrl-C into a signal.
  const lines = createInterface({ input: process.stdin, output: process.stderr, terminal: false });
  try {
    return await new Promise((resolve) => {
      lines.once("close", () => resolve(null));
      lines.question(question, resolve);
    });
  } finally {
    lines.close();
  }
}

function onStop(handler: (signal: StopSignal) => void): () => void {
  for (const signal of STOP_SIGNALS) process.on(signal, handler);
  return () => {
    for (const signal of STOP_SIGNALS) process.off(signal, handler);
  };
}

function onInputEnd(handler: () => void): () => void {
  const { stdin } = process;
  let ended = false;
  // A pipe whose writer has gone reports an end, or an error where the system calls it one, and is closed after either.
  const once = () => {
    if (!ended) handler();
    ended = true;
  };
  for (const event of ["end", "error", "close"]) stdin.on(event, once);
  stdin.resume();
  return () => {
    ended = true;
    stdin.pause();
  };
}

/** The file of the running program; that of the runtime when it runs from source. */
export function runningProgram(): string {
  return process.execPath;
}
