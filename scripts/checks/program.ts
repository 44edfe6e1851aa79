export interface Finished {
  readonly code: number;
  /** Standard output, then standard error. */
  readonly text: string;
  readonly out: string;
}

/** How long to wait for what is left in a pipe: a process that the program left behind may hold it open for ever. */
const GRACE_MS = 1000;

/** Runs a program to its end and collects what it writes. @param env added to this process's own */
export async function runProgram(
  command: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Finished> {
  const child = Bun.spawn([...command], {
    cwd,
    env: { ...process.env, NO_COLOR: "1", ...env },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  const out = new Collector(child.stdout);
  const err = new Collector(child.stderr);
  const code = await child.exited;
  await Promise.race([Promise.all([out.ended, err.ended]), Bun.sleep(GRACE_MS)]);
  return { code, out: out.text, text: `${out.text}${err.text}`.trim() };
}

class Collector {
  text = "";
  readonly ended: Promise<void>;

  constructor(stream: ReadableStream<Uint8Array>) {
    this.ended = this.#collect(stream);
  }

  async #collect(stream: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    for await (const piece of stream) this.text += decoder.decode(piece, { stream: true });
  }
}

/** A package's own program, run under Bun, so that the host's Node does not matter. */
export function packageProgram(path: string, ...args: readonly string[]): string[] {
  return [process.execPath, "--bun", `node_modules/${path}`, ...args];
}
