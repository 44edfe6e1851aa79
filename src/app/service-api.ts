import { createApi } from "../api/api.ts";
import { isLoopback } from "../api/security/guard.ts";
import type { Service } from "../api/service.ts";
import { addressText, type ListenAddress } from "../config/listen-type.ts";
import type { Config } from "../config/load.ts";
import { fail } from "../domain/errors/tidemark-error.ts";
import { withFields } from "../domain/log-fields.ts";
import type { Clock } from "../domain/ports/clock.ts";
import type { HttpListener, Listen } from "../domain/ports/http-server.ts";
import type { Log } from "../domain/ports/log.ts";
import type { PageFile } from "../domain/ports/page-file.ts";
import type { RequestCounter } from "../domain/ports/request-counter.ts";

export interface ServiceApiParts {
  readonly config: Config;
  readonly service: Service;
  /** The dashboard. */
  readonly pages: readonly PageFile[];
  readonly clock: Clock;
  readonly log: Log;
  readonly listen: Listen;
  readonly counter?: RequestCounter | undefined;
}

/**
 * Answers HTTP where the configuration says; null: nowhere. The address that nobody asked for may be taken, or not be for this account: the
 * mirror is more than its interface, and goes on without. @throws api.cannot-listen, api.no-tokens
 */
export function startApi(parts: ServiceApiParts): HttpListener | null {
  const { "api.listen": address } = parts.config.values;
  if (address === null) return null;
  requireTokens(parts.config, address);
  try {
    return open(parts, address);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const error = fail("api.cannot-listen", { address: addressText(address), reason }, { cause });
    if (parts.config.origins["api.listen"].kind !== "default") throw error;
    const { code, message, hint } = error;
    parts.log.write("warn", `${message} There is no dashboard and no API.`, { code, hint });
    return null;
  }
}

function requireTokens({ values }: Config, address: ListenAddress): void {
  if (isLoopback(address.hostname) || values["api.tokens"].length > 0) return;
  throw fail("api.no-tokens", { address: addressText(address) });
}

function open(
  { config, service, pages, clock, log, listen, counter }: ServiceApiParts,
  address: ListenAddress,
): HttpListener {
  const { values } = config;
  const api = createApi({
    service,
    pages,
    names: { listening: address.hostname, hosts: values["api.hosts"] },
    trustLoopback: values["api.trust_loopback"],
    tokens: values["api.tokens"],
    hookSecret: values["api.hook_secret"],
    clock,
    log: withFields(log, { component: "api" }),
    counter,
  });
  const listener = listen({ ...address, handler: api.handler });
  const { port } = listener;
  log.write("info", "listening", { address: addressText({ ...address, port }) });
  return {
    port,
    stop: () => {
      api.close();
      return listener.stop();
    },
  };
}
