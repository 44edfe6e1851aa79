import { fail } from "../../domain/errors/tidemark-error.ts";
import type { Http, HttpRequest, HttpResponse } from "../../domain/ports/http.ts";
import { createRedactor } from "../../lib/redact.ts";
import { type Advertisement, readAdvertisement, type Service } from "./advertisement.ts";
import { ByteReader } from "./byte-reader.ts";
import { type Asked, checkAnswer, readError } from "./http-errors.ts";

/** How a git service is reached and spoken to. */
export interface HttpServiceOptions {
  /** `https://host/acme.git`: no user name, no secret, no trailing slash. */
  readonly url: string;
  readonly username: string;
  /** null: no credentials are sent. */
  readonly token: string | null;
  /** How the token is sent: as the password of Basic (what git services take), or as a bearer token. */
  readonly auth: "basic" | "bearer";
  /** Tidemark's version, for the `agent` capability and the User-Agent. */
  readonly version: string;
  /** PEM certificates to trust beside the system's own. */
  readonly ca?: string | undefined;
}

/** Without a byte for so long, an answer that should already be flowing counts as lost. */
const READ_IDLE_MS = 60_000;
/** A server that stores or builds a pack may say nothing for longer; git itself keeps such links alive every 5 s. */
const WORK_IDLE_MS = 300_000;
/** The slowest upload that is waited for: nothing comes back until the pack has gone out. Bytes per second. */
const SLOWEST_UPLOAD = 64 * 1024;

/** The two requests of git's smart HTTP (gitprotocol-http). Knows addresses and credentials, nothing of packs. */
export class HttpService {
  readonly #http: Http;
  readonly #options: HttpServiceOptions;
  readonly #redact: (text: string) => string;

  /** @throws remote.bad-token */
  constructor(http: Http, options: HttpServiceOptions) {
    if (options.token !== null && !/^[\x21-\x7e]+$/.test(options.token)) throw fail("remote.bad-token");
    this.#http = http;
    this.#options = options;
    this.#redact = createRedactor(options.token === null ? [] : [options.token]);
  }

  get agent(): string {
    return `tidemark/${this.#options.version}`;
  }

  asked(operation: Asked["operation"]): Asked {
    return { url: this.#options.url, operation, redact: this.#redact };
  }

  /** Asks a service for its refs and capabilities. @throws remote.* */
  async advertise(service: Service, asked: Asked, signal: AbortSignal): Promise<Advertisement> {
    try {
      const response = await this.#http.request({
        method: "GET",
        url: `${this.#options.url}/info/refs?service=${service}`,
        headers: this.#headers({ accept: `application/x-${service}-advertisement` }),
        idleTimeoutMs: READ_IDLE_MS,
        ...this.#common(signal),
      });
      await checkAnswer(response, { type: `application/x-${service}-advertisement`, sent: 0, asked });
      return await readAll(response, service);
    } catch (error) {
      signal.throwIfAborted();
      throw readError(error, asked);
    }
  }

  /** Sends one request to a service; the answer's status and type were judged. @throws HttpFailure, remote.* */
  async call(
    service: Service,
    body: NonNullable<HttpRequest["body"]>,
    { asked, signal }: { asked: Asked; signal: AbortSignal },
  ): Promise<HttpResponse> {
    const headers = { accept: `application/x-${service}-result`, "content-type": `application/x-${service}-request` };
    const response = await this.#http.request({
      method: "POST",
      url: `${this.#options.url}/${service}`,
      headers: this.#headers(headers),
      body,
      idleTimeoutMs: WORK_IDLE_MS + Math.ceil((body.length / SLOWEST_UPLOAD) * 1000),
      ...this.#common(signal),
    });
    await checkAnswer(response, { type: `application/x-${service}-result`, sent: body.length, asked });
    return response;
  }

  #headers(own: Readonly<Record<string, string>>): Record<string, string> {
    const headers = { ...own, "user-agent": `git/2.0 (${this.agent})`, "cache-control": "no-cache" };
    return this.#options.token === null
      ? headers
      : { ...headers, authorization: this.#authorization(this.#options.token) };
  }

  #authorization(token: string): string {
    return this.#options.auth === "bearer" ? `Bearer ${token}` : `Basic ${this.#basic(token)}`;
  }

  #basic(token: string): string {
    return Buffer.from(`${this.#options.username}:${token}`).toString("base64");
  }

  #common(signal: AbortSignal): Pick<HttpRequest, "signal" | "ca"> {
    return { signal, ca: this.#options.ca };
  }
}

async function readAll(response: HttpResponse, service: Service): Promise<Advertisement> {
  const input = new ByteReader(response.stream());
  try {
    return await readAdvertisement(input, service);
  } finally {
    await input.cancel();
  }
}
