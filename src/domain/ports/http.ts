/** Why no answer came. `reset`: the peer closed or broke the connection, perhaps after it did what was asked. */
export type HttpFailureKind = "refused" | "unresolved" | "tls" | "reset" | "timeout" | "aborted" | "other";

/** The request got no usable answer. `message` names the host and port, never credentials. */
export class HttpFailure extends Error {
  override readonly name = "HttpFailure";
  readonly kind: HttpFailureKind;
  constructor(kind: HttpFailureKind, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.kind = kind;
  }
}

export interface HttpRequest {
  readonly method: "GET" | "POST";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** A streamed body is a function, so that every attempt starts from its first byte; give its length when known. */
  readonly body?: Uint8Array | { readonly length: number; open(): ReadableStream<Uint8Array> };
  /** No byte received for so long (waiting for headers included) is a `timeout`. */
  readonly idleTimeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  /** PEM certificates to trust beside the system's own. */
  readonly ca?: string | undefined;
}

export interface HttpResponse {
  readonly status: number;
  readonly statusText: string;
  /** Header lookup without regard to case; null when absent. */
  header(name: string): string | null;
  /** The whole body. @throws HttpFailure (`reset` for a body shorter than announced, `timeout`, `aborted`). */
  bytes(): Promise<Uint8Array>;
  /** The body in pieces, for what may be large. Fails like `bytes`. */
  stream(): AsyncIterable<Uint8Array>;
}

/** The only way to the network. Never follows a redirect, never retries, keeps no cookies. @throws HttpFailure */
export interface Http {
  request(request: HttpRequest): Promise<HttpResponse>;
}
