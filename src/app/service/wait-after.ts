/** The longest wait after failures; the service never gives up, and never hammers. */
const LONGEST_WAIT_MS = 3_600_000;

/** Milliseconds until the next poll after so many failures in a row. */
export function waitAfter(failures: number, pollEvery: number): number {
  return failures === 0 ? pollEvery : Math.max(pollEvery, Math.min(LONGEST_WAIT_MS, pollEvery * 2 ** failures));
}
