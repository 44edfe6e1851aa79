import type { Endpoint } from "./endpoint.ts";

/** One request, before it has an address. Values are encoded when the URL is made, never before. */
export interface Command {
  /** `server`: the pseudo-document of commands that concern no document and need no log-in. */
  readonly target: "document" | "server";
  readonly name: "version" | "export" | "evaluate" | "import" | "post";
  readonly params: Readonly<Record<string, string | number>>;
  /** The XML of an import. */
  readonly body?: Uint8Array;
  /** Overrides the transport's. */
  readonly idleTimeoutMs?: number;
}

/**
 * The URL of a command. The document is one path segment, its folders separated by `%2F`; parameters follow `?`.
 * Credentials are never part of it.
 */
export function commandUrl(endpoint: Endpoint, { target, name, params }: Command): string {
  const document = encodeStrict(target === "server" ? "server" : endpoint.document);
  const query = Object.entries(params).map(([key, value]) => `${encodeStrict(key)}=${encodeStrict(String(value))}`);
  return `${endpoint.origin}/REST/${document}/${name}${query.length === 0 ? "" : `?${query.join("&")}`}`;
}

/**
 * Percent-encodes everything but the unreserved characters of RFC 3986. Datacentre wants `=` encoded in values, and
 * what it makes of `'`, `(`, `+` and the like is not documented.
 */
export function encodeStrict(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
