import { HttpFailure, type HttpFailureKind } from "../domain/ports/http.ts";

/** Codes of Bun's fetch (observed on 1.4.5) and of the operating system, by what they mean to a caller. */
const KINDS: Readonly<Record<string, HttpFailureKind>> = {
  ECONNREFUSED: "refused",
  EHOSTUNREACH: "refused",
  ENETUNREACH: "refused",
  EADDRNOTAVAIL: "refused",
  FailedToOpenSocket: "refused",
  ENOTFOUND: "unresolved",
  EAI_AGAIN: "unresolved",
  EAI_FAIL: "unresolved",
  ENODATA: "unresolved",
  ECONNRESET: "reset",
  EPIPE: "reset",
  ETIMEDOUT: "timeout",
  EPROTO: "tls",
};

/** OpenSSL's verification results, as the `code` of an error: CERT_HAS_EXPIRED, SELF_SIGNED_CERT_IN_CHAIN … */
const TLS_CODE = /^(CERT_|ERR_TLS|ERR_SSL|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|HOSTNAME_MISMATCH|INVALID_|PATH_LENGTH)/;

const TEXTS: Readonly<Record<HttpFailureKind, string>> = {
  refused: "refused the connection or cannot be reached",
  unresolved: "has no address in the name service",
  tls: "did not give a trusted TLS connection",
  reset: "broke the connection before the answer was complete",
  timeout: "was silent for too long",
  aborted: "was left because the request was cancelled",
  other: "could not be asked",
};

/** @param url the request's own URL: only its host and port may be named */
export function httpFailure(kind: HttpFailureKind, url: string, cause?: unknown): HttpFailure {
  const code = codeOf(cause);
  const detail = code === "" || kind === "timeout" || kind === "aborted" ? "" : ` (${code})`;
  return new HttpFailure(kind, `${hostOf(url)} ${TEXTS[kind]}${detail}`, withoutUrl(cause, url));
}

/** What an error of fetch or of reading its body means. Unknown codes are `other`. */
export function failureKind(reason: unknown): HttpFailureKind {
  const code = codeOf(reason);
  return KINDS[code] ?? (TLS_CODE.test(code) ? "tls" : "other");
}

function codeOf(reason: unknown): string {
  if (typeof reason !== "object" || reason === null || !("code" in reason)) return "";
  return typeof reason.code === "string" ? reason.code : "";
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : "the address";
}

/** Some of the runtime's texts quote the whole URL, and a MoneyWorks URL may hold a password. */
function withoutUrl(cause: unknown, url: string): unknown {
  if (!(cause instanceof Error) || !URL.canParse(url)) return cause;
  const { href } = new URL(url);
  return cause.message.includes(href) || cause.message.includes(url) ? new Error(codeOf(cause)) : cause;
}
