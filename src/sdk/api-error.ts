import type { Problem } from "../api/contract/problem.ts";

/** What an answer that is no success becomes, and a request without an answer. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  /** Of HTTP; 0: there was no answer. */
  readonly status: number;
  /** docs/errors.md lists those of the service; `sdk.unreachable` and `sdk.unreadable` are the client's own. */
  readonly code: string;
  /** What to do next. */
  readonly hint: string;
  /** The run that stands in the way, or that failed. */
  readonly run: string | null;

  constructor({ status, code, detail, hint, run }: Omit<Problem, "type" | "title">, options?: ErrorOptions) {
    super(detail, options);
    this.status = status;
    this.code = code;
    this.hint = hint;
    this.run = run ?? null;
  }
}

/** The service says nothing: it is not running, or something between is. */
export function unreachable(cause: unknown): ApiError {
  const detail = "Tidemark cannot be reached.";
  const hint = "See whether the service runs and whether its address is right; this goes on by itself once it answers.";
  return new ApiError({ status: 0, code: "sdk.unreachable", detail, hint }, { cause });
}

/** An answer that is not the service's: a proxy's error page, or a body that ends in its middle. */
export function unreadable(status: number, cause?: unknown): ApiError {
  const detail = `The answer (${status}) is not one of Tidemark's.`;
  const hint = "Something between this page and the service may answer in its place.";
  return new ApiError({ status, code: "sdk.unreadable", detail, hint }, { cause });
}

/** @returns null for what is no problem of RFC 9457 with our members */
export function errorOf(body: unknown): ApiError | null {
  if (typeof body !== "object" || body === null) return null;
  const member = (name: string): unknown => Reflect.get(body, name);
  const [status, code, detail, hint, run] = ["status", "code", "detail", "hint", "run"].map(member);
  if (typeof status !== "number" || typeof code !== "string" || typeof detail !== "string") return null;
  const known = { status, code, detail, hint: typeof hint === "string" ? hint : "" };
  return new ApiError(typeof run === "string" ? { ...known, run } : known);
}
