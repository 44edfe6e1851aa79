import type { ProgramOptions, ProgramResult, Programs } from "../domain/ports/programs.ts";

/** Starts other programs, never through a shell. */
export function createPrograms(): Programs {
  return { run, find: (name) => Bun.which(name) };
}

async function run(words: readonly string[], options: ProgramOptions = {}): Promise<ProgramResult> {
  const child = start(words, options);
  if (child === null) return { code: null, out: "", err: `there is no program ${words[0] ?? ""}` };
  const [out, err] = await Promise.all([textOf(child.stdout, options.onLine), child.stderr.text()]);
  await child.exited;
  return { code: child.signalCode === null ? child.exitCode : null, out, err };
}

function start(words: readonly string[], { input, env, cwd, timeoutMs, signal }: ProgramOptions) {
  try {
    return Bun.spawn([...words], {
      stdin: input === undefined ? "ignore" : Buffer.from(input),
      stdout: "pipe",
      stderr: "pipe",
      env: { ...process.env, ...env },
      ...(cwd === undefined ? {} : { cwd }),
      ...(timeoutMs === undefined ? {} : { timeout: timeoutMs }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (reason) {
    if (reason instanceof Error && "code" in reason && reason.code === "ENOENT") return null;
    throw reason;
  }
}

/** All of a stream; with `onLine` each line as soon as it is there, and nothing is kept: a log may be followed for weeks. */
async function textOf(stream: ReadableStream<Uint8Array>, onLine?: (line: string) => void): Promise<string> {
  if (onLine === undefined) return await stream.text();
  const decoder = new TextDecoder();
  let begun = "";
  for await (const bytes of stream) {
    const lines = (begun + decoder.decode(bytes, { stream: true })).split("\n");
    begun = lines.pop() ?? "";
    for (const line of lines) onLine(line);
  }
  if (begun !== "") onLine(begun);
  return "";
}
