import type { PoisonEffect } from "./poison.ts";

/** What a command answers, before it becomes an HTTP response. */
export interface Answer {
  readonly status: number;
  readonly type: "text/plain" | "text/xml" | "text/html" | "application/json";
  readonly body: string;
  /** Adds `WWW-Authenticate`. */
  readonly challenge?: boolean;
  /** It holds a poisoned record: what becomes of it. */
  readonly poison?: PoisonEffect | undefined;
}

/** The body of the user-limit error, 105 bytes (observed on 9.2.1b5). */
export const USERS_LIMIT =
  "The server has reached its licensed concurrent users limit.; last diagnostic message: DoConnect failed -1";

export function text(body: string, status = 200): Answer {
  return { status, type: "text/plain", body };
}

export function xml(body: string): Answer {
  return { status: 200, type: "text/xml", body };
}

/** Another 500 in the style of the user limit's (`…; last diagnostic message: …`: the tail is observed, the rest inferred). */
export function diagnostic(reason: string, code: string): Answer {
  return text(`${reason}; last diagnostic message: ${code}`, 500);
}

/** The status of missing credentials is inferred. */
export const UNAUTHORIZED: Answer = { status: 401, type: "text/plain", body: "Unauthorized", challenge: true };
export const NOT_FOUND: Answer = text("Not Found", 404);

/** HTTP 200 with an error text instead of data: the texts that a working client tests for (observed). */
export const MALFORMED = text("Malformed REST request");
export const BAD_SEARCH = text("Bad search expression");
export const BAD_FIELD = text("Expression optimisation failed");

/** An unknown name in a request (`could not understand…`: observed; what follows: inferred). */
export function notUnderstood(name: string): Answer {
  return text(`could not understand ${name}`);
}
