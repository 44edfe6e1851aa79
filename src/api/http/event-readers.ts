import { fail } from "../../domain/errors/tidemark-error.ts";
import type { Clock } from "../../domain/ports/clock.ts";
import type { Connection } from "../../domain/ports/http-server.ts";
import { GUARDED } from "./answer.ts";
import { shownJson } from "./json.ts";

/** One event of a stream (the WHATWG's server-sent events). */
export interface StreamEvent {
  readonly id?: string;
  readonly event: string;
  readonly data: unknown;
}

export interface ReaderLimits {
  /** Readers at once. */
  readonly most: number;
  /** Bytes that one may be behind before it is let go. */
  readonly mostBytes: number;
}

/** Milliseconds after which a client that lost its stream asks again. */
const RETRY_MS = 2_000;
/** Silence after which a line is sent, so that proxies and clients see a living stream. */
const HEARTBEAT_MS = 15_000;
/** When to ask again where there is no room. */
const FULL_SECONDS = 10;
const HEARTBEAT = new TextEncoder().encode(": \n\n");
const HELLO = new TextEncoder().encode(`retry: ${RETRY_MS}\n\n`);

/** Begins to hand events over; returns what ends it. `take` returns false to a source that should stop. */
export type Begin = (take: (event: StreamEvent) => boolean, end: () => void) => () => void;

/**
 * Everybody who reads a stream of events. Nothing waits for a reader: what it has not taken yet is kept for it up to a limit, and
 * beyond that it is let go. It may come again with the id of the last event that it got.
 */
export class EventReaders {
  readonly #readers = new Set<Reader>();
  /** An event goes to many readers, and is written once. */
  readonly #written = new WeakMap<StreamEvent, Uint8Array>();
  readonly #clock: Clock;
  readonly #limits: ReaderLimits;
  #heart: AbortController | null = null;

  constructor(clock: Clock, limits: ReaderLimits) {
    this.#clock = clock;
    this.#limits = limits;
  }

  get count(): number {
    return this.#readers.size;
  }

  /** @throws api.too-many-readers */
  requireRoom(): void {
    const { most } = this.#limits;
    if (this.#readers.size >= most) throw fail("api.too-many-readers", { most, seconds: FULL_SECONDS });
  }

  /** @throws api.too-many-readers */
  open(connection: Connection, begin: Begin): Response {
    this.requireRoom();
    connection.keepOpen();
    const reader = new Reader(connection, (gone) => this.#forget(gone));
    this.#readers.add(reader);
    this.#beat();
    const source = {
      start: (controller: ReadableStreamDefaultController<Uint8Array>) => {
        reader.start(controller);
        reader.begin((take, end) => begin((event) => take(this.#write(event)), end));
      },
      cancel: () => reader.leave(),
    };
    const stream = new ReadableStream(source, new ByteLengthQueuingStrategy({ highWaterMark: this.#limits.mostBytes }));
    return new Response(stream, {
      headers: { "content-type": "text/event-stream", ...GUARDED, "x-accel-buffering": "no" },
    });
  }

  /** Ends all streams: the service stops. */
  close(): void {
    for (const reader of this.#readers) reader.end();
  }

  #write(event: StreamEvent): Uint8Array {
    const known = this.#written.get(event);
    if (known !== undefined) return known;
    const id = event.id === undefined ? "" : `id: ${event.id}\n`;
    const bytes = new TextEncoder().encode(`${id}event: ${event.event}\ndata: ${shownJson(event.data)}\n\n`);
    this.#written.set(event, bytes);
    return bytes;
  }

  #forget(reader: Reader): void {
    this.#readers.delete(reader);
    if (this.#readers.size > 0) return;
    this.#heart?.abort();
    this.#heart = null;
  }

  /** One heart for all of them, as long as there are any. */
  #beat(): void {
    if (this.#heart !== null) return;
    const heart = new AbortController();
    this.#heart = heart;
    const next = (): void => {
      if (heart.signal.aborted) return;
      for (const reader of this.#readers) reader.take(HEARTBEAT);
      this.#clock.sleep(HEARTBEAT_MS, heart.signal).then(next, () => {});
    };
    this.#clock.sleep(HEARTBEAT_MS, heart.signal).then(next, () => {});
  }
}

/** One of them. */
class Reader {
  readonly #connection: Connection;
  readonly #forget: (reader: Reader) => void;
  #controller: ReadableStreamDefaultController<Uint8Array> | null = null;
  /** What was missed before is handed over at once and is bounded at its source. */
  #isBeginning = true;
  #stop: (() => void) | null = null;

  constructor(connection: Connection, forget: (reader: Reader) => void) {
    this.#connection = connection;
    this.#forget = forget;
  }

  start(controller: ReadableStreamDefaultController<Uint8Array>): void {
    this.#controller = controller;
    controller.enqueue(HELLO);
  }

  begin(begin: (take: (bytes: Uint8Array) => boolean, end: () => void) => () => void): void {
    const stop = begin(
      (bytes) => this.take(bytes),
      () => this.end(),
    );
    this.#isBeginning = false;
    if (this.#controller === null) stop();
    else this.#stop = stop;
  }

  /** false: it is gone, or was too slow and is let go now. */
  take(bytes: Uint8Array): boolean {
    if (this.#controller === null) return false;
    this.#controller.enqueue(bytes);
    const isSlow = !this.#isBeginning && (this.#controller.desiredSize ?? 0) <= 0;
    if (!isSlow) return true;
    this.end();
    // It may never read again, and what it was sent would be kept for as long.
    this.#connection.giveUp();
    return false;
  }

  /** Ends the stream behind what is in it. */
  end(): void {
    this.#controller?.close();
    this.leave();
  }

  /** It went away, or was sent away. */
  leave(): void {
    if (this.#controller === null) return;
    this.#controller = null;
    this.#stop?.();
    this.#forget(this);
  }
}
