import { createApi } from "../api/api.ts";
import { isLoopback } from "../api/guard.ts";
import { addressText } from "../config/listen-type.ts";
import type { Config } from "../config/load.ts";
import { fail } from "../domain/errors/tidemark-error.ts";
import type { Oid } from "../domain/ids.ts";
import type { HttpListener, Listen } from "../domain/ports/http-server.ts";
import type { Appliance } from "./appliance.ts";
import { maskReport } from "./mask-report.ts";
import { readPromotions } from "./promotion-status.ts";
import type { Wake } from "./wake.ts";

/** A push of the largest repository is announced in less. */
const MOST_BYTES = 4 * 1024 * 1024;

export interface ServiceApiParts {
  readonly config: Config;
  readonly appliance: Appliance;
  readonly wake: Wake;
  readonly listen: Listen;
}

/** Listens where the configuration says; null: nowhere. @throws api.cannot-listen, api.needs-secret */
export function startApi({ config, appliance, wake, listen }: ServiceApiParts): HttpListener | null {
  const { "api.listen": address, "api.hook_secret": secret } = config.values;
  if (address === null) return null;
  const { hostname, port } = address;
  if (!isLoopback(hostname) && secret === null) throw fail("api.needs-secret", { address: addressText(address) });
  const { ports, promoter } = appliance;
  const { staging, log } = ports;
  const handler = createApi({
    hostname,
    log,
    hooks: {
      secret,
      isIncoming: (branch) => promoter.isIncoming(branch),
      onPush: () => {
        log.write("info", "a git service says that somebody pushed");
        wake.ring();
      },
    },
    promotions: {
      list: () => readPromotions(staging),
      find: (commit) => {
        const report = staging.promotion(commit as Oid)?.report ?? null;
        return report === null ? null : maskReport(report, appliance.settings.privateFields);
      },
    },
  });
  const listener = attempt(listen, { hostname, port, mostBytes: MOST_BYTES, handler }, addressText(address));
  log.write("info", "listening", { address: addressText({ hostname, port: listener.port }) });
  return listener;
}

function attempt(listen: Listen, request: Parameters<Listen>[0], address: string): HttpListener {
  try {
    return listen(request);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw fail("api.cannot-listen", { address, reason }, { cause });
  }
}
