/** A request URL, taken apart as a Datacentre reads it. */
export interface Target {
  /** Document path with plain slashes, decoded; empty for `/REST//version`. */
  readonly document: string;
  /** `user:password` before the document (works, discouraged: manual, observed). */
  readonly credentials: { readonly user: string; readonly password: string } | null;
  readonly command: string;
  /** Decoded parameters by name as written; the first of equal names wins. */
  readonly parameters: ReadonlyMap<string, string>;
}

/**
 * Takes `/REST/<document>/<command>` apart; parameters follow either `/` or `?` (manual, both observed). The part of
 * the path after the command that holds no `=` is ignored (`/import/transaction`, observed).
 * @param target path and query, still percent-encoded
 * @returns null when it is no URL of the REST service, or its encoding is broken
 */
export function parseTarget(target: string): Target | null {
  const [path = "", query = ""] = splitOnce(target, "?");
  const match = /^\/REST\/([^/]*)\/([^/]*)(?:\/(.*))?$/s.exec(path);
  if (match === null) return null;
  const [, segment = "", command = "", tail = ""] = match;
  try {
    const parameters = new Map<string, string>();
    if (tail.includes("=")) readParameters(tail, parameters);
    readParameters(query.replaceAll("+", "%20"), parameters);
    return { ...readDocument(segment), command: decodeURIComponent(command), parameters };
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}

/** The same path and query with credentials before the document replaced, for the request log. */
export function withoutCredentials(target: string): string {
  return target.replace(/^(\/REST\/)[^/]*@/, "$1***@");
}

function readDocument(segment: string): Pick<Target, "document" | "credentials"> {
  const at = segment.lastIndexOf("@");
  if (at < 0) return { document: decodeURIComponent(segment), credentials: null };
  const [user = "", password = ""] = splitOnce(segment.slice(0, at), ":");
  return {
    document: decodeURIComponent(segment.slice(at + 1)),
    credentials: { user: decodeURIComponent(user), password: decodeURIComponent(password) },
  };
}

function readParameters(text: string, parameters: Map<string, string>): void {
  for (const part of text.split("&")) {
    if (part === "") continue;
    const [name = "", value = ""] = splitOnce(part, "=");
    const key = decodeURIComponent(name);
    if (!parameters.has(key)) parameters.set(key, decodeURIComponent(value));
  }
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + separator.length)];
}
