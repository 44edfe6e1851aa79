import { Elysia } from "elysia";
import { fail } from "../domain/errors/tidemark-error.ts";
import type { Clock } from "../domain/ports/clock.ts";
import type { Connection } from "../domain/ports/http-server.ts";
import type { Log } from "../domain/ports/log.ts";
import type { PageFile } from "../domain/ports/page-file.ts";
import type { RequestCounter } from "../domain/ports/request-counter.ts";
import { EventReaders, type ReaderLimits } from "./http/event-readers.ts";
import { hasHead, headOf, otherMethod } from "./http/methods.ts";
import { type Incoming, perform } from "./http/perform.ts";
import { problem, toldOf } from "./http/problem.ts";
import type { Route } from "./http/route.ts";
import { allResources } from "./routes/all.ts";
import { Gate, type Rates } from "./security/gate.ts";
import type { Names } from "./security/guard.ts";
import type { KnownToken } from "./security/tokens.ts";
import type { Service } from "./service.ts";

export interface ApiParts {
  readonly service: Service;
  readonly pages: readonly PageFile[];
  readonly names: Names;
  readonly trustLoopback: boolean;
  readonly tokens: readonly KnownToken[];
  /** What git services sign their deliveries with; null: none is asked for. */
  readonly hookSecret: string | null;
  readonly clock: Clock;
  readonly log: Log;
  readonly limits?: Partial<Limits>;
  /** Is told of every answer. */
  readonly counter?: RequestCounter | undefined;
}

export interface Limits extends Rates {
  readonly readers: ReaderLimits;
}

export interface Api {
  /** Answers one request; never rejects. */
  readonly handler: (request: Request, connection: Connection) => Promise<Response>;
  /** Ends the streams of events, so that the listener can stop. */
  close(): void;
}

const LIMITS: Limits = {
  requests: { perSecond: 5_000, burst: 10_000 },
  failures: { perSecond: 0.2, burst: 10 },
  readers: { most: 500, mostBytes: 1024 * 1024 },
};

/** What the service answers over HTTP. */
export function createApi({
  service,
  pages,
  names,
  trustLoopback,
  tokens,
  hookSecret,
  clock,
  log,
  limits,
  counter,
}: ApiParts): Api {
  const { readers: readerLimits, ...rates } = { ...LIMITS, ...limits };
  const gate = new Gate({ names, trustLoopback, tokens, rates, clock });
  const readers = new EventReaders(clock, readerLimits);
  // Elysia hands on the request alone. Removed when it is answered: a WeakMap would cost as much as all the rest.
  const visits = new Map<Request, Visit>();
  const requireAccess = ({ request, connection }: Pick<Incoming, "request" | "connection">) =>
    gate.require("sync", request, connection);
  const resources = allResources({ service, readers, pages, hookSecret, requireAccess, log });
  const app = new Elysia().onError(({ code, error }) =>
    code === "NOT_FOUND" ? problem(fail("api.no-route")) : told(error, log),
  );
  for (const { routes } of resources) app.use(resourceOf(routes, visited));
  const pagePaths = new Set(pages.map(({ path }) => path));
  const isPage = (path: string) => pagePaths.has(path);
  return {
    handler: async (request, connection) => {
      const visit: Visit = { connection, path: "none" };
      visits.set(request, visit);
      const response = await safely(log, () => {
        gate.admit(request, connection, isPage);
        return app.fetch(request);
      });
      visits.delete(request);
      counter?.answered(visit.path, response.status);
      return response;
    },
    close: () => readers.close(),
  };

  function visited(route: Route, request: Request, params: Readonly<Record<string, string>>): Promise<Response> {
    const visit = visits.get(request);
    if (visit === undefined) throw new Error("a request that came over no connection");
    visit.path = route.path;
    const { connection } = visit;
    return safely(log, () => byMethod(route, { request, connection, params, now: clock.now() }, gate));
  }
}

/** A request while it is answered. */
interface Visit {
  readonly connection: Connection;
  /** Of the route that answers it. */
  path: string;
}

/** Never rejects. */
async function safely(log: Log, work: () => Response | Promise<Response>): Promise<Response> {
  try {
    return await work();
  } catch (thrown) {
    return told(thrown, log);
  }
}

type Visited = (route: Route, request: Request, params: Readonly<Record<string, string>>) => Promise<Response>;

/** One resource, with whatever method: Elysia takes `HEAD` for `GET`, which may start a run. */
function resourceOf(routes: readonly Route[], visited: Visited): Elysia {
  const resource = new Elysia();
  for (const route of routes) {
    resource.all(route.path, ({ request, params }) => visited(route, request, params));
  }
  return resource;
}

async function byMethod(route: Route, incoming: Incoming, gate: Gate): Promise<Response> {
  const { method } = incoming.request;
  if (route.methods.some((known) => known === method)) return perform(route, incoming, gate);
  const isHead = method === "HEAD" && hasHead(route);
  return isHead ? headOf(await perform(route, incoming, gate)) : otherMethod(route, method);
}

/** A thrown value as an answer. What is not meant for others goes to the log alone. */
function told(thrown: unknown, log: Log): Response {
  const error = toldOf(thrown);
  if (error !== null) return problem(error);
  log.write("error", `the API failed: ${thrown instanceof Error ? thrown.message : String(thrown)}`, {
    code: "api.failed",
  });
  return problem(fail("api.failed"));
}
