import type { Clock } from "../domain/ports/clock.ts";
import { type Http, HttpFailure, type HttpRequest, type HttpResponse } from "../domain/ports/http.ts";
import { Histogram, type HistogramFigures } from "../lib/histogram.ts";

/** What requests came to since the meter was made. */
export interface HttpTotals {
  /** Begun, whatever became of them. */
  readonly requests: number;
  /** Without a whole answer, but for those that were cancelled here. */
  readonly failures: number;
  /** Of the bodies received. */
  readonly bytes: number;
  /**
   * How those that ended did: `2xx` … by the status of a whole answer, the kind of an `HttpFailure`, `left` where nobody read the
   * answer to its end.
   */
  readonly byOutcome: ReadonlyMap<string, number>;
}

/** A way to the network that counts what goes through it. */
export interface HttpMeter {
  readonly http: Http;
  totals(): HttpTotals;
  /** Seconds from each request to the last byte of its answer, or to its failure. */
  durations(): HistogramFigures;
  /**
   * Milliseconds on the monotonic clock: when an answer, or a good piece of one, came or was taken last; before that, when the meter was made.
   * A server that sends a byte now and then shows no life: it could keep a request under way for ever.
   */
  lastActivity(): number;
}

/** Upper ends in seconds: from a list of numbers nearby to a document that has to be opened first. */
const BOUNDS = [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120];

/** So many bytes of an answer are a sign of life: in the quarter of an hour of a watchdog a line of 600 bit/s brings them. */
const GOOD_PIECE = 64 * 1024;

/** @param onActivity called at each answer, and with each good piece that was received or sent */
export function createHttpMeter(
  http: Http,
  clock: Pick<Clock, "monotonic">,
  onActivity: () => void = () => {},
): HttpMeter {
  const counts = new Counts(clock, onActivity);
  return {
    http: { request: (request) => measured(http, request, counts) },
    totals: () => counts.totals(),
    durations: () => counts.durations.figures(),
    lastActivity: () => counts.lastActivity,
  };
}

class Counts {
  readonly durations = new Histogram(BOUNDS);
  lastActivity: number;
  readonly #clock: Pick<Clock, "monotonic">;
  readonly #onActivity: () => void;
  readonly #outcomes = new Map<string, number>();
  #requests = 0;
  #failures = 0;
  #bytes = 0;
  /** Since the last sign of life. */
  #pending = 0;

  constructor(clock: Pick<Clock, "monotonic">, onActivity: () => void) {
    this.#clock = clock;
    this.#onActivity = onActivity;
    this.lastActivity = clock.monotonic();
  }

  /** A request begins. @returns what to call at its end, with its outcome */
  begin(): (outcome: string, isFailure: boolean) => void {
    const began = this.#clock.monotonic();
    this.#requests += 1;
    return (outcome, isFailure) => {
      this.durations.observe((this.#clock.monotonic() - began) / 1000);
      this.#outcomes.set(outcome, (this.#outcomes.get(outcome) ?? 0) + 1);
      if (isFailure) this.#failures += 1;
    };
  }

  /** Bytes of a body went through. @param isReceived they are of an answer */
  moved(bytes: number, isReceived: boolean): void {
    if (isReceived) this.#bytes += bytes;
    this.#pending += bytes;
    if (this.#pending >= GOOD_PIECE) this.active();
  }

  active(): void {
    this.#pending = 0;
    this.lastActivity = this.#clock.monotonic();
    this.#onActivity();
  }

  totals(): HttpTotals {
    const [requests, failures, bytes] = [this.#requests, this.#failures, this.#bytes];
    return { requests, failures, bytes, byOutcome: new Map(this.#outcomes) };
  }
}

async function measured(http: Http, request: HttpRequest, counts: Counts): Promise<HttpResponse> {
  const end = counts.begin();
  try {
    const response = await http.request(withWatchedBody(request, counts));
    counts.active();
    return watched(response, counts, end);
  } catch (reason) {
    endWith(reason, end);
    throw reason;
  }
}

type End = ReturnType<Counts["begin"]>;

function endWith(reason: unknown, end: End): void {
  const kind = reason instanceof HttpFailure ? reason.kind : "other";
  end(kind, kind !== "aborted");
}

function watched(response: HttpResponse, counts: Counts, end: End): HttpResponse {
  const stream = () => watchedPieces(response, counts, end);
  return {
    status: response.status,
    statusText: response.statusText,
    header: (name) => response.header(name),
    stream,
    bytes: async () => Buffer.concat(await Array.fromAsync(stream())),
  };
}

async function* watchedPieces(response: HttpResponse, counts: Counts, end: End): AsyncGenerator<Uint8Array> {
  let isOver = false;
  try {
    for await (const piece of response.stream()) {
      counts.moved(piece.length, true);
      yield piece;
    }
    isOver = true;
    end(`${Math.floor(response.status / 100)}xx`, false);
  } catch (reason) {
    isOver = true;
    endWith(reason, end);
    throw reason;
  } finally {
    if (!isOver) end("left", false);
  }
}

/** A large upload shows no answer for long, and moves all the same. */
function withWatchedBody(request: HttpRequest, counts: Counts): HttpRequest {
  const { body } = request;
  if (body === undefined || body instanceof Uint8Array) return request;
  const open = () =>
    body.open().pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform(piece, controller) {
          counts.moved(piece.length, false);
          controller.enqueue(piece);
        },
      }),
    );
  return { ...request, body: { length: body.length, open } };
}
