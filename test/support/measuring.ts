import type { Status } from "../../src/api/contract/status.ts";
import { dataDirectory } from "../../src/app/data-directory.ts";
import { createMetrics, type Metrics, type MetricsParts } from "../../src/app/metrics/metrics.ts";
import { createFiles } from "../../src/platform/files.ts";
import { ManualClock } from "./manual-clock.ts";
import { START } from "./notifying.ts";
import { statusOf } from "./status-of.ts";

/** Metrics of a service at START, on a data directory that does not exist, with figures that a test may replace. */
export class Measured {
  readonly clock = new ManualClock(START);
  status: Status = statusOf();
  readonly metrics: Metrics;

  constructor(parts: Partial<MetricsParts> = {}) {
    this.metrics = createMetrics({
      clock: this.clock,
      files: createFiles(),
      figures: {
        residentBytes: () => 50_000_000,
        cpuSeconds: () => 1.25,
        openFiles: () => 17,
        disk: () => ({ freeBytes: 3e9, sizeBytes: 1e10 }),
      },
      directory: dataDirectory("/nonexistent"),
      build: { version: "1.2.3", commit: "0123456789ab" },
      status: () => this.status,
      history: { lastSuccess: () => null, lastCheck: () => null },
      meter: {
        totals: () => ({
          requests: 5,
          failures: 1,
          bytes: 12_345,
          byOutcome: new Map([
            ["2xx", 4],
            ["timeout", 1],
          ]),
        }),
        durations: () => ({ bounds: [0.5, 1], counts: [3, 1, 1], sum: 4.5 }),
      },
      pendingPromotions: () => 2,
      eventReaders: () => 3,
      notices: () => ({ sent: [], waiting: [{ way: "mail", count: 1 }] }),
      ...parts,
    });
  }
}
