import { type ApiParts, createApi } from "../../src/api/api.ts";
import type { Service } from "../../src/api/service.ts";
import { createClock } from "../../src/platform/clock.ts";
import { listen } from "../../src/platform/http-server.ts";
import { FakeService } from "./fake-service/fake-service.ts";
import { CollectingLog } from "./moneyworks-fakes.ts";

/** The API on a real socket of this host. */
export interface ApiServer<S extends Service> extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly service: S;
  /** What it was made of. */
  readonly parts: ApiParts;
  readonly log: CollectingLog;
  /** A request to one of its addresses, with whatever `fetch` takes. */
  get(path: string, init?: RequestInit): Promise<Response>;
}

interface ServeParts extends ApiParts {
  /** 0, the default: any free one. */
  readonly port: number;
}

export function serveApi(parts?: Partial<ServeParts>): ApiServer<FakeService>;
export function serveApi<S extends Service>(parts: Partial<ServeParts> & { readonly service: S }): ApiServer<S>;
export function serveApi({ port = 0, ...parts }: Partial<ServeParts> = {}): ApiServer<Service> {
  const log = new CollectingLog();
  const service = parts.service ?? new FakeService();
  const all: ApiParts = {
    service,
    pages: [],
    names: { listening: "127.0.0.1", hosts: [] },
    trustLoopback: true,
    tokens: [],
    hookSecret: null,
    clock: createClock(),
    log,
    ...parts,
  };
  const api = createApi(all);
  const listener = listen({ hostname: "127.0.0.1", port, handler: api.handler });
  const url = `http://127.0.0.1:${listener.port}`;
  return {
    url,
    port: listener.port,
    service,
    parts: all,
    log,
    get: (path, init) => fetch(`${url}${path}`, init),
    [Symbol.asyncDispose]: async () => {
      api.close();
      await listener.stop();
    },
  };
}
