import { ApiError, unreadable } from "../../sdk/api-error.ts";
import { needsToken } from "../../sdk/client.ts";
import type { Live } from "../live/live.ts";

/** Any failure as one that can be shown; one that wants a token is handed on as well. */
export function failureOf(reason: unknown, live: Live): ApiError {
  const error = reason instanceof ApiError ? reason : unreadable(0, reason);
  if (needsToken(error)) live.deny(error);
  return error;
}
