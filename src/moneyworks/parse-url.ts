import { fail } from "../domain/errors/tidemark-error.ts";
import type { Endpoint, Login } from "./endpoint.ts";
import { Secret } from "./secret.ts";

/** Datacentre's default port for REST (MoneyWorks manual, Datacentre REST API). */
const DEFAULT_PORT = 6710;
const HOST = /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}._-]*[\p{L}\p{N}])?\.?|\[[0-9a-f:.]+\])$/iu;
const COMMANDS = new Set(["version", "list", "export", "import", "evaluate", "post", "doreport", "doform", "image"]);

/**
 * Reads the `moneyworks.url` option. Both documented places for the credentials are understood:
 * `https://user:password@host:6710/REST/Acme.moneyworks` and `https://host:6710/REST/user:password@Acme.moneyworks`;
 * `/REST` may be left out, as may the port (6710); `user:Document:password` is the same as `user:password`.
 * Folders of the document are separated by `%2f` or `/`; reserved characters in names and passwords are percent-encoded.
 * An empty password must be written (`user:@`), a missing one is an error.
 *
 * @param password wins over one in the text, which then needs none; null: there is no other
 *
 * No error quotes any part of the text: with a misplaced separator, any part may be the password.
 * @throws `moneyworks.url-*`, exit 2
 */
export function parseMoneyWorksUrl(text: string, password: string | null = null): Endpoint {
  const { scheme, authority, path } = split(text.trim());
  const [userInfo, address] = splitLast(authority, "@");
  const { credentials, document } = splitPath(path);
  if (userInfo !== null && credentials !== null) throw fail("moneyworks.url-two-logins");
  const origin = `${scheme}://${parseHost(address)}:${parsePort(address)}`;
  return { origin, document: parseDocument(document), login: parseLogin(userInfo ?? credentials, password) };
}

function split(text: string): { scheme: string; authority: string; path: string } {
  const match = /^(https?):\/\/([^/?#\\]*)([^?#]*)(.*)$/is.exec(text);
  if (match === null) throw fail("moneyworks.url-scheme");
  const [, scheme = "", authority = "", path = "", rest] = match;
  if (rest !== "") throw fail("moneyworks.url-extra");
  return { scheme: scheme.toLowerCase(), authority, path };
}

function splitLast(text: string, separator: string): [before: string | null, after: string] {
  const at = text.lastIndexOf(separator);
  return at < 0 ? [null, text] : [text.slice(0, at), text.slice(at + 1)];
}

function parseHost(address: string): string {
  const host = address.replace(/:[^:\]]*$/, "");
  if (!HOST.test(host)) throw fail("moneyworks.url-host");
  return host.toLowerCase();
}

function parsePort(address: string): number {
  const text = /:([^:\]]*)$/.exec(address)?.[1];
  if (text === undefined) return DEFAULT_PORT;
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port < 1 || port > 65_535) throw fail("moneyworks.url-port");
  return port;
}

/** `/REST/user:password@Document`: whatever stands before the last `@` is the log-in, however it was encoded. */
function splitPath(path: string): { credentials: string | null; document: string } {
  const rest = path.replace(/^\/(?:REST(?:\/|$))?/i, "").replace(/\/$/, "");
  const [credentials, document] = splitLast(rest, "@");
  return { credentials, document };
}

/** A second `REST` means that a raw `/` in a password was taken for the end of the host. */
const IMPOSSIBLE = new Set(["", ".", "..", "REST"]);

/**
 * "." and ".." would be taken out of the address on its way to the server, and `server` is the pseudo-document of
 * commands that concern no document.
 */
function parseDocument(encoded: string): string {
  const document = decode(encoded);
  const parts = document.split("/");
  if (parts.length > 1 && COMMANDS.has(parts.at(-1) ?? "")) throw fail("moneyworks.url-extra");
  const control = [...document].some((char) => char.charCodeAt(0) < 0x20 || char.charCodeAt(0) === 0x7f);
  const bad = control || parts.some((part) => IMPOSSIBLE.has(part.toUpperCase()));
  if (bad || document.toLowerCase() === "server") throw fail("moneyworks.url-document");
  return document;
}

function parseLogin(text: string | null, password: string | null): Login {
  const [user, realm, ...rest] = text?.split(":") ?? [];
  if (user === undefined && password !== null) throw fail("moneyworks.url-no-user");
  if (realm === undefined && password === null) throw fail("moneyworks.url-no-password");
  const written = realm === "Document" && rest.length > 0 ? rest : [realm, ...rest];
  const name = decode(user ?? "");
  if (name.includes(":")) throw fail("moneyworks.url-user");
  return { name, password: new Secret(password ?? decode(written.join(":"))) };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // The cause is left out: its message may quote the text.
    throw fail("moneyworks.url-encoding");
  }
}
