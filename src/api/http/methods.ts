import { fail } from "../../domain/errors/tidemark-error.ts";
import { GUARDED } from "./answer.ts";
import { problem } from "./problem.ts";
import type { Route } from "./route.ts";

/** Whether `HEAD` may stand for `GET`: not where a `GET` starts something. */
export function hasHead({ methods }: Route): boolean {
  return methods.length === 1 && methods[0] === "GET";
}

/** What is said to a method that a route has not: to `OPTIONS` which it has, to others that it is none of them. */
export function otherMethod(route: Route, method: string): Response {
  const allow = [...route.methods, ...(hasHead(route) ? ["HEAD"] : []), "OPTIONS"].join(", ");
  if (method === "OPTIONS") return new Response(null, { status: 204, headers: { allow, ...GUARDED } });
  return problem(fail("api.no-method", { method: method.slice(0, 20), path: route.path, allow }), { allow });
}

/** The answer to `HEAD`: the headers of `GET`. */
export function headOf(response: Response): Response {
  const { status, headers } = response;
  response.body?.cancel();
  return new Response(null, { status, headers });
}
