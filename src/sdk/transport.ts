import { type ApiError, errorOf, unreachable, unreadable } from "./api-error.ts";

/** As the platform has it. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface TransportParts {
  /** Where the service is, with a slash at the end: `http://localhost/`. */
  readonly base: string;
  readonly fetch: Fetch;
  /** Asked for each request; null: none is sent. */
  readonly token: () => string | null;
}

/** Values of a query; what is undefined, null or empty is left out. */
export type Query = Readonly<Record<string, string | number | boolean | null | undefined>>;

export interface Call {
  readonly method?: "GET" | "POST";
  readonly query?: Query;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
  /** Statuses beside 2xx whose body is an answer and no error. */
  readonly also?: readonly number[];
}

/** Requests as the service wants them, and its errors as ApiError. An abort rejects with its own reason. */
export class Transport {
  readonly #parts: TransportParts;

  constructor(parts: TransportParts) {
    this.#parts = parts;
  }

  async json<T>(path: string, call: Call = {}): Promise<T> {
    const response = await this.send(path, { ...call, headers: { accept: "application/json", ...call.headers } });
    try {
      return (await response.json()) as T;
    } catch (cause) {
      call.signal?.throwIfAborted();
      throw unreadable(response.status, cause);
    }
  }

  async text(path: string, call: Call = {}): Promise<string> {
    const response = await this.send(path, call);
    try {
      return await response.text();
    } catch (cause) {
      call.signal?.throwIfAborted();
      throw unreachable(cause);
    }
  }

  /** The answer, once it is a success. @throws ApiError */
  async send(path: string, call: Call): Promise<Response> {
    const response = await this.#fetch(path, call);
    if (response.ok || call.also?.includes(response.status) === true) return response;
    throw await problemOf(response);
  }

  async #fetch(path: string, { method = "GET", query = {}, headers = {}, signal }: Call): Promise<Response> {
    const { base, token } = this.#parts;
    const key = token();
    const authorization = key === null ? {} : { authorization: `Bearer ${key}` };
    const init: RequestInit = { method, headers: { ...headers, ...authorization } };
    try {
      return await this.#parts.fetch(base + path + queryOf(query), signal === undefined ? init : { ...init, signal });
    } catch (cause) {
      signal?.throwIfAborted();
      throw unreachable(cause);
    }
  }
}

async function problemOf(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => null);
  return errorOf(body) ?? unreadable(response.status);
}

export function queryOf(query: Query): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== "");
  if (given.length === 0) return "";
  return `?${given.map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`).join("&")}`;
}
