import { readFileSync } from "node:fs";
import { uptime } from "node:os";
import type { Clock } from "../domain/ports/clock.ts";

/** setTimeout counts in 32 bits: 24.8 days. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * The host's clock. On Linux both halves are exact: `/proc/uptime` is CLOCK_BOOTTIME (goes on in suspend, 10 ms
 * resolution) and the kernel names each boot. Elsewhere see `fallback`.
 */
export function createClock(): Clock {
  return { now: () => Date.now(), sleep, ...(process.platform === "linux" ? linux() : fallback()) };
}

type BootClock = Pick<Clock, "monotonic" | "bootId">;

function linux(): BootClock {
  const id = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  return {
    monotonic: () => Math.round(Number.parseFloat(readFileSync("/proc/uptime", "utf8")) * 1000),
    bootId: () => id,
  };
}

/**
 * macOS and Windows: the uptime at start, continued by the process's own steady clock. Time asleep may be missing, and
 * the boot is named by the second it happened on the wall clock, so that a stepped clock looks like another boot. Both
 * errors make two samples look less alike than they are, which only widens what the next poll reads.
 */
function fallback(): BootClock {
  const atStart = uptime() * 1000 - performance.now();
  const id = `boot-${Math.round(Date.now() / 1000 - uptime())}`;
  return { monotonic: () => Math.round(atStart + performance.now()), bootId: () => id };
}

async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  let rest = ms;
  for (; rest > LONGEST_TIMER_MS; rest -= LONGEST_TIMER_MS) await wait(LONGEST_TIMER_MS, signal);
  await wait(rest, signal);
}

function wait(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) return reject(signal.reason);
    const cancel = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", cancel);
      resolve();
    }, ms);
    signal?.addEventListener("abort", cancel, { once: true });
  });
}
