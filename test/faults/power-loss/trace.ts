/** One system call that went well, as strace wrote it. */
export interface SystemCall {
  readonly name: string;
  /** The strings among its arguments, in order: paths, or bytes that were written. */
  readonly strings: readonly Buffer[];
  /** All its arguments as they stand there. */
  readonly args: readonly string[];
  readonly result: number;
}

const WHOLE = /^\d+ +(\w+)\((.*)\) += (-?\d+)/s;
const BEGUN = /^(\d+) +(\w+\(.*?)\s*<unfinished \.\.\.>$/s;
const RESUMED = /^(\d+) +<\.\.\. \w+ resumed>(.*)$/s;
const STRING = /"((?:\\x[0-9a-f]{2})*)"(\.\.\.)?/g;

/**
 * The calls of `strace -f -y -xx` that went well, in the order in which they ended; but a close when it began, because its
 * number is free for another thread before it ends.
 * @throws when a string was cut short: strace was given too small a `-s`
 */
export function* systemCalls(trace: string): Generator<SystemCall> {
  const begun = new Map<string, string>();
  for (const line of trace.split("\n")) {
    const [, pid = "", head] = BEGUN.exec(line) ?? [];
    const closes = head?.startsWith("close(") === true;
    if (head !== undefined) begun.set(pid, closes ? "" : head);
    const call = head === undefined ? parse(joined(line, begun)) : closes ? parse(`${pid} ${head}) = 0`) : null;
    if (call !== null && call.result >= 0) yield call;
  }
}

function joined(line: string, begun: ReadonlyMap<string, string>): string {
  const [, pid = "", rest] = RESUMED.exec(line) ?? [];
  return rest === undefined ? line : `${pid} ${begun.get(pid) ?? ""}${rest}`;
}

function parse(line: string): SystemCall | null {
  const [, name = "", list = "", result = ""] = WHOLE.exec(line) ?? [];
  if (name === "") return null;
  const strings = Array.from(list.matchAll(STRING), ([, hex = "", cut]) => {
    if (cut !== undefined) throw new Error(`strace cut a string of ${name} short`);
    return unhex(hex);
  });
  return { name, strings, args: list.split(", "), result: Number(result) };
}

/** The number of a descriptor argument, `13<\x2f…>`. */
export function descriptor(arg: string | undefined): number {
  return Number(/^-?\d+/.exec(arg ?? "")?.[0] ?? -1);
}

/** The path that strace shows for a descriptor argument or for AT_FDCWD; null when it shows none. */
export function shownPath(arg: string | undefined): string | null {
  const hex = /<((?:\\x[0-9a-f]{2})*)>/.exec(arg ?? "")?.[1];
  return hex === undefined ? null : unhex(hex).toString();
}

function unhex(text: string): Buffer {
  return Buffer.from(text.replaceAll("\\x", ""), "hex");
}
