import { secretsOf } from "../config/describe.ts";
import type { Config } from "../config/load.ts";
import { pages } from "../dashboard/pages.ts";
import type { Host } from "../domain/ports/host.ts";
import { createRedactor } from "../lib/redact.ts";
import { createFigures } from "../platform/figures.ts";
import { createHttp } from "../platform/http.ts";
import { listen } from "../platform/http-server.ts";
import { createMailer } from "../platform/mail.ts";
import { pageFiles } from "../platform/page-files.ts";
import { nextWait } from "../sync/next-wait.ts";
import type { OpenedAppliance } from "./appliance.ts";
import { checkWith, openView } from "./check-with.ts";
import { healthOf } from "./health.ts";
import { createMetrics, type Metrics } from "./metrics/metrics.ts";
import { historyOf } from "./metrics/run-history.ts";
import { createNotifier, type Notifier } from "./notify/notifier.ts";
import { speakerOf } from "./notify/speaker.ts";
import { targetsOf } from "./notify/targets.ts";
import type { Compare } from "./service/check-run.ts";
import type { ServiceWatcher } from "./service/conductor.ts";
import type { Flying } from "./service/flight.ts";
import { createReading, type StoredReading } from "./service/reading.ts";
import { createService, type RunningService } from "./service/service.ts";
import { appear, requireProven } from "./upgrade/appear.ts";
import { endPresence } from "./upgrade/presence.ts";
import { createUpkeep } from "./upkeep/create-upkeep.ts";
import type { Upkeep } from "./upkeep/upkeep.ts";
import { versionInfo } from "./version.ts";

export interface ServiceRun {
  readonly host: Pick<Host, "exit">;
  readonly config: Config;
  readonly appliance: OpenedAppliance;
  readonly signal: AbortSignal;
  /** Where it answers; null: nowhere. Called once it does, before the first run. */
  readonly onListening?: (port: number | null) => void;
}

/**
 * The appliance as it runs for years: reads, promotes, answers, tells. Returns when the signal is aborted.
 * @throws api.cannot-listen, api.no-tokens, config.*, data.replaced
 */
export async function runService(asked: ServiceRun): Promise<void> {
  const ended = new AbortController();
  // Whatever ends the service ends all of it: who tells people waits for this signal.
  const run = { ...asked, signal: AbortSignal.any([asked.signal, ended.signal]) };
  const { config, appliance, signal, onListening = () => {} } = run;
  const { log, clock } = appliance.ports;
  const { files, directory } = appliance;
  const { service, notifier, metrics } = assemble(run);
  const { startApi } = await import("./service-api.ts");
  const api = startApi({ config, service, pages: await pageFiles(pages), clock, log, listen, counter: metrics });
  onListening(api?.port ?? null);
  try {
    await appear({ appliance, signal, port: api?.port ?? null, address: config.values["api.listen"] });
    notifier.start(signal);
    log.write("info", "service started", { pollSeconds: appliance.pollEvery / 1000 });
    await service.go();
    log.write("info", "service stopped");
  } finally {
    endPresence(directory.path, { files, log });
    ended.abort();
    await api?.stop();
    await notifier.close();
  }
}

interface Assembled {
  readonly service: RunningService;
  readonly notifier: Notifier;
  readonly metrics: Metrics;
}

function assemble(run: ServiceRun): Assembled {
  const { host, config, appliance, signal } = run;
  const { ports, random } = appliance;
  const { staging, mirror, clock, log } = ports;
  const reading = createReading({
    ...{ staging, mirror, clock },
    hidden: () => appliance.settings.privateFields,
    secret: random.uuid(clock.now()),
  });
  const notifier = notifierOf(run);
  const metrics = metricsOf(appliance, { reading, notifier, service: () => service });
  const upkeep = createUpkeep(appliance);
  const service = createService({
    ...{ appliance, reading, signal },
    mayAct: () => requireProven(appliance),
    version: versionInfo().version,
    compare: compareOn(appliance),
    watchdog: () => config.values.watchdog,
    lastActivity: appliance.lastActivity,
    onStuck: (flying) => endProcess(flying, { host, log }),
    beforeEach: appliance.requireDirectory,
    wait: ({ error }, failures) =>
      nextWait({
        error: failures === 0 ? null : error,
        failures,
        pollEvery: appliance.pollEvery,
        fraction: random.fraction(),
      }),
    upkeep,
    watcher: watcherOf({ metrics, notifier, upkeep }),
    metrics: () => metrics.render(),
    health: () => healthOf(service.reading.status(), clock.now()),
  });
  return { service, notifier, metrics };
}

function notifierOf({ config, appliance }: ServiceRun): Notifier {
  const { ports, random, files } = appliance;
  const { staging, clock, log } = ports;
  return createNotifier({
    ...{ clock, random, log, staging },
    targets: targetsOf(config, files),
    speaker: speakerOf(config),
    redact: createRedactor(secretsOf(config)),
    http: createHttp(),
    mailer: createMailer(),
  });
}

interface Measured {
  readonly reading: StoredReading;
  readonly notifier: Notifier;
  /** It counts while it is being built. */
  readonly service: () => RunningService;
}

function metricsOf(
  { ports, directory, files, meter }: OpenedAppliance,
  { reading, notifier, service }: Measured,
): Metrics {
  const { staging, clock } = ports;
  const { version, commit } = versionInfo();
  return createMetrics({
    ...{ clock, files, directory, meter },
    figures: createFigures(),
    build: { version, commit },
    status: () => service().reading.status(),
    history: historyOf(reading),
    pendingPromotions: () => staging.pendingPromotions().length,
    eventReaders: () => service().readers(),
    notices: () => notifier.figures(),
  });
}

function compareOn(appliance: OpenedAppliance): Compare {
  const { ports, directory, files, meter } = appliance;
  const { source, staging, clock, log } = ports;
  return (request) =>
    checkWith(
      {
        ...{ source, directory, files, clock, log, meter },
        staging: openView(staging),
        settings: appliance.settings,
      },
      request,
    );
}

interface Watching extends Pick<Assembled, "metrics" | "notifier"> {
  readonly upkeep: Upkeep;
}

function watcherOf({ metrics, notifier, upkeep }: Watching): ServiceWatcher {
  return {
    runEnded: (ended) => {
      metrics.runEnded(ended);
      notifier.runEnded(ended);
      upkeep.runEnded(ended);
    },
    promoted: (report) => {
      metrics.promoted(report.outcome);
      notifier.promotion(report);
    },
    status: ({ halt }) => notifier.haltChanged(halt),
  };
}

/** A service manager starts it again; what was under way is settled then. */
function endProcess(
  { run, kind }: Flying,
  { host, log }: Pick<ServiceRun, "host"> & { readonly log: OpenedAppliance["ports"]["log"] },
): void {
  log.write("error", "the run does not end, so that the process does", { run, kind });
  host.exit(1);
}
