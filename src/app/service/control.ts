import type { Control, StartRequest } from "../../api/service.ts";
import { fail } from "../../domain/errors/tidemark-error.ts";
import type { RunId, TableName } from "../../domain/ids.ts";
import type { Log } from "../../domain/ports/log.ts";
import type { Appliance } from "../appliance.ts";
import type { Wake } from "../wake.ts";
import { adoptOn } from "./adopting.ts";
import type { Announcer } from "./announcer.ts";
import type { Flight } from "./flight.ts";
import type { SchedulerPlans } from "./plans.ts";
import type { Scheduler } from "./scheduler.ts";

export interface ControlOptions {
  readonly appliance: Appliance;
  readonly scheduler: Scheduler;
  readonly flight: Flight;
  readonly plans: SchedulerPlans;
  readonly announcer: Announcer;
  readonly wake: Wake;
  readonly log: Log;
}

/** Takes orders. */
export function createControl(options: ControlOptions): Control {
  const { appliance, scheduler, flight, plans, announcer, wake, log } = options;
  const changed = (message: string) => {
    log.write("info", message);
    announcer.status();
    wake.ring();
  };
  return {
    start: (request) => {
      requireMirrored(appliance.settings.tables, request);
      return scheduler.start(request);
    },
    ready: () => afterPoll(options),
    cancel: () => {
      const run = flight.cancel();
      if (run !== null) log.write("info", "a person cancels the run", { run });
      return run;
    },
    pause: () => {
      const since = plans.pause();
      changed("paused: nothing starts by itself");
      return since;
    },
    resume: () => {
      plans.resume();
      changed("resumed");
    },
    adopt: async (request) => {
      const { random, ports } = appliance;
      const run = random.uuid(ports.clock.now()) as RunId;
      const begun = flight.start({ run, kind: "adopt" }, ({ signal }) => adoptOn(appliance, request, signal));
      const adoption = await begun.catch((reason: unknown) => {
        // It is in the history, and may have raised another halt.
        announcer.status();
        throw reason;
      });
      if (adoption.proposal === null) plans.pollNow();
      changed(adoption.proposal === null ? "a person ended a halt" : "a person asks what to do about a halt");
      return adoption;
    },
    wake: () => {
      log.write("info", "a git service says that somebody pushed");
      plans.wake();
      wake.ring();
    },
    isIncoming: (branch) => appliance.promoter.isIncoming(branch),
  };
}

/** Polls of the schedule are short, and nobody knows of them who asks for something. A first read is none. */
const PATIENCE_MS = 10_000;

async function afterPoll({ flight, appliance }: Pick<ControlOptions, "flight" | "appliance">): Promise<void> {
  const kind = flight.current?.kind;
  if (kind !== "poll" && kind !== "promote") return;
  const ended = new AbortController();
  const late = appliance.ports.clock.sleep(PATIENCE_MS, ended.signal).catch(() => {});
  await Promise.race([flight.idle(), late]);
  ended.abort();
}

/** A run that could not find its table would be in the history for nothing. @throws sync.unmirrored-table */
function requireMirrored(mirrored: readonly TableName[], { tables = [] }: StartRequest): void {
  for (const table of tables) if (!mirrored.includes(table)) throw fail("sync.unmirrored-table", { table });
}
