import type { Clock } from "../../domain/ports/clock.ts";
import type { Http } from "../../domain/ports/http.ts";
import type { Log } from "../../domain/ports/log.ts";
import type { Targets } from "./targets.ts";
import { refusal, SILENT_MS } from "./webhook.ts";

/** Not more often than this. */
const PACE_MS = 60_000;

export interface HeartbeatParts {
  readonly target: NonNullable<Targets["heartbeat"]>;
  readonly version: string;
  readonly http: Http;
  readonly clock: Pick<Clock, "monotonic">;
  readonly log: Log;
}

/** Says to a dead man's switch that all goes on. One that fails is no matter of ours: it is said once in the log. */
export class Heartbeat {
  readonly #parts: HeartbeatParts;
  #beatAt: number | null = null;
  #failed = false;

  constructor(parts: HeartbeatParts) {
    this.#parts = parts;
  }

  /** Never rejects. */
  async beat(signal: AbortSignal): Promise<void> {
    const { clock, log } = this.#parts;
    const now = clock.monotonic();
    if (this.#beatAt !== null && now - this.#beatAt < PACE_MS) return;
    this.#beatAt = now;
    const reason = await this.ask(signal);
    if (signal.aborted) return;
    const text = reason === null ? "the heartbeat was taken" : `the heartbeat was not taken: ${reason}`;
    const changed = (reason !== null) !== this.#failed;
    log.write(changed && reason !== null ? "warn" : "debug", text);
    this.#failed = reason !== null;
  }

  /** Why it was not taken; null: it was. */
  async ask(signal: AbortSignal): Promise<string | null> {
    const { http, target, version } = this.#parts;
    const headers = { "User-Agent": `tidemark/${version}` };
    const request = { ...target, method: "GET", headers, idleTimeoutMs: SILENT_MS, signal } as const;
    return await refusal(http, request).catch(String);
  }
}
