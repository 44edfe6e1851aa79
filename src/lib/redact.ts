/** What stands in place of a secret. */
export const REDACTED = "••••";

/** A secret shorter than this is replaced only where it stands alone: replacing every `a` would spell it out. */
const SHORTEST_FREE_MATCH = 4;
/** Base64 characters that a secret must fix wholly before they count as its trace. */
const SHORTEST_BASE64 = 4;

/**
 * Builds a function that replaces every secret in a text, in the forms in which secrets travel: as it is, inside JSON
 * or XML, percent-encoded (RFC 3986 and form style, either hex case), and base64 (RFC 4648, both alphabets, at any of
 * the three alignments, because Basic authentication encodes `user:password` as one). Letter case is ignored.
 */
export function createRedactor(secrets: Iterable<string>): (text: string) => string {
  const forms = new Set<string>();
  for (const secret of secrets) {
    if (secret.trim() !== "") for (const form of formsOf(secret)) forms.add(form);
  }
  if (forms.size === 0) return (text) => text;
  const longestFirst = [...forms].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  const pattern = new RegExp(longestFirst.map(patternOf).join("|"), "giu");
  return (text) => text.replace(pattern, REDACTED);
}

function formsOf(secret: string): string[] {
  const percent = encodeURIComponent(secret.toWellFormed());
  const strict = percent.replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    secret.replace(/[&<>]/g, (c) => (c === "&" ? "&amp;" : c === "<" ? "&lt;" : "&gt;")),
    percent,
    strict,
    strict.replaceAll("%20", "+"),
    encodeURIComponent(strict),
    ...base64Forms(secret),
  ];
}

/** The characters of a base64 text that depend on the secret alone, whatever stands before and after it. */
function base64Forms(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [0, 1, 2].flatMap((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString("base64url");
    const first = Math.ceil((offset * 8) / 6);
    const last = Math.floor(((offset + bytes.length) * 8) / 6);
    const core = text.slice(first, last);
    return core.length < SHORTEST_BASE64 ? [] : [core, core.replaceAll("-", "+").replaceAll("_", "/")];
  });
}

function patternOf(form: string): string {
  const literal = form.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  return form.length < SHORTEST_FREE_MATCH ? `(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])` : literal;
}

/**
 * Masks the password in the user part of every URL in a text: `https://bob:••••@host/`. A user part without a colon is
 * a name, and stays.
 */
export function maskUrl(text: string): string {
  return text.replace(/(:\/\/[^/?#\s:@]*:)[^/?#\s]*@/g, `$1${REDACTED}@`);
}

export interface UrlLogin {
  /** Up to the colon before the password, and from the @ after it. */
  readonly before: string;
  readonly password: string;
  readonly after: string;
}

/**
 * Finds the password in a MoneyWorks URL, which may stand before the host or before the document's name
 * (`http://host:6710/REST/user:password@Document`). Works on misspelt URLs too, and then rather takes too much for the
 * password than too little. null when there is no `@` after a colon.
 */
export function splitLogin(url: string): UrlLogin | null {
  const match = /^([a-z][a-z0-9+.-]*:\/\/)?(.*)(@[^@]*)$/is.exec(url);
  if (match === null) return null;
  const [, scheme = "", middle = "", after = ""] = match;
  const host = /^[^:/@]*(?::\d{1,5})?\/(?=[^@]*:)/.exec(middle)?.[0] ?? "";
  const colon = middle.indexOf(":", host.length);
  if (colon < 0) return null;
  return { before: scheme + middle.slice(0, colon + 1), password: middle.slice(colon + 1), after };
}

/** The URL without that password. */
export function maskLogin(url: string): string {
  const login = splitLogin(url);
  return login === null ? url : `${login.before}${REDACTED}${login.after}`;
}

/** The password as it stands in the URL and as it is meant, for createRedactor; `Document:` before it is no part of it. */
export function loginSecrets(url: string): string[] {
  const login = splitLogin(url);
  if (login === null) return [];
  const password = login.password.replace(/^(Document|Datacentre):/, "");
  return [...new Set([password, decoded(password)])].filter((secret) => secret !== "");
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The host of a web address; what may be a token, its log-in, path and query, is hidden: `https://hooks.example/••••`. */
export function maskAddress(address: string): string {
  if (!URL.canParse(address)) return REDACTED;
  const { protocol, host } = new URL(address);
  return addressSecrets(address).length === 0 ? `${protocol}//${host}/` : `${protocol}//${host}/${REDACTED}`;
}

/** Path and query of a web address, and the password before its host, or what stands there alone, for createRedactor: as they are written and as they are sent. */
export function addressSecrets(address: string): string[] {
  if (!URL.canParse(address)) return [address];
  const { username, password, pathname, search } = new URL(address);
  const written = /^[a-z]+:\/\/[^/?#]*([^#]*)/i.exec(address)?.[1] ?? "";
  const parts = [written, pathname + search, password, password === "" ? username : ""];
  return [...new Set([...parts, ...parts.map(decoded)])].filter((part) => part !== "" && part !== "/");
}
