import { ERROR_CODES, type ErrorCode } from "../../domain/errors/registry.ts";
import { type ErrorDetails, fail, TidemarkError } from "../../domain/errors/tidemark-error.ts";
import type { Problem } from "../contract/problem.ts";
import type { RunError } from "../contract/run.ts";
import { GUARDED } from "./answer.ts";
import { statusOf, titleOf } from "./error-status.ts";
import { shownJson } from "./json.ts";

type Told = Pick<TidemarkError, "code" | "message" | "hint"> & { readonly details?: ErrorDetails };
type Headers = Readonly<Record<string, string>>;

/** An error as an answer: RFC 9457, with our code and hint as further members, on several lines for people. */
export function problem(error: Told, headers: Headers = {}): Response {
  const status = statusOf(error.code);
  const { code, message, hint, details = {} } = error;
  const run = typeof details.run === "string" && error.code !== "api.no-run" ? { run: details.run } : {};
  const body: Problem = { type: "about:blank", title: titleOf(status), status, code, detail: message, hint, ...run };
  return new Response(`${shownJson(body, 2)}\n`, {
    status,
    headers: { "content-type": "application/problem+json", ...GUARDED, ...headersOf(error), ...headers },
  });
}

/** What a client's library looks for, besides the body. */
function headersOf({ code, details = {} }: Told): Headers {
  if (typeof details.seconds === "number") return { "retry-after": String(details.seconds) };
  switch (code) {
    case "api.needs-token":
      return { "www-authenticate": 'Bearer realm="tidemark"' };
    case "api.bad-token":
      return { "www-authenticate": 'Bearer realm="tidemark", error="invalid_token"' };
    case "api.scope":
      return {
        "www-authenticate": `Bearer realm="tidemark", error="insufficient_scope", scope="${details.needed}"`,
      };
    default:
      return {};
  }
}

/** What a thrown value is answered with; null: it is ours to find out about, and nothing of it goes over the wire. */
export function toldOf(thrown: unknown): TidemarkError | null {
  return thrown instanceof TidemarkError && statusOf(thrown.code) !== 500 ? thrown : null;
}

/** The error that a run ended with, from what was told of it; of runs of the past the hint is not kept. */
export function problemOfRun(run: string, { code, message, hint }: RunError): Response {
  const known = Object.hasOwn(ERROR_CODES, code) ? (code as ErrorCode) : null;
  const other = fail("api.run-failed", { run });
  const isTold = known !== null && statusOf(known) !== 500;
  const told = isTold ? { code: known, message, hint: hint ?? other.hint, details: { run } } : other;
  return problem(told, { location: `/runs/${run}` });
}
