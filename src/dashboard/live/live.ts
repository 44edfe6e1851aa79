import { batch, signal } from "@preact/signals";
import type { Change } from "../../api/contract/change.ts";
import type { ServiceEvent } from "../../api/contract/events.ts";
import type { Status } from "../../api/contract/status.ts";
import { ApiError } from "../../sdk/api-error.ts";
import type { Client } from "../../sdk/client.ts";
import type { Connection } from "../../sdk/events.ts";
import { clockOffset } from "./clock-offset.ts";
import { type Moving, moved } from "./moving.ts";
import { newestFirst } from "./newest.ts";

/** Changes that the page keeps for the feed. */
const MOST_CHANGES = 200;
const FIRST_CHANGES = 40;

/** How the page stands with the service; `denied`: it wants a token, or one that may read. */
export type Link = Connection | { readonly state: "denied"; readonly error: ApiError };

export interface LiveParts {
  readonly client: Client;
  /** Milliseconds, this computer's wall clock. */
  readonly now: () => number;
}

/** What the page knows of the service: loaded once, and kept current by events alone. */
export class Live {
  readonly status = signal<Status | null>(null);
  readonly link = signal<Link>({ state: "connecting" });
  /** The run under way. */
  readonly moving = signal<Moving | null>(null);
  /** The newest changes, newest first. */
  readonly feed = signal<readonly Change[]>([]);
  /** Rises when what was loaded before is to be loaded again. */
  readonly epoch = signal(0);
  /** Milliseconds to add to this computer's clock for the service's. */
  readonly offset = signal(0);
  readonly #parts: LiveParts;
  readonly #listeners = new Set<(event: ServiceEvent) => void>();
  #following: AbortController | null = null;

  constructor(parts: LiveParts) {
    this.#parts = parts;
  }

  /** Calls `listener` for each event, after it was taken in here. Returns what ends that. */
  listen(listener: (event: ServiceEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Follows the service, from anew where it does so already: after another token was given. */
  start(): void {
    this.#following?.abort();
    const following = new AbortController();
    this.#following = following;
    void this.#loadFeed(following.signal);
    void this.#follow(following.signal);
  }

  stop(): void {
    this.#following?.abort();
  }

  /** An answer somewhere said that a token is wanted. */
  deny(error: ApiError): void {
    this.stop();
    this.link.value = { state: "denied", error };
  }

  take(event: ServiceEvent): void {
    batch(() => this.#apply(event));
    for (const listener of this.#listeners) {
      try {
        listener(event);
      } catch (reason) {
        // One view that stumbles must not end what all of them live on.
        reportError(reason);
      }
    }
  }

  async #follow(signal: AbortSignal): Promise<void> {
    const onConnection = (connection: Connection) => {
      if (!signal.aborted) this.link.value = connection;
    };
    try {
      for await (const event of this.#parts.client.events.follow({ signal, onConnection })) this.take(event);
    } catch (reason) {
      if (reason instanceof ApiError && !signal.aborted) this.deny(reason);
      else throw reason;
    }
  }

  /** What the feed shows first. An error of it is told by the connection, which has it too. */
  async #loadFeed(signal: AbortSignal): Promise<void> {
    try {
      const { changes } = await this.#parts.client.changes({ limit: FIRST_CHANGES }, { signal });
      this.feed.value = newestFirst(this.feed.value, changes, MOST_CHANGES);
    } catch (reason) {
      if (!(reason instanceof ApiError) && !signal.aborted) throw reason;
    }
  }

  #apply(event: ServiceEvent): void {
    const now = this.#parts.now();
    if (event.event === "status") {
      const { at, service } = event.data;
      this.status.value = event.data;
      this.offset.value = clockOffset(this.offset.value, Date.parse(at), now);
      this.moving.value = service.running === null ? null : moved(this.moving.value, service.running, now);
    } else if (event.event === "progress") this.moving.value = moved(this.moving.value, event.data, now);
    else if (event.event === "run" && event.data.endedAt !== null) {
      if (this.moving.value?.progress.run === event.data.run) this.moving.value = null;
    } else if (event.event === "changes") {
      this.feed.value = newestFirst(this.feed.value, event.data.changes, MOST_CHANGES);
    } else if (event.event === "reset") this.#reset();
  }

  #reset(): void {
    this.feed.value = [];
    this.epoch.value++;
    if (this.#following !== null) void this.#loadFeed(this.#following.signal);
  }
}
