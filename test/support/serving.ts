import type { Appliance } from "../../src/app/appliance.ts";
import { type CheckWithResult, openView } from "../../src/app/check-with.ts";
import { createReading } from "../../src/app/service/reading.ts";
import { createService, type RunningService, type ServiceParts } from "../../src/app/service/service.ts";
import type { Oid } from "../../src/domain/ids.ts";
import type { Clock } from "../../src/domain/ports/clock.ts";
import { type CheckResult, runCheck } from "../../src/sync/check/run-check.ts";
import { nextWait } from "../../src/sync/next-wait.ts";
import { quietAppliance } from "./quiet-appliance.ts";
import type { World } from "./world.ts";

export interface Serving {
  readonly service: RunningService;
  readonly appliance: Appliance;
  /** Ends the service. */
  readonly stop: AbortController;
  /** The waits between its runs, in ms. */
  readonly waited: readonly number[];
  readonly promoted: string[];
}

export interface ServingOptions {
  /** Stops the service in the n-th wait. */
  readonly waits: number;
  readonly appliance?: Partial<Appliance>;
  readonly parts?: Partial<ServiceParts>;
  /** Called in each wait, before time passes. */
  readonly inWait?: (serving: Serving) => void | Promise<void>;
}

/** The service of a world, on the world's clock: a wait is over at once, and is written down. */
export function serve(world: World, { waits, appliance: own, parts, inWait }: ServingOptions): Serving {
  const stop = new AbortController();
  const waited: number[] = [];
  const failures: unknown[] = [];
  const clock: Clock = {
    now: () => world.clock.now(),
    monotonic: () => world.clock.monotonic(),
    bootId: () => world.clock.bootId(),
    sleep: async (ms, signal) => {
      waited.push(ms);
      try {
        await inWait?.(serving);
      } catch (reason) {
        failures.push(reason);
      }
      // Cut short: no time passes.
      if (signal?.aborted !== true) world.pass(ms / 1000);
      if (waited.length >= waits || failures.length > 0) stop.abort();
    },
  };
  const ports = { ...world.ports, clock };
  const appliance = quietAppliance({ ports, settings: world.settings, pollEvery: 60_000, ...own });
  const promoted: string[] = [];
  const blob = (oid: Oid) => world.mirror.incoming.blob(oid, 1_000_000) ?? new Uint8Array();
  const checkPorts = { ...ports, staging: openView(ports.staging), blob };
  const service = createService({
    appliance,
    version: "test",
    reading: createReading({
      ...{ staging: ports.staging, mirror: ports.mirror, clock },
      hidden: () => appliance.settings.privateFields,
      secret: "tests",
    }),
    compare: (request) => runCheck(checkPorts, world.settings, request).then(counted),
    signal: stop.signal,
    watchdog: () => null,
    lastActivity: () => 0,
    onStuck: () => {},
    beforeEach: () => {},
    upkeep: { slice: () => false, stop: () => {} },
    wait: ({ error }, failures) =>
      nextWait({ error: failures === 0 ? null : error, failures, pollEvery: appliance.pollEvery, fraction: 0 }),
    watcher: { runEnded: () => {}, promoted: ({ commit }) => promoted.push(commit), status: () => {} },
    metrics: () => "",
    health: () => ({ ready: true, reasons: [] }),
    ...parts,
  });
  const go = async () => {
    await service.go();
    if (failures.length > 0) throw failures[0];
  };
  const serving: Serving = { service: { ...service, go }, appliance, stop, waited, promoted };
  return serving;
}

function counted({ summary, error }: CheckResult): CheckWithResult {
  return { summary: { ...summary, requests: 1, bytes: 1 }, error };
}
