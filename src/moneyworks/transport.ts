import { fail, type TidemarkError } from "../domain/errors/tidemark-error.ts";
import type { Clock } from "../domain/ports/clock.ts";
import { type Http, HttpFailure, type HttpResponse } from "../domain/ports/http.ts";
import { type Command, commandUrl } from "./address.ts";
import { authorization, type FolderOptions, folderLogin, loginRedactor } from "./credentials.ts";
import type { Endpoint } from "./endpoint.ts";

/** What came back for one command, before anybody judged it. */
export interface Answer {
  readonly status: number;
  /** The `Server` header, which may advertise `Login_Required`; empty when absent. */
  readonly server: string;
  /** The `Date` header as milliseconds since 1970, 1 s resolution; null when absent or unreadable. */
  readonly date: number | null;
  readonly body: Uint8Array;
  /** Host wall clock before the request and after the answer, and the steady clock after it. */
  readonly askedAt: number;
  readonly answeredAt: number;
  readonly answeredMonotonic: number;
}

export interface TransportOptions extends FolderOptions {
  readonly endpoint: Endpoint;
  readonly http: Http;
  readonly clock: Clock;
  /** PEM of a private certificate authority. */
  readonly ca?: string | null | undefined;
  /** Default 120 s: opening a document after idle time is slow, and the manual allows a start-up of 30 s on top. */
  readonly idleTimeoutMs?: number | undefined;
  /** Largest body taken, default 256 MB: a page of 1000 verbose records is some 6 MB. */
  readonly maxBytes?: number | undefined;
}

const IDLE_TIMEOUT_MS = 120_000;
const MAX_BYTES = 256 * 1024 * 1024;

/** Sends one command at a time over the port and brings its answer whole, or a coded error. Never tries twice. */
export class Transport {
  /** Host and port, for texts. */
  readonly server: string;
  /** Whether a folder-level log-in is sent. */
  readonly hasFolderLogin: boolean;
  /** Takes the passwords out of a text that came from outside. */
  readonly redact: (text: string) => string;
  readonly #options: TransportOptions;
  readonly #authorization: string;
  readonly #idleTimeoutMs: number;

  constructor(options: TransportOptions) {
    const folder = folderLogin(options.endpoint, options);
    this.server = options.endpoint.origin;
    this.hasFolderLogin = folder !== null;
    this.redact = loginRedactor(options.endpoint, folder);
    this.#options = options;
    this.#authorization = authorization(options.endpoint, folder);
    this.#idleTimeoutMs = options.idleTimeoutMs ?? IDLE_TIMEOUT_MS;
  }

  /** @throws the signal's reason · `moneyworks.unreachable`, `.tls`, `.connection-lost`, `.timeout`, `.too-big` */
  async send(command: Command, signal: AbortSignal): Promise<Answer> {
    signal.throwIfAborted();
    const { clock } = this.#options;
    const askedAt = clock.now();
    try {
      const response = await this.#request(command, signal);
      const body = await this.#read(response);
      const { status } = response;
      const answered = { answeredAt: clock.now(), answeredMonotonic: clock.monotonic() };
      return { status, ...headersOf(response), body, askedAt, ...answered };
    } catch (error) {
      signal.throwIfAborted();
      throw error instanceof HttpFailure ? this.#failure(error) : error;
    }
  }

  #request(command: Command, signal: AbortSignal): Promise<HttpResponse> {
    const { endpoint, http, ca } = this.#options;
    const { body, target } = command;
    return http.request({
      method: body === undefined ? "GET" : "POST",
      url: commandUrl(endpoint, command),
      headers: {
        ...(target === "document" ? { Authorization: this.#authorization } : {}),
        ...(body === undefined ? {} : { "Content-Type": "text/xml; charset=utf-8" }),
      },
      ...(body === undefined ? {} : { body }),
      idleTimeoutMs: command.idleTimeoutMs ?? this.#idleTimeoutMs,
      signal,
      ca: ca ?? undefined,
    });
  }

  async #read(response: HttpResponse): Promise<Uint8Array> {
    const most = this.#options.maxBytes ?? MAX_BYTES;
    const pieces: Uint8Array[] = [];
    let length = 0;
    for await (const piece of response.stream()) {
      length += piece.length;
      if (length > most) throw fail("moneyworks.too-big", { server: this.server, bytes: most });
      pieces.push(piece);
    }
    return pieces.length === 1 ? (pieces[0] as Uint8Array) : Buffer.concat(pieces);
  }

  #failure(failure: HttpFailure): TidemarkError {
    const { server } = this;
    const options = { cause: failure };
    switch (failure.kind) {
      case "tls":
        return fail("moneyworks.tls", { reason: failure.message }, options);
      case "reset":
        return fail("moneyworks.connection-lost", { server }, options);
      case "timeout":
        return fail("moneyworks.timeout", { server, seconds: this.#idleTimeoutMs / 1000 }, options);
      default:
        return fail("moneyworks.unreachable", { reason: failure.message }, options);
    }
  }
}

function headersOf(response: HttpResponse): Pick<Answer, "server" | "date"> {
  const date = Date.parse(response.header("Date") ?? "");
  return { server: response.header("Server") ?? "", date: Number.isNaN(date) ? null : date };
}
