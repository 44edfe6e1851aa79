import type { Service } from "../api/service.ts";
import { fail } from "../domain/errors/tidemark-error.ts";
import type { Oid } from "../domain/ids.ts";
import type { Appliance } from "./appliance.ts";
import { maskReport } from "./mask-report.ts";
import { readPromotions } from "./promotion-status.ts";
import type { Wake } from "./wake.ts";

/** The part of a service that there is so far: the webhook, and what became of incoming commits. */
export function hookService({ ports, promoter, settings }: Appliance, wake: Wake): Service {
  const missing = (): never => {
    throw fail("api.no-route");
  };
  const { staging } = ports;
  return {
    metrics: missing,
    health: missing,
    reading: {
      ...{ status: missing, runs: missing, run: missing, changes: missing, records: missing, record: missing },
      promotions: () => ({ promotions: readPromotions(staging), next: null }),
      promotion: (commit) => {
        const report = staging.promotion(commit as Oid)?.report ?? null;
        return report === null ? null : maskReport(report, settings.privateFields);
      },
      statistics: missing,
    },
    control: {
      ...{ start: missing, cancel: missing, pause: missing, resume: missing, adopt: missing },
      wake: () => wake.ring(),
      isIncoming: (branch) => promoter.isIncoming(branch),
    },
    events: { subscribe: missing },
  };
}
