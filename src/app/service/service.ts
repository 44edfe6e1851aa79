import type { Status } from "../../api/contract/status.ts";
import type { Reading, Service } from "../../api/service.ts";
import type { Oid } from "../../domain/ids.ts";
import { finishedTables } from "../../sync/finished-tables.ts";
import type { Appliance } from "../appliance.ts";
import { promotionStatus } from "../promotion-status.ts";
import type { Upkeep } from "../upkeep/upkeep.ts";
import { Wake } from "../wake.ts";
import { Announcer } from "./announcer.ts";
import { type Compare, checkRun } from "./check-run.ts";
import { Conductor, type ServiceWatcher } from "./conductor.ts";
import { createControl } from "./control.ts";
import { EventBus } from "./event-bus.ts";
import { Flight, type Flying } from "./flight.ts";
import { gated } from "./gated-control.ts";
import { Jobs } from "./jobs.ts";
import { type PlansOptions, SchedulerPlans } from "./plans.ts";
import { Scheduler } from "./scheduler.ts";
import { StatusBoard } from "./status-board.ts";

export interface ServiceParts {
  readonly appliance: Appliance;
  readonly version: string;
  /** What staging and git hold. */
  readonly reading: Omit<Reading, "status">;
  readonly compare: Compare;
  /** Ends everything: the run under way is cancelled. */
  readonly signal: AbortSignal;
  /** Throws while nothing may be done, whoever asks. */
  readonly mayAct?: () => void;
  readonly watchdog: () => number | null;
  readonly lastActivity: () => number;
  readonly onStuck: (flying: Flying) => void;
  /** Throws what ends the service. */
  readonly beforeEach: () => void;
  readonly wait: PlansOptions["wait"];
  readonly watcher: ServiceWatcher;
  readonly upkeep: Pick<Upkeep, "slice" | "stop">;
  readonly metrics: Service["metrics"];
  readonly health: Service["health"];
}

/** The running appliance. */
export interface RunningService extends Service {
  /** Does what is due until the signal is aborted. @throws what ends the service */
  go(): Promise<void>;
  /** Those who follow the events. */
  readers(): number;
}

export function createService(parts: ServiceParts): RunningService {
  const { appliance, signal, reading, watcher } = parts;
  const { clock, log, staging, source } = appliance.ports;
  const wake = new Wake();
  const plans = new SchedulerPlans({ appliance, wait: parts.wait });
  const board = new StatusBoard({
    staging,
    clock,
    version: parts.version,
    overlapSeconds: () => appliance.settings.overlapSeconds,
    pollSeconds: () => appliance.pollEvery / 1000,
    plans: () => plans.told(),
  });
  const bus = new EventBus({ epoch: epochOf(appliance), status: () => board.status() });
  const onStatus = (status: Status) => watcher.status(status);
  const promotion = (commit: Oid) => {
    const known = staging.promotion(commit);
    return known === null ? null : promotionStatus(known);
  };
  const announcer = new Announcer({ bus, board, reading, promotion, clock, log, onStatus });
  const { watchdog, lastActivity, onStuck } = parts;
  const flight = new Flight({ clock, signal, watchdog, lastActivity, onStuck });
  const finished = () => finishedTables(staging, appliance.settings);
  const jobs = new Jobs({
    appliance,
    check: (job, cockpit, own) =>
      checkRun({ ports: appliance.ports, compare: parts.compare, cockpit, watcher: own }, job),
    shouldYield: () => plans.shouldYield(finished()),
  });
  const { random } = appliance;
  const conductor = new Conductor({ flight, jobs, announcer, reading, clock, random, watcher });
  const { beforeEach, upkeep } = parts;
  const scheduler = new Scheduler({ conductor, flight, plans, wake, clock, source, log, finished, beforeEach, upkeep });
  return {
    reading: withLive({ ...reading, status: () => board.status() }, conductor),
    control: gated(createControl({ appliance, scheduler, flight, plans, announcer, wake, log }), parts.mayAct),
    events: bus,
    metrics: parts.metrics,
    health: parts.health,
    go: () => scheduler.go(signal),
    readers: () => bus.readers,
  };
}

/** Chance enough to tell this start of the service from another. */
function epochOf({ random, ports }: Appliance): string {
  return random.uuid(ports.clock.now()).replaceAll("-", "").slice(-12);
}

/** The run under way is told with how far it has come. */
function withLive(reading: Reading, conductor: Conductor): Reading {
  return {
    ...reading,
    run: (id) => {
      const detail = reading.run(id);
      return detail === null ? null : { ...detail, progress: conductor.progressOf(id) };
    },
  };
}
