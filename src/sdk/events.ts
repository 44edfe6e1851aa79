import type { EventName, ServiceEvent } from "../api/contract/events.ts";
import { ApiError, unreachable, unreadable } from "./api-error.ts";
import { EventStreamParser } from "./event-stream.ts";
import { waitBeforeTry } from "./reconnect.ts";
import type { Transport } from "./transport.ts";

export interface EventFeedParts {
  /** Resolves after so many ms, or as soon as the signal is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** In [0, 1). */
  readonly random: () => number;
}

/** How the feed stands with the service. */
export type Connection =
  | { readonly state: "connecting" }
  | { readonly state: "open" }
  | { readonly state: "lost"; readonly retryMs: number; readonly error: ApiError };

export interface FollowOptions {
  /** Ends the feed. */
  readonly signal: AbortSignal;
  readonly onConnection?: (connection: Connection) => void;
  /** Go on behind this event. */
  readonly after?: string;
}

/** The service says something at least every 15 s, if only a comment; after so long the connection is taken for dead. */
const SILENCE_MS = 45_000;

const NAMES: ReadonlySet<string> = new Set<EventName>(["status", "run", "progress", "changes", "promotion", "reset"]);

/**
 * `GET /events` over fetch: EventSource can send no token. A connection that breaks is made again, with `Last-Event-ID`, after waits that grow
 * and vary; the service answers with what was missed, or with `reset` when that is too much.
 */
export class EventFeed {
  readonly #transport: Transport;
  readonly #parts: EventFeedParts;

  constructor(transport: Transport, parts: EventFeedParts) {
    this.#transport = transport;
    this.#parts = parts;
  }

  /** Every event until the signal ends it. @throws ApiError with 401 or 403: another try would be answered the same way */
  async *follow({ signal, onConnection = () => {}, after = "" }: FollowOptions): AsyncGenerator<ServiceEvent, void> {
    const place: Place = { lastId: after, retryMs: null, tries: 0 };
    while (!signal.aborted) {
      onConnection({ state: "connecting" });
      let error: ApiError;
      try {
        yield* this.#connection(place, signal, onConnection);
        error = unreachable(undefined);
      } catch (reason) {
        if (signal.aborted) return;
        if (!(reason instanceof ApiError) || isFinal(reason)) throw reason;
        error = reason;
      }
      const retryMs = waitBeforeTry(place.tries, this.#parts.random(), place.retryMs);
      place.tries++;
      onConnection({ state: "lost", retryMs, error });
      await this.#parts.sleep(retryMs, signal);
    }
  }

  async *#connection(
    place: Place,
    signal: AbortSignal,
    onConnection: (connection: Connection) => void,
  ): AsyncGenerator<ServiceEvent, void> {
    const own = new AbortController();
    const end = AbortSignal.any([signal, own.signal]);
    try {
      const body = await this.#open(place, end);
      onConnection({ state: "open" });
      const parser = new EventStreamParser(place.lastId);
      for (let bytes = await this.#read(body, end); bytes !== null; bytes = await this.#read(body, end)) {
        for (const message of parser.push(bytes)) {
          Object.assign(place, { lastId: message.lastId, tries: 0 });
          const event = eventOf(message.event, message.data, message.lastId);
          if (event !== null) yield event;
        }
        place.retryMs = parser.retryMs ?? place.retryMs;
      }
    } finally {
      // Leaving early, or silence, must not leave a connection open.
      own.abort();
    }
  }

  async #open({ lastId }: Place, signal: AbortSignal): Promise<Pieces> {
    const headers = { accept: "text/event-stream", ...(lastId === "" ? {} : { "last-event-id": lastId }) };
    const { body, headers: answered, status } = await this.#transport.send("events", { headers, signal });
    const isStream = answered.get("content-type")?.startsWith("text/event-stream") === true;
    if (body === null || !isStream) throw unreadable(status);
    return body.getReader();
  }

  /** null: the service ended the stream, or has been silent for too long. */
  async #read(body: Pieces, signal: AbortSignal): Promise<Uint8Array | null> {
    const waiting = new AbortController();
    const silence = this.#parts.sleep(SILENCE_MS, AbortSignal.any([signal, waiting.signal])).then(() => null);
    try {
      const piece = await Promise.race([body.read(), silence]);
      return piece === null || piece.done ? null : (piece.value ?? null);
    } catch (cause) {
      throw unreachable(cause);
    } finally {
      waiting.abort();
    }
  }
}

/** What is used of a reader; Bun's and the browsers' differ in the rest. */
interface Pieces {
  read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;
}

/** Where the feed stands, over all of its connections. */
interface Place {
  lastId: string;
  /** As the service wishes. */
  retryMs: number | null;
  /** Since the last event. */
  tries: number;
}

function isFinal({ status }: ApiError): boolean {
  return status === 401 || status === 403;
}

/** null: an event of a later version, or none of ours. */
function eventOf(event: string, data: string, id: string): ServiceEvent | null {
  if (!NAMES.has(event)) return null;
  try {
    return { id, event: event as EventName, data: JSON.parse(data) } as ServiceEvent;
  } catch (cause) {
    throw unreadable(200, cause);
  }
}
