import { ERROR_CODES, type ErrorCode } from "./registry.ts";

/** Values named in an error's texts. Never a secret: callers redact before they get here. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean | null>>;

export interface FailOptions {
  /** What went wrong underneath. Logged by name and message, never shown raw to an HTTP client. */
  readonly cause?: unknown;
  /** Overrides the code's default: whether the same call may succeed a moment later. */
  readonly retryable?: boolean;
}

/**
 * The one error class. `code` is stable and documented in docs/errors.md; `message` says what happened with the
 * names that matter; `hint` says what the operator does next; `exitCode` is what the process ends with.
 */
export class TidemarkError extends Error {
  override readonly name = "TidemarkError";
  readonly code: ErrorCode;
  readonly hint: string;
  readonly retryable: boolean;
  readonly exitCode: number;
  /** Only one table is concerned; the others can go on. */
  readonly tableOnly: boolean;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, details: ErrorDetails, options: FailOptions) {
    const spec = ERROR_CODES[code];
    super(fill(spec.message, details), options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.hint = fill(spec.hint, details);
    this.exitCode = spec.exit;
    this.tableOnly = spec.scope === "table";
    this.retryable = options.retryable ?? spec.retryable ?? false;
    this.details = details;
  }
}

/** Builds the error for `code`; the caller throws it. `{name}` in the registry's texts is replaced from `details`. */
export function fail(code: ErrorCode, details: ErrorDetails = {}, options: FailOptions = {}): TidemarkError {
  return new TidemarkError(code, details, options);
}

function fill(text: string, details: ErrorDetails): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in details ? String(details[name]) : whole));
}

/** Any thrown value as a TidemarkError: itself, what `endedBy` says when the signal was aborted, or `internal.unexpected`. */
export function asTidemarkError(reason: unknown, signal?: AbortSignal): TidemarkError {
  if (reason instanceof TidemarkError) return reason;
  if (signal?.aborted === true) return endedBy(signal, reason);
  const text = reason instanceof Error ? reason.message : String(reason);
  return fail("internal.unexpected", { reason: text }, { cause: reason });
}

/** What work ends with that an aborted signal ended: the signal's own error (a watchdog gives one), a cancellation otherwise. */
export function endedBy({ reason }: AbortSignal, cause: unknown): TidemarkError {
  return reason instanceof TidemarkError ? reason : fail("run.cancelled", {}, { cause });
}
