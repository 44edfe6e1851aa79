import { fail } from "../../domain/errors/tidemark-error.ts";
import type { Connection } from "../../domain/ports/http-server.ts";
import type { Gate } from "../security/gate.ts";
import { formatOf } from "./negotiate.ts";
import { readQuery } from "./read-query.ts";
import type { Call, Route } from "./route.ts";

/** What nobody reads need not be large. */
const MOST_BYTES = 64 * 1024;
const NOTHING = new URLSearchParams();

export interface Incoming {
  readonly request: Request;
  readonly connection: Connection;
  readonly params: Readonly<Record<string, string>>;
  readonly now: number;
}

/** Answers a request by its route: who asks first, then what is asked. @throws TidemarkError */
export function perform(route: Route, incoming: Incoming, gate: Gate): Response | Promise<Response> {
  const { request, connection } = incoming;
  gate.require(route.access, request, connection);
  requireSmall(request, route.mostBytes ?? MOST_BYTES);
  const query = readQuery(route.query, searchOf(request.url));
  const needed = route.accessOf(query);
  if (needed !== route.access) gate.require(needed, request, connection);
  const asked = (query as { readonly format?: string }).format;
  const format = formatOf(request.headers.get("accept"), route.formats, asked);
  const call: Call<unknown> = { ...incoming, query, format };
  return route.handle(call);
}

/** A body that says how large it is; one that does not is measured by who reads it. @throws api.too-large */
function requireSmall({ headers }: Request, most: number): void {
  const length = headers.get("content-length");
  if (length !== null && Number(length) > most) throw fail("api.too-large", { most });
}

function searchOf(url: string): URLSearchParams {
  const question = url.indexOf("?");
  return question < 0 ? NOTHING : new URLSearchParams(url.slice(question));
}
