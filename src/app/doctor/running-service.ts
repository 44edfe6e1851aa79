import type { Status } from "../../api/contract/status.ts";
import { addressText, type ListenAddress } from "../../config/listen-type.ts";
import type { Config } from "../../config/load.ts";
import { HttpFailure } from "../../domain/ports/http.ts";
import type { Ways } from "../parts.ts";

/** A service of ours that answers. */
export interface RunningService {
  /** null: it tells that only to those who have a token. */
  readonly status: Pick<Status, "service" | "verdict"> | null;
}

const IDLE_MS = 5_000;
/** Addresses that mean all of this host's; one may be asked. */
const ANY: Readonly<Record<string, string>> = { "0.0.0.0": "127.0.0.1", "::": "::1" };

/** null: nobody answers at the configured address, or nobody that we know. */
export async function askService(
  { values }: Config,
  { http }: Pick<Ways, "http">,
  signal: AbortSignal,
): Promise<RunningService | null> {
  const address = values["api.listen"];
  if (address === null || address.port === 0) return null;
  const ask = async (path: string) => {
    const headers = { Accept: "application/json" };
    const answer = await http.request({
      method: "GET",
      url: urlOf(address, path),
      headers,
      idleTimeoutMs: IDLE_MS,
      signal,
    });
    return { status: answer.status, json: jsonOf(await answer.bytes()) };
  };
  try {
    const alive = await ask("/healthz");
    if (!isRecord(alive.json) || alive.json.alive !== true) return null;
    const { status, json } = await ask("/status");
    return { status: status === 200 && isRecord(json) ? (json as unknown as Status) : null };
  } catch (reason) {
    if (reason instanceof HttpFailure && reason.kind !== "aborted") return null;
    throw reason;
  }
}

function urlOf({ hostname, port }: ListenAddress, path: string): string {
  return `http://${addressText({ hostname: ANY[hostname] ?? hostname, port })}${path}`;
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
