import type { Host } from "../domain/ports/host.ts";

/**
 * Runs `work` with a signal that the first SIGINT or SIGTERM aborts: the step under way is finished or undone, then the
 * work ends. A second one ends the process at once, which loses nothing that a start cannot settle.
 */
export async function untilStopped<T>(host: Host, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const forget = host.onStop((name) => {
    if (controller.signal.aborted) host.exit(130);
    controller.abort(new Error(`stopped by ${name}`));
  });
  try {
    return await work(controller.signal);
  } finally {
    forget();
  }
}
