import type { EventData, EventName, ServiceEvent } from "../../../src/api/contract/events.ts";
import type { Status } from "../../../src/api/contract/status.ts";
import type { EventFeed } from "../../../src/api/service.ts";

const MOST_KEPT = 500;

/** Events in memory, the newest of them kept for those who come back. */
export class FakeFeed implements EventFeed {
  readonly #takers = new Set<(event: ServiceEvent) => boolean>();
  readonly #kept: ServiceEvent[] = [];
  readonly #status: () => Status;
  #last = 0;

  constructor(status: () => Status) {
    this.#status = status;
  }

  get readers(): number {
    return this.#takers.size;
  }

  emit<N extends EventName>(event: N, data: EventData<N>): void {
    this.#last += 1;
    const made = { id: `e-${this.#last}`, event, data } as unknown as ServiceEvent;
    this.#kept.push(made);
    if (this.#kept.length > MOST_KEPT) this.#kept.shift();
    for (const take of this.#takers) if (!take(made)) this.#takers.delete(take);
  }

  subscribe(after: string | null, take: (event: ServiceEvent) => boolean): () => void {
    const place = after === null ? -1 : this.#kept.findIndex(({ id }) => id === after);
    const isNewest = after !== null && after === `e-${this.#last}`;
    const first: ServiceEvent[] = [];
    if (place < 0 && !isNewest) {
      if (after !== null) first.push({ id: `e-${this.#last}`, event: "reset", data: {} });
      first.push({ id: `e-${this.#last}`, event: "status", data: this.#status() });
    }
    const missed = place < 0 ? [] : this.#kept.slice(place + 1);
    for (const event of [...first, ...missed]) if (!take(event)) return () => {};
    this.#takers.add(take);
    return () => this.#takers.delete(take);
  }
}
