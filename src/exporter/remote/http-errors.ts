import { type ErrorDetails, fail, TidemarkError } from "../../domain/errors/tidemark-error.ts";
import { HttpFailure, type HttpResponse } from "../../domain/ports/http.ts";
import { ProtocolFault } from "./protocol-fault.ts";

/** What was being asked, in words that fit an error's text, and of whom. `url` is free of secrets. */
export interface Asked {
  readonly url: string;
  readonly operation: "listing refs" | "pushing" | "fetching";
  /** Removes every form of the token from a text that came from the other side. */
  readonly redact: (text: string) => string;
}

const MAX_SAID = 400;
const MAX_ERROR_BODY = 4096;

/** A service's own words, fit for one line of a log: no control characters, no secret, bounded. */
export function cleanText(text: string, asked: Asked): string {
  const printable = asked
    .redact(text)
    .replace(/\p{Cc}\[[0-9;]*[A-Za-z]/gu, "")
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, " ")
    .trim();
  return printable.length > MAX_SAID ? `${printable.slice(0, MAX_SAID)}…` : printable;
}

/** The service's words as a sentence of an error. */
export function saidOr(text: string, asked: Asked): string {
  const said = cleanText(text, asked);
  return said === "" ? "It gave no reason." : `It said: ${said}`;
}

/** The coded error for any failure of reading: nothing was changed over there. Other errors pass unchanged. */
export function readError(error: unknown, asked: Asked): unknown {
  if (error instanceof HttpFailure) return failureError(error, asked);
  if (error instanceof ProtocolFault) return faultError(error, asked);
  return error;
}

/**
 * The coded error for a failure after a pack may have been received: what cannot be known is said to be unknown.
 * A refused connection, an unknown host and failed TLS come before the first byte of a request.
 */
export function pushError(error: unknown, asked: Asked): unknown {
  if (error instanceof TidemarkError)
    return error.code === "remote.server-error" ? unknownOutcome(error, asked, error.details.retryAfter) : error;
  const nothingSent = error instanceof HttpFailure && ["refused", "unresolved", "tls"].includes(error.kind);
  const nothingDone = error instanceof ProtocolFault && error.kind === "refused";
  const known = nothingSent || nothingDone || !(error instanceof HttpFailure || error instanceof ProtocolFault);
  return known ? readError(error, asked) : unknownOutcome(error, asked);
}

function unknownOutcome(error: Error, asked: Asked, retryAfter: ErrorDetails[string] = null): TidemarkError {
  const details = { url: asked.url, reason: cleanText(error.message, asked), retryAfter };
  return fail("remote.unknown-outcome", details, { cause: error });
}

function failureError(failure: HttpFailure, asked: Asked): TidemarkError {
  const details = { url: asked.url, reason: cleanText(failure.message, asked) };
  if (failure.kind === "tls") return fail("remote.tls", details, { cause: failure });
  if (failure.kind === "reset") return fail("remote.interrupted", details, { cause: failure });
  return fail("remote.unreachable", details, { cause: failure, retryable: failure.kind !== "other" });
}

function faultError(fault: ProtocolFault, asked: Asked): TidemarkError {
  const said = cleanText(fault.message, asked);
  if (fault.kind === "truncated") return fail("remote.interrupted", { url: asked.url, reason: said }, { cause: fault });
  if (fault.kind === "malformed") return fail("remote.protocol", { url: asked.url, reason: said }, { cause: fault });
  return fail("remote.refused", { url: asked.url, operation: asked.operation, said }, { cause: fault });
}

export interface Expected {
  /** Content type of the right answer. */
  readonly type: string;
  /** Bytes of the request's body, for what to say when that was too much. */
  readonly sent: number;
  readonly asked: Asked;
}

/**
 * Judges status and content type before a byte of the body is believed.
 * @throws remote.unauthorised, .forbidden, .not-found, .proxy-auth, .too-large, .redirected, .server-error,
 *   .bad-status, .dumb-http, .not-git
 */
export async function checkAnswer(response: HttpResponse, expected: Expected): Promise<void> {
  const { asked } = expected;
  const type = (response.header("content-type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  if (response.status !== 200) throw await statusError(response, type, expected);
  if (type === expected.type) return;
  throw await contentError(response, type, asked);
}

async function statusError(response: HttpResponse, type: string, expected: Expected): Promise<TidemarkError> {
  const { status } = response;
  const { asked, sent } = expected;
  const { url, operation } = asked;
  if (status >= 300 && status < 400) return redirected(response, asked);
  const said = saidOr(type === "text/plain" ? await beginning(response) : "", asked);
  const retryAfter = secondsToWait(response);
  if (status === 401) return fail("remote.unauthorised", { url });
  if (status === 403) return fail("remote.forbidden", { url, operation, said, retryAfter });
  if (status === 404 || status === 410) return fail("remote.not-found", { url, status });
  if (status === 407) return fail("remote.proxy-auth", { url });
  if (status === 413) return fail("remote.too-large", { url, bytes: sent });
  if (status < 500 && status !== 429) return fail("remote.bad-status", { url, operation, status, said });
  // One that says when it may be asked again is not asked before: the run ends, and the next one waits for as long.
  const options = retryAfter === null ? {} : { retryable: false };
  return fail("remote.server-error", { url, status, said, retryAfter }, options);
}

/** `Retry-After` in whole seconds (RFC 9110, 10.2.3); a date is taken by the service's own clock. null: it does not say. */
function secondsToWait(response: HttpResponse): number | null {
  const text = response.header("retry-after")?.trim() ?? "";
  if (/^\d{1,9}$/.test(text)) return Number(text);
  const seconds = (Date.parse(text) - Date.parse(response.header("date") ?? "")) / 1000;
  return Number.isFinite(seconds) && seconds > 0 ? Math.ceil(seconds) : null;
}

function redirected(response: HttpResponse, asked: Asked): TidemarkError {
  const location = response.header("location") ?? "an address it does not name";
  const bare = location
    .replace(/\/info\/refs(\?.*)?$/, "")
    .replace(/[?#].*$/, "")
    .replace(/\/\/[^/]*@/, "//");
  return fail("remote.redirected", { url: asked.url, location: cleanText(bare, asked) });
}

/** Plain `id<TAB>name` lines, or nothing at all as text, is how a web server shows `info/refs` as a file. */
async function contentError(response: HttpResponse, type: string, asked: Asked): Promise<TidemarkError> {
  const start = await beginning(response);
  if (/^([0-9a-f]{40}\t|$)/.test(start) && !/html|json/.test(type)) return fail("remote.dumb-http", { url: asked.url });
  const what =
    type === "text/html" ? "a web page" : `'${cleanText(type, asked) || "an answer without a content type"}'`;
  return fail("remote.not-git", { url: asked.url, reason: `it answered ${asked.operation} with ${what}` });
}

/** The first bytes of a body that is only shown to people; a body that cannot be read says nothing. */
async function beginning(response: HttpResponse): Promise<string> {
  let text = "";
  try {
    for await (const chunk of response.stream()) {
      text += new TextDecoder().decode(chunk.subarray(0, MAX_ERROR_BODY));
      if (text.length >= MAX_ERROR_BODY) break;
    }
  } catch (error) {
    if (!(error instanceof HttpFailure)) throw error;
  }
  return text.slice(0, MAX_ERROR_BODY);
}
