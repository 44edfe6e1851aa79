import { writeSync } from "node:fs";
import { createInterface } from "node:readline";
import { fail } from "../domain/errors/tidemark-error.ts";
import type { Host, StopSignal } from "../domain/ports/host.ts";
import { askHidden } from "./ask-hidden.ts";

const STOP_SIGNALS: readonly StopSignal[] = ["SIGINT", "SIGTERM"];
/** How long to wait before a full pipe is tried again. */
const FULL_PIPE_MS = 2;

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
    // 0 where a terminal was never told its size.
    columns: () => process.stdout.columns || 80,
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

/** Leads to the same file on Linux also once another one has its name; elsewhere to whatever has the name by now. */
export function runningImage(): string {
  return process.platform === "linux" ? "/proc/self/exe" : process.execPath;
}
