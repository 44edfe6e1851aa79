import { readFileSync, readlinkSync } from "node:fs";

const EVERY_MS = 20;

/** The most memory this process has ever held, in bytes (`VmHWM`, proc(5)): unlike getrusage's, not its parent's. */
export function ownPeakMemory(): number {
  return peakOf("self");
}

/**
 * Watches a process and its descendants: the largest peak of any one of them. Sampled, since `ru_maxrss` counts what
 * the parent held before exec.
 */
export class PeakMemory {
  readonly #root: number;
  readonly #program: string;
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #peaks = new Map<number, number>();

  /** @param program path of the program that `pid` is to run, or its name */
  constructor(pid: number, program: string) {
    this.#root = pid;
    this.#program = program;
    this.#timer = setInterval(() => this.#sample(this.#root), EVERY_MS);
  }

  /** Ends the watch; bytes. */
  stop(): number {
    clearInterval(this.#timer);
    return Math.max(0, ...this.#peaks.values());
  }

  #sample(pid: number): void {
    const peak = peakOf(pid);
    if (peak > 0 && !this.#isStillUs(pid)) this.#peaks.set(pid, peak);
    for (const child of childrenOf(pid)) this.#sample(child);
  }

  /** Between fork and exec a child shows its parent's program, and its parent's memory. */
  #isStillUs(pid: number): boolean {
    return this.#program !== process.execPath && programOf(pid) === process.execPath;
  }
}

function peakOf(pid: number | "self"): number {
  const kilobytes = /VmHWM:\s*(\d+) kB/.exec(unlessGone(() => readFileSync(`/proc/${pid}/status`, "latin1")))?.[1];
  return Number(kilobytes ?? 0) * 1024;
}

function childrenOf(pid: number): number[] {
  const children = unlessGone(() => readFileSync(`/proc/${pid}/task/${pid}/children`, "latin1"));
  return (children.match(/\d+/g) ?? []).map(Number);
}

function programOf(pid: number): string {
  return unlessGone(() => readlinkSync(`/proc/${pid}/exe`));
}

function unlessGone(read: () => string): string {
  try {
    return read();
  } catch {
    return "";
  }
}
