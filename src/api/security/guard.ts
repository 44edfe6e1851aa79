import { fail } from "../../domain/errors/tidemark-error.ts";

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|::1|::ffff:127(?:\.\d{1,3}){3})$/i;
const EVERYWHERE: ReadonlySet<string> = new Set(["0.0.0.0", "::"]);
const ADDRESS = /^(?:[\d.]+|[\da-f:.]*:[\da-f:.]*)$/i;
/** A proxy put its name to it: the peer's address is the proxy's, and says nothing of who asks. */
const PROXIED = /^(?:forwarded|via|x-(?:forwarded|original)-.+|(?:x-real|x-client|true-client|cf-connecting)-ip)$/;

/** Whether an address, without brackets, is this host's own, which nobody else reaches. */
export function isLoopback(address: string): boolean {
  return LOOPBACK.test(address);
}

/**
 * Whether a request came from a program on this host, and not through a proxy on it. Some proxies say nothing of themselves: who asks by
 * another name than this host's own is not taken for a local program either.
 */
export function isLocal({ headers, url }: Request, address: string): boolean {
  return isLoopback(address) && isLoopback(hostnameOf(new URL(url))) && ![...headers.keys()].some(isProxied);
}

function isProxied(header: string): boolean {
  return PROXIED.test(header);
}

/** Without brackets. */
function hostnameOf({ hostname }: URL): string {
  return hostname.startsWith("[") ? hostname.slice(1, -1) : hostname;
}

export interface Names {
  /** The address that is listened at, without brackets. */
  readonly listening: string;
  /** Other names by which it is reached, in lower case. */
  readonly hosts: readonly string[];
}

/**
 * Refuses what nobody can read: no Host, or one that is none, and a path with broken escapes. It comes from anybody, so that it is no error of
 * ours. @throws api.bad-request
 */
export function requireReadable({ url }: Request): URL {
  try {
    const parsed = new URL(url);
    if (parsed.pathname.includes("%")) decodeURIComponent(parsed.pathname);
    return parsed;
  } catch {
    throw fail("api.bad-request");
  }
}

/**
 * Refuses what a page in somebody's browser sends: a name that was made to point here (DNS rebinding), and requests of other sites, which a
 * `GET` that starts a run needs as much as a `POST` does. A link from elsewhere may lead to a page of the dashboard: it holds nothing.
 * @throws api.foreign-host, api.foreign-request, api.prefetch
 */
export function refuseForeign({ headers, method }: Request, url: URL, { names, isPage }: Site): void {
  const host = hostnameOf(url);
  if (!isOurs(host, names)) throw fail("api.foreign-host", { host: host.slice(0, 100) });
  const site = headers.get("sec-fetch-site");
  const isVisit = isPage && method === "GET" && headers.get("sec-fetch-mode") === "navigate";
  const isSameSite = site === null || site === "same-origin" || site === "none" || isVisit;
  const origin = headers.get("origin");
  // Behind a proxy that speaks TLS the scheme differs; the host is what a page cannot choose.
  const isSameOrigin = origin === null || hostOf(origin) === url.host;
  if (!isSameSite || !isSameOrigin) throw fail("api.foreign-request");
  // A browser may ask for what somebody has only begun to type.
  if (!isPage && /prefetch|prerender/.test(headers.get("sec-purpose") ?? "")) throw fail("api.prefetch");
}

interface Site {
  readonly names: Names;
  readonly isPage: boolean;
}

/** A page cannot be served from an address that is not its server's; from a name that its owner points here it can. */
function isOurs(host: string, { listening, hosts }: Names): boolean {
  if (host === listening || isLoopback(host) || hosts.includes(host)) return true;
  return EVERYWHERE.has(listening) && ADDRESS.test(host);
}

function hostOf(origin: string): string | null {
  try {
    return new URL(origin).host;
  } catch {
    return null;
  }
}
