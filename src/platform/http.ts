import { X509Certificate } from "node:crypto";
import { getCACertificates } from "node:tls";
import type { Http, HttpRequest, HttpResponse } from "../domain/ports/http.ts";
import { HttpFailure } from "../domain/ports/http.ts";
import { failureKind, httpFailure } from "./http-failure.ts";
import { IdleTimer } from "./idle-timer.ts";

/**
 * The port over fetch. Every request has a connection of its own: the runtime silently repeats a GET on a kept
 * connection that broke (observed on Bun 1.4.5), and whether to repeat is the caller's decision alone.
 */
export function createHttp(): Http {
  return { request };
}

async function request(request: HttpRequest): Promise<HttpResponse> {
  const attempt = new Attempt(request);
  const response = await attempt.run(() => fetch(request.url, requestInit(request, attempt)));
  return answer(response, attempt);
}

/** One request from its first byte to the last of its answer: the idle time and the meaning of its errors. */
class Attempt {
  readonly idle: IdleTimer;
  readonly signal: AbortSignal;
  readonly #request: HttpRequest;

  constructor(request: HttpRequest) {
    this.#request = request;
    this.idle = new IdleTimer(request.idleTimeoutMs);
    this.signal = request.signal === undefined ? this.idle.signal : AbortSignal.any([this.idle.signal, request.signal]);
  }

  /** Waits for the peer under the idle time. */
  async run<T>(wait: () => Promise<T>): Promise<T> {
    this.idle.start();
    try {
      return await wait();
    } catch (reason) {
      throw this.#failure(reason);
    } finally {
      this.idle.stop();
    }
  }

  #failure(reason: unknown): HttpFailure {
    const { url, signal } = this.#request;
    if (reason instanceof HttpFailure) return reason;
    if (this.idle.expired) return httpFailure("timeout", url, reason);
    if (signal?.aborted === true) return httpFailure("aborted", url, reason);
    return httpFailure(failureKind(reason), url, reason);
  }
}

function requestInit({ url, method, headers, body, ca }: HttpRequest, attempt: Attempt): BunFetchRequestInit {
  const streamed = body !== undefined && !(body instanceof Uint8Array);
  return {
    method,
    redirect: "manual",
    keepalive: false,
    signal: attempt.signal,
    headers: {
      "Accept-Encoding": "identity",
      ...headers,
      // fetch sends a stream in chunks unless the length is given, and `git http-backend` behind some proxies wants it.
      ...(streamed ? { "Content-Length": String(body.length) } : {}),
    },
    ...(body === undefined ? {} : { body: streamed ? observed(body.open(), attempt.idle) : body }),
    ...(ca === undefined ? {} : { tls: { ca: trusted(url, ca) } }),
  };
}

/** An upload that moves is progress too: the idle time starts anew with every piece the connection takes. */
function observed(stream: ReadableStream<Uint8Array>, idle: IdleTimer): ReadableStream<Uint8Array> {
  return stream.pipeThrough(
    new TransformStream({
      transform(chunk, controller) {
        idle.start();
        controller.enqueue(chunk);
      },
    }),
  );
}

function trusted(url: string, pem: string): string[] {
  try {
    new X509Certificate(pem);
  } catch (cause) {
    throw httpFailure("tls", url, cause);
  }
  return [...getCACertificates("default"), pem];
}

function answer(response: Response, attempt: Attempt): HttpResponse {
  return {
    status: response.status,
    statusText: response.statusText,
    header: (name) => response.headers.get(name),
    stream: () => pieces(response, attempt),
    async bytes() {
      return Buffer.concat(await Array.fromAsync(pieces(response, attempt)));
    },
  };
}

/** A consumer that leaves early closes the connection. */
async function* pieces(response: Response, attempt: Attempt): AsyncGenerator<Uint8Array> {
  if (response.body === null) return;
  const reader = response.body.getReader();
  try {
    for (;;) {
      const { done, value } = await attempt.run(() => reader.read());
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
