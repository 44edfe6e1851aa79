import { existsSync, readdirSync, readFileSync } from "node:fs";
import { memoryOf, timeOf } from "../measure/process-figures.ts";

/** What a process has used so far. */
export interface IdleFigures {
  /** Seconds. */
  readonly cpu: number;
  /** How often each of its threads woke up (voluntary context switches, proc(5)), by its number. */
  readonly wakeups: ReadonlyMap<string, number>;
  /** Bytes that it had the disk write. */
  readonly written: number;
  /** Bytes. */
  readonly rss: number;
}

export function idleFiguresOf(pid: number): IdleFigures {
  const threads = readdirSync(`/proc/${pid}/task`);
  return {
    cpu: timeOf(pid).cpu,
    wakeups: new Map(
      threads.map((thread) => [thread, field(`/proc/${pid}/task/${thread}/status`, "voluntary_ctxt_switches")]),
    ),
    written: field(`/proc/${pid}/io`, "write_bytes"),
    rss: memoryOf(pid).now,
  };
}

/** Of all threads that are still there. */
export function wakeupsBetween(before: IdleFigures, after: IdleFigures): number {
  return [...after.wakeups].reduce((sum, [thread, count]) => sum + count - (before.wakeups.get(thread) ?? 0), 0);
}

/** 0 for a thread that has ended meanwhile. */
function field(path: string, name: string): number {
  const text = existsSync(path) ? readFileSync(path, "latin1") : "";
  return Number(new RegExp(`^${name}:\\s*(\\d+)`, "m").exec(text)?.[1] ?? 0);
}
