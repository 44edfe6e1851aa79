import type { Status } from "../../api/contract/status.ts";
import type { Clock } from "../../domain/ports/clock.ts";
import type { Figures } from "../../domain/ports/figures.ts";
import type { Files } from "../../domain/ports/files.ts";
import type { RequestCounter } from "../../domain/ports/request-counter.ts";
import type { DataDirectory } from "../data-directory.ts";
import { healthOf } from "../health.ts";
import type { HttpMeter } from "../http-meter.ts";
import type { RunEnd } from "../run-end.ts";
import { ClockEvents } from "./clock-events.ts";
import { Counters } from "./counters.ts";
import { DataSizes } from "./data-size.ts";
import { FAMILIES, type FamilyName } from "./families.ts";
import { openMetrics, type Sample } from "./open-metrics.ts";
import { RunFigures, type RunHistory } from "./run-figures.ts";
import { counter, flag, gauge, gaugesBy, histogramSamples } from "./samples.ts";
import { statusFigures } from "./status-figures.ts";

/** What the notifier tells of itself. */
export interface NoticeFigures {
  readonly sent: readonly Sample[];
  readonly waiting: readonly { readonly way: string; readonly count: number }[];
}

export interface MetricsParts {
  readonly clock: Pick<Clock, "now" | "monotonic">;
  readonly files: Files;
  readonly figures: Figures;
  readonly directory: DataDirectory;
  readonly build: { readonly version: string; readonly commit: string };
  readonly status: () => Status;
  readonly history: RunHistory;
  /** Of the requests to MoneyWorks. */
  readonly meter: Pick<HttpMeter, "totals" | "durations">;
  readonly pendingPromotions: () => number;
  readonly eventReaders: () => number;
  readonly notices: () => NoticeFigures;
}

export interface Metrics extends RequestCounter {
  runEnded(run: RunEnd): void;
  promoted(outcome: string): void;
  /** OpenMetrics 1.0: `application/openmetrics-text; version=1.0.0; charset=utf-8`. */
  render(): string;
}

const DECIDED = ["accepted", "conflict", "refused", "failed"];

/** Counts from this moment on; the rest is looked at when somebody asks. */
export function createMetrics(parts: MetricsParts): Metrics {
  const { clock, status } = parts;
  const runs = new RunFigures(parts.history);
  const clockEvents = new ClockEvents(clock.now());
  const promotions = new Counters();
  const api = new Counters();
  const sizes = new DataSizes(parts.directory, parts);
  for (const outcome of DECIDED) promotions.add({ outcome }, 0);
  return {
    runEnded(run) {
      runs.ended(run, clock.now());
      clockEvents.look(status().clock);
    },
    promoted: (outcome) => promotions.add({ outcome }),
    answered: (route, code) => api.add({ route, status: `${Math.floor(code / 100)}xx` }),
    render() {
      const seen = status();
      clockEvents.look(seen.clock);
      return text({
        tidemark_build: [{ suffix: "_info", labels: parts.build, value: 1 }],
        ...statusFigures(seen),
        tidemark_ready: flag(healthOf(seen, clock.now()).ready),
        ...runs.samples(),
        tidemark_clock_events: clockEvents.samples(),
        tidemark_promotions: promotions.samples(),
        tidemark_api_requests: api.samples(),
        ...outsideFigures(parts),
        ...hostFigures(parts, sizes),
      });
    },
  };
}

type AllSamples = Readonly<Record<FamilyName, readonly Sample[]>>;

function text(samples: AllSamples): string {
  const names = Object.keys(FAMILIES) as FamilyName[];
  return openMetrics(names.map((name) => ({ name, spec: FAMILIES[name], samples: samples[name] })));
}

function outsideFigures({ meter, pendingPromotions, eventReaders, notices }: MetricsParts) {
  const { byOutcome, bytes } = meter.totals();
  const outcomes = new Map([["2xx", 0], ...byOutcome]);
  const { sent, waiting } = notices();
  return {
    tidemark_moneyworks_requests: [...outcomes].map(([outcome, count]) => counter(count, { outcome })),
    tidemark_moneyworks_request_duration_seconds: histogramSamples(meter.durations()),
    tidemark_moneyworks_received_bytes: [counter(bytes)],
    tidemark_pending_promotions: gauge(pendingPromotions()),
    tidemark_event_readers: gauge(eventReaders()),
    tidemark_notifications: sent,
    tidemark_waiting_notifications: gaugesBy(
      "way",
      waiting.map(({ way, count }) => [way, count]),
    ),
  } satisfies Partial<Record<FamilyName, readonly Sample[]>>;
}

function hostFigures({ figures, directory }: MetricsParts, sizes: DataSizes) {
  const disk = figures.disk(directory.path);
  return {
    process_resident_memory_bytes: gauge(figures.residentBytes()),
    process_cpu_seconds: [counter(figures.cpuSeconds())],
    process_open_fds: gauge(figures.openFiles()),
    tidemark_data_bytes: gaugesBy("part", Object.entries(sizes.now())),
    tidemark_data_free_bytes: gauge(disk?.freeBytes ?? null),
    tidemark_data_size_bytes: gauge(disk?.sizeBytes ?? null),
  } satisfies Partial<Record<FamilyName, readonly Sample[]>>;
}
