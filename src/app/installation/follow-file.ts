import type { Clock } from "../../domain/ports/clock.ts";
import type { Files } from "../../domain/ports/files.ts";
import type { LogOptions } from "../../domain/ports/service-manager.ts";

const LOOK_EVERY_MS = 500;
/** Of a log's end, enough for any number of lines that a person asks for. */
const MOST_BYTES = 4 * 1024 * 1024;

/** The last lines of a log file, and with `follow` what comes, also in a file that takes its place. No file: no lines. */
export async function followFile(
  { files, clock }: { readonly files: Files; readonly clock: Clock },
  path: string,
  { lines, follow, onLine, signal }: LogOptions,
): Promise<void> {
  const tail = readFrom(files, path, Math.max(0, sizeOf(files, path) - MOST_BYTES));
  const whole = tail.text.split("\n");
  const rest = whole.pop() ?? "";
  for (const line of whole.slice(-lines)) onLine(line);
  let place = { offset: tail.end - Buffer.byteLength(rest), identity: files.stamp(path)?.identity };
  while (follow && !signal.aborted) {
    await clock.sleep(LOOK_EVERY_MS, signal).catch(() => {});
    place = tellNew(files, path, { ...place, onLine });
  }
}

interface Place {
  readonly offset: number;
  /** Of the file that was read last. */
  readonly identity: string | undefined;
}

function tellNew(files: Files, path: string, { offset, identity, onLine }: Place & Pick<LogOptions, "onLine">): Place {
  const stamp = files.stamp(path);
  if (stamp === null) return { offset: 0, identity: undefined };
  const from = stamp.identity === identity && stamp.size >= offset ? offset : 0;
  const { text } = readFrom(files, path, from);
  const end = text.lastIndexOf("\n") + 1;
  for (const line of text.slice(0, end).split("\n").slice(0, -1)) onLine(line);
  return { offset: from + Buffer.byteLength(text.slice(0, end)), identity: stamp.identity };
}

function readFrom(files: Files, path: string, offset: number): { readonly text: string; readonly end: number } {
  if (!files.exists(path)) return { text: "", end: 0 };
  const file = files.open(path);
  try {
    const bytes = new Uint8Array(Math.max(0, file.size - offset));
    const count = file.read(bytes, offset);
    return { text: new TextDecoder().decode(bytes.subarray(0, count)), end: offset + count };
  } finally {
    file.close();
  }
}

function sizeOf(files: Files, path: string): number {
  return files.stamp(path)?.size ?? 0;
}
