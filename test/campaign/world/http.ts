import type { Oid } from "../../../src/domain/ids.ts";
import { type Http, HttpFailure, type HttpRequest, type HttpResponse } from "../../../src/domain/ports/http.ts";
import type { Simulator } from "../../../src/simulator/simulator.ts";
import type { SleepingClock } from "../../support/moneyworks-fakes.ts";
import type { Rows } from "../judge/effects.ts";
import type { LateImports } from "./late.ts";
import type { Life } from "./points.ts";

export interface WireOptions {
  readonly simulator: Simulator;
  readonly clock: SleepingClock;
  readonly life: Life;
  readonly late: LateImports;
  readonly watch: WireWatch;
}

/** An import as the journal has it, with main and the document as they were then; null: the journal does not know of it. */
export type SentImport = {
  readonly commit: Oid;
  readonly path: string;
  readonly main: Oid | null;
  readonly rows: Rows;
} | null;

/** Who wants to know what imports do. */
export interface WireWatch {
  /** A client sends one. */
  sending(): SentImport;
  /** MoneyWorks gets it: now, or when the client has long gone. */
  importing(sent: SentImport, isLate: boolean): void;
  /** What it had to do is done. */
  imported(sent: SentImport): void;
}

/** The way to the simulator without a network, in virtual time: silences and slow answers take no time at all. */
export class Wire implements Http {
  readonly #options: WireOptions;

  constructor(options: WireOptions) {
    this.#options = options;
  }

  async request(request: HttpRequest): Promise<HttpResponse> {
    const { life, clock } = this.#options;
    const name = `moneyworks.${commandOf(request.url)}`;
    life.reach(`before ${name}`);
    const asked = clock.monotonic();
    await this.#options.late.next();
    const response = await (name === "moneyworks.import" ? this.#import(request) : this.#answer(request));
    if (request.signal?.aborted === true) throw new HttpFailure("aborted", "cancelled");
    if (clock.monotonic() - asked > request.idleTimeoutMs) throw new HttpFailure("timeout", "no byte in time");
    const body = await response.bytes().catch((cause: unknown) => new HttpFailure("reset", "connection reset", cause));
    life.reach(`after ${name}`);
    return httpResponse(response, body);
  }

  /** An import may lose its client at once, and take effect when that has long stopped listening. */
  async #import(request: HttpRequest): Promise<Response> {
    const { late, watch } = this.#options;
    const requests = late.take();
    const sent = watch.sending();
    const run = async (signal: AbortSignal | undefined) => {
      watch.importing(sent, requests !== null);
      const response = await this.#answer({ ...request, signal });
      watch.imported(sent);
      return response;
    };
    if (requests === null) return await run(request.signal);
    late.add(requests, async () => void (await run(AbortSignal.abort())));
    throw new HttpFailure("reset", "connection reset");
  }

  /** Whoever has not answered when nothing is left to do never will. */
  async #answer({ url, method, headers, body, signal, idleTimeoutMs }: HttpRequest): Promise<Response> {
    const patience = new AbortController();
    let isSettled = false;
    const init = { method, headers, signal: patience.signal };
    const request = new Request(url, body instanceof Uint8Array ? { ...init, body } : init);
    const answer = this.#options.simulator.handle(request).finally(() => {
      isSettled = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    if (!isSettled) {
      if (signal?.aborted !== true) await this.#options.clock.sleep(idleTimeoutMs + 1);
      patience.abort();
    }
    return answer;
  }
}

function httpResponse(response: Response, body: Uint8Array | HttpFailure): HttpResponse {
  const whole = (): Uint8Array => {
    if (body instanceof HttpFailure) throw body;
    return body;
  };
  return {
    status: response.status,
    statusText: response.statusText,
    header: (name) => response.headers.get(name),
    bytes: async () => whole(),
    async *stream() {
      yield whole();
    },
  };
}

/** `export`, `evaluate`, `version` … */
function commandOf(url: string): string {
  const { pathname } = new URL(url);
  return pathname.slice(pathname.lastIndexOf("/") + 1);
}
