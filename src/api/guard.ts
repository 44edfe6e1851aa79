import { fail } from "../domain/errors/tidemark-error.ts";
import { problem } from "./problem.ts";

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i;

/** Whether an address is this host's own, which nobody else reaches. */
export function isLoopback(hostname: string): boolean {
  return LOOPBACK.test(hostname) || hostname === "::1";
}

/**
 * Refuses what nobody can read: no Host, or one that is none, and a path with broken escapes. It comes from anybody, so that it is
 * no error of ours. null: go on.
 */
export function refuseUnreadable({ url }: Request): Response | null {
  try {
    decodeURIComponent(new URL(url).pathname);
    return null;
  } catch {
    return problem(400, fail("api.bad-request"));
  }
}

/**
 * Refuses what a page in somebody's browser sends: a name that was made to point here (DNS rebinding), and requests of other
 * sites. null: go on.
 */
export function refuseForeign(request: Request, listening: string): Response | null {
  const { hostname } = new URL(request.url);
  const isOwn = isLoopback(hostname) || hostname === listening || listening === "0.0.0.0" || listening === "::";
  const origin = request.headers.get("origin");
  const site = request.headers.get("sec-fetch-site");
  const isSameSite = site === null || site === "same-origin" || site === "none";
  const isSameOrigin = origin === null || origin === new URL(request.url).origin;
  return isOwn && isSameSite && isSameOrigin ? null : problem(403, fail("api.foreign-request"));
}
