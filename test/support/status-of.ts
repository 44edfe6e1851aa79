import type { Status } from "../../src/api/contract/status.ts";
import { HOUR, MINUTE, START } from "./notifying.ts";

const at = (ms: number) => new Date(ms).toISOString();

/** The status of a service at START that is all well. @param service what of it is otherwise */
export function statusOf(parts: Partial<Status> = {}, service: Partial<Status["service"]> = {}): Status {
  return {
    version: 1,
    at: at(START),
    verdict: { level: "ok", sentence: "All is well.", remarks: [] },
    service: {
      version: "1.2.3",
      startedAt: at(START - HOUR),
      running: null,
      pausedSince: null,
      closedSince: null,
      failures: 0,
      nextPollAt: at(START + 4 * MINUTE),
      nextSweepAt: null,
      nextFullAt: null,
      nextCheckAt: null,
      lagSeconds: 360,
      pollSeconds: 600,
      ...service,
    },
    main: null,
    remote: null,
    unpushedCommits: 2,
    uncommittedRecords: 3,
    tables: [
      { table: "name", records: 400, marker: "20260310200000", coverage: "poll" },
      { table: "ledger", records: 12, marker: "20260310200000", coverage: "full" },
    ],
    quarantine: [],
    lastRun: null,
    lastSuccess: null,
    lastCheck: null,
    clock: null,
    drift: [],
    promotions: [],
    halt: null,
    ...parts,
  };
}
