import type { Answer } from "./answer.ts";
import { brokenBody } from "./serve.ts";

/** What every response says of the server. */
export interface ServerIdentity {
  readonly version: string;
  /** Folder-level login is on: advertised in the `Server` header (manual). */
  readonly loginRequired: boolean;
  /** Milliseconds since 1970 UTC, by the virtual clock. */
  readonly utc: number;
}

/**
 * The response with the headers observed on a 9.2.1 server: no charset in `Content-Type`, `Expires` equal to `Date`.
 * The reason phrase of a 500 is the HTTP server's, `Internal Server Error`; a Datacentre writes `Internal server error`.
 */
export function respond(answer: Answer, identity: ServerIdentity): Response {
  const status = answer.status;
  return new Response(answer.body, { status, headers: headersOf(answer, identity) });
}

/** The same headers, but the connection breaks after `bytes` bytes of the body. */
export function respondCut(answer: Answer, identity: ServerIdentity, bytes: number): Response {
  const start = new TextEncoder().encode(answer.body).slice(0, bytes);
  return new Response(brokenBody(start), { status: answer.status, headers: headersOf(answer, identity) });
}

/** The connection breaks before a byte is answered. */
export function respondReset(): Response {
  return new Response(brokenBody(new Uint8Array()));
}

function headersOf(answer: Answer, { version, loginRequired, utc }: ServerIdentity): Record<string, string> {
  const date = new Date(utc).toUTCString();
  return {
    Date: date,
    "Cache-Control": "no-store, no-cache, must-revalidate",
    Pragma: "no-cache",
    Expires: date,
    "Keep-Alive": "timeout=15",
    "Content-Type": answer.type,
    "Access-Control-Allow-Origin": "*",
    Server: `MoneyWorks_Datacentre/${version} Server_Platform/Mac-arm64 REST/${version}${loginRequired ? " Login_Required" : ""}`,
    ...(answer.challenge === true ? { "WWW-Authenticate": 'Basic realm="MoneyWorks Datacentre"' } : {}),
  };
}
