import { readdirSync, readFileSync } from "node:fs";

/** Seconds of a process so far (proc(5)). */
export interface ProcessTime {
  /** User and system time of all threads. */
  readonly cpu: number;
  /** Its main thread on a core. */
  readonly running: number;
  /** Its main thread able to run, while something else had the core. */
  readonly waiting: number;
}

/** Clock ticks of /proc/PID/stat: 100 on every Linux that a user meets. */
const TICKS = 100;

export function timeOf(pid: number): ProcessTime {
  const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
  // The second field is the program's name, which may have blanks in it.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [running = 0, waiting = 0] = readFileSync(`/proc/${pid}/schedstat`, "latin1").split(" ").map(Number);
  return { cpu: (Number(fields[11]) + Number(fields[12])) / TICKS, running: running / 1e9, waiting: waiting / 1e9 };
}

export function since(before: ProcessTime, now: ProcessTime): ProcessTime {
  return { cpu: now.cpu - before.cpu, running: now.running - before.running, waiting: now.waiting - before.waiting };
}

/** Memory in bytes: the most that it ever held, and what it holds now. */
export function memoryOf(pid: number): { readonly peak: number; readonly now: number } {
  const status = readFileSync(`/proc/${pid}/status`, "latin1");
  const kilobytes = (name: string) => Number(new RegExp(`${name}:\\s*(\\d+) kB`).exec(status)?.[1] ?? Number.NaN);
  return { peak: kilobytes("VmHWM") * 1024, now: kilobytes("VmRSS") * 1024 };
}

/** Open descriptors. */
export function descriptorsOf(pid: number): number {
  return readdirSync(`/proc/${pid}/fd`).length;
}
