import type { EventData, EventName, ServiceEvent } from "../../api/contract/events.ts";
import type { Status } from "../../api/contract/status.ts";
import type { EventFeed } from "../../api/service.ts";

export interface EventBusOptions {
  /** Names this start of the service: ids of another one mean nothing here. */
  readonly epoch: string;
  readonly status: () => Status;
  /** Events that are kept for readers who come back. */
  readonly kept?: number;
}

type Take = (event: ServiceEvent) => boolean;

const KEPT = 500;
/** What a fresh `status` makes up for. */
const PASSING: ReadonlySet<EventName> = new Set(["status", "progress", "reset"]);

/** Tells every reader what happens. Nobody is waited for: a reader that says false is let go. */
export class EventBus implements EventFeed {
  readonly #options: EventBusOptions;
  readonly #readers = new Set<Take>();
  readonly #past: ServiceEvent[] = [];
  #count = 0;

  constructor(options: EventBusOptions) {
    this.#options = options;
  }

  get readers(): number {
    return this.#readers.size;
  }

  publish<N extends EventName>(event: N, data: EventData<N>): void {
    const told = this.#make(event, data);
    if (!PASSING.has(event)) this.#past.push(told);
    if (this.#past.length > (this.#options.kept ?? KEPT)) this.#past.shift();
    for (const take of [...this.#readers]) this.#hand(take, told);
  }

  subscribe(after: string | null, take: Take): () => void {
    this.#readers.add(take);
    const missed = after === null ? [] : this.#since(after);
    if (missed === null) this.#hand(take, this.#again("reset", {}));
    for (const event of missed ?? []) this.#hand(take, event);
    this.#hand(take, this.#again("status", this.#options.status()));
    return () => {
      this.#readers.delete(take);
    };
  }

  #hand(take: Take, event: ServiceEvent): void {
    if (this.#readers.has(take) && !take(event)) this.#readers.delete(take);
  }

  /** What was told after an id; null: nobody knows any more. */
  #since(id: string): readonly ServiceEvent[] | null {
    const number = this.#numberOf(id);
    const oldest = this.#past[0];
    if (number === null || number > this.#count) return null;
    // Of events before the oldest that is kept, some were let go.
    const isLost =
      this.#past.length >= (this.#options.kept ?? KEPT) && oldest !== undefined && number < this.#at(oldest) - 1;
    return isLost ? null : this.#past.filter((event) => this.#at(event) > number);
  }

  #at({ id }: ServiceEvent): number {
    return this.#numberOf(id) ?? 0;
  }

  #numberOf(id: string): number | null {
    const [epoch, digits = ""] = id.split("-");
    return epoch === this.#options.epoch && /^\d{1,15}$/.test(digits) ? Number(digits) : null;
  }

  #make<N extends EventName>(event: N, data: EventData<N>): ServiceEvent {
    this.#count += 1;
    return this.#again(event, data);
  }

  /** Under the id of what was told last: it is for one reader alone. */
  #again<N extends EventName>(event: N, data: EventData<N>): ServiceEvent {
    return { id: `${this.#options.epoch}-${this.#count}`, event, data } as unknown as ServiceEvent;
  }
}
