import { fail } from "../../domain/errors/tidemark-error.ts";
import { branchNameFault } from "./branch-name.ts";

/** What `remote.url` names. `url` is safe to show: it holds no user name, no secret and no branch. */
export type RemoteTarget =
  | { readonly kind: "http"; readonly url: string; readonly username: string; readonly branch: string }
  | { readonly kind: "directory"; readonly path: string; readonly branch: string };

const DEFAULT_BRANCH = "main";
/** The name that services ignore when a token is the password; overridden by `https://name@host/…`. */
const DEFAULT_USERNAME = "git";

/**
 * Reads `https://host/acme.git#main`, `http://…`, `file:///srv/acme.git#main` or a plain path. The branch is what
 * follows the last `#`, `main` when there is none.
 * @throws remote.bad-url, remote.bad-branch, remote.secret-in-url, remote.ssh-url (all exit 2)
 */
export function parseRemoteUrl(text: string): RemoteTarget {
  const trimmed = text.trim();
  if (trimmed === "") throw badUrl(trimmed, "it is empty");
  if (/^https?:/i.test(trimmed)) return httpTarget(trimmed);
  if (/^file:/i.test(trimmed)) return fileTarget(trimmed);
  if (/^(ssh|git\+ssh|ssh\+git):/i.test(trimmed) || isScpForm(trimmed)) throw sshUrl(trimmed);
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(trimmed))
    throw badUrl(redactUrl(trimmed), "its scheme is not https, http or file");
  return pathTarget(trimmed);
}

/** The address with any password in it replaced, for messages about addresses that cannot be parsed further. */
export function redactUrl(text: string): string {
  return text.replace(/\/\/[^/?#]*@/, "//***@").replace(/^[^/@]*:[^/@]*@/, "***@");
}

function httpTarget(text: string): RemoteTarget {
  const url = parseUrl(text);
  if (url.password !== "" || looksLikeToken(url.username)) throw fail("remote.secret-in-url", { host: url.host });
  if (url.search !== "") throw badUrl(url.origin + url.pathname, "it has a query (?…)");
  const path = url.pathname.replace(/\/+$/, "");
  if (path === "") throw badUrl(url.origin, "it names a host but no repository");
  const username = decode(url.username, text) || DEFAULT_USERNAME;
  if (username.includes(":")) throw badUrl(url.origin + path, "the user name holds a colon");
  return { kind: "http", url: url.origin + path, username, branch: branchOf(decode(url.hash.slice(1), text)) };
}

/** Services hand out tokens with such beginnings; people paste them in front of the @ alone, too. */
function looksLikeToken(username: string): boolean {
  return /^(gh[a-z]_|github_pat_|glpat-|gldt-|ATBB|ATCTT)/.test(username) || username.length >= 40;
}

function fileTarget(text: string): RemoteTarget {
  const url = parseUrl(text);
  if (url.host !== "" && url.host !== "localhost") throw badUrl(redactUrl(text), "a file address names another host");
  const path = decode(url.pathname, text).replace(/^\/([A-Za-z]:)/, "$1");
  if (path === "/" || path === "") throw badUrl(text, "it names no directory");
  return { kind: "directory", path: stripSlash(path), branch: branchOf(decode(url.hash.slice(1), text)) };
}

function pathTarget(text: string): RemoteTarget {
  const hash = text.lastIndexOf("#");
  const path = hash < 0 ? text : text.slice(0, hash);
  if (path === "" || path.includes("\0")) throw badUrl(text.replaceAll("\0", "␀"), "it names no directory");
  return { kind: "directory", path: stripSlash(path), branch: branchOf(hash < 0 ? "" : text.slice(hash + 1)) };
}

/** `user@host:path` or `host:path`, but not `C:\path`: git's own rule is a colon before the first slash. */
function isScpForm(text: string): boolean {
  return /^[^/\\#]{2,}:(?!\/\/)/.test(text);
}

function stripSlash(path: string): string {
  return path.length > 1 ? path.replace(/(?<=.)[/\\]+$/, "") : path;
}

function branchOf(fragment: string): string {
  const branch = fragment === "" ? DEFAULT_BRANCH : fragment;
  const reason = branchNameFault(branch);
  if (reason !== null) throw fail("remote.bad-branch", { branch, reason });
  return branch;
}

function parseUrl(text: string): URL {
  // No `cause`: the runtime's text repeats the whole address, with a password that may be in it.
  if (!URL.canParse(text)) throw badUrl(redactUrl(text), "it is not a valid address");
  return new URL(text);
}

function decode(text: string, whole: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw badUrl(redactUrl(whole), "it holds a broken % escape");
  }
}

function badUrl(url: string, reason: string): Error {
  return fail("remote.bad-url", { url, reason });
}

function sshUrl(text: string): Error {
  return fail("remote.ssh-url", { url: redactUrl(text) });
}
