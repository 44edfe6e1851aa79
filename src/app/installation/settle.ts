import { fail } from "../../domain/errors/tidemark-error.ts";
import type { Clock } from "../../domain/ports/clock.ts";
import type { ServiceState } from "../../domain/ports/service-manager.ts";

/** A program that cannot use its configuration or its data says so and ends well within this. */
const TRIAL_MS = 1_500;
/** How long a manager may take to start or end a process. */
const LONGEST_MS = 150_000;
const LOOK_EVERY_MS = 100;

/** Looks at the service until it has run for a while. @throws service.failed when it ends, or never runs */
export async function untilRunning(clock: Clock, service: string, look: () => Promise<ServiceState>): Promise<void> {
  const end = clock.monotonic() + LONGEST_MS;
  let since: number | null = null;
  for (;;) {
    const state = await look();
    const now = clock.monotonic();
    if (state.running) since ??= now;
    else if (since !== null || state.failed) throw notRunning(service, state);
    if (since !== null && now - since >= TRIAL_MS) return;
    if (now >= end) throw notRunning(service, state);
    await clock.sleep(LOOK_EVERY_MS);
  }
}

/** Looks at the service until its process has gone. @throws service.failed when it stays */
export async function untilStopped(clock: Clock, service: string, look: () => Promise<ServiceState>): Promise<void> {
  const end = clock.monotonic() + LONGEST_MS;
  for (;;) {
    const state = await look();
    if (!state.running && state.pid === null) return;
    if (clock.monotonic() >= end)
      throw fail("service.failed", { action: "The stop", service, reason: `it still runs (${state.says})` });
    await clock.sleep(LOOK_EVERY_MS);
  }
}

function notRunning(service: string, { says }: ServiceState): Error {
  return fail("service.failed", { action: "The start", service, reason: `it does not run (${says})` });
}
