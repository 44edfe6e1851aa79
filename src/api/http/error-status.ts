import { ERROR_CODES, type ErrorCode } from "../../domain/errors/registry.ts";

/** Codes whose status is their own. */
const EXACT: Readonly<Partial<Record<ErrorCode, number>>> = {
  "api.foreign-host": 403,
  "api.foreign-request": 403,
  "api.prefetch": 403,
  "api.needs-token": 401,
  "api.bad-token": 401,
  "api.bad-signature": 401,
  "api.scope": 403,
  "api.no-route": 404,
  "api.no-run": 404,
  "api.no-promotion": 404,
  "api.no-method": 405,
  "api.busy": 409,
  "api.cursor-gone": 410,
  "api.changes-expired": 410,
  "api.too-large": 413,
  "api.too-many": 429,
  "api.too-many-readers": 503,
  "api.failed": 500,
  "api.run-failed": 500,
  "record.not-found": 404,
  "record.no-table": 404,
  "record.before-mirror": 404,
  "canonical.bad-key": 404,
  "canonical.key-too-long": 404,
  "config.unknown-table": 400,
  "config.login-table": 400,
  "config.detail-table": 400,
  "sync.unmirrored-table": 404,
  "run.cancelled": 409,
  "run.no-progress": 504,
  "moneyworks.timeout": 504,
  "data.nothing-yet": 409,
};

/** The others by what they are about. Whoever asks did nothing wrong where a server behind us did. */
const BY_AREA: Readonly<Record<string, number>> = {
  api: 400,
  usage: 400,
  check: 409,
  adopt: 409,
  promote: 502,
  moneyworks: 502,
  remote: 502,
  sync: 502,
  internal: 500,
};

/** The status that an error is answered with. A halt is a conflict that a person ends; what is wrong with our own disk is 503. */
export function statusOf(code: ErrorCode): number {
  const halts = ERROR_CODES[code].exit === 4;
  return EXACT[code] ?? (halts ? 409 : (BY_AREA[code.split(".", 1)[0] ?? ""] ?? 503));
}

const TITLES: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  409: "Conflict",
  410: "Gone",
  413: "Content Too Large",
  429: "Too Many Requests",
  500: "Internal Server Error",
  502: "Bad Gateway",
  503: "Service Unavailable",
  504: "Gateway Timeout",
};

/** The phrase of a status (RFC 9110). */
export function titleOf(status: number): string {
  return TITLES[status] ?? "Error";
}
