/**
 * Collects what nobody holds any more, and gives the allocator's free pages back to the system: some tens of milliseconds. Once the engine is
 * idle it also drops the machine code that it made for a first read; what is called again is compiled again. Measured after a first read of
 * 20,000 records: 157 MB without it, 97 MB with the collector alone, 86 MB with both.
 */
export function releaseMemory(): void {
  Bun.shrink();
  Bun.gc(true);
}

/**
 * For work that makes and drops large arrays: the engine's collector does not count what they hold, and lets them pile up. Call what it
 * returns with the bytes of each; it collects whenever there are more than `limit`. Measured with two threads that make 330 MB of exports:
 * 268 MB of memory at most instead of 362, in the same time.
 */
export function createCollector(limit: number): (bytes: number) => void {
  let made = 0;
  return (bytes) => {
    made += bytes;
    if (made < limit) return;
    made = 0;
    Bun.gc(true);
  };
}

/** The most that was ever resident, bytes, of all threads together. */
export function peakMemory(): number {
  // Kilobytes on every system (libuv).
  return process.resourceUsage().maxRSS * 1024;
}
