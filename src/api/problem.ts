import type { TidemarkError } from "../domain/errors/tidemark-error.ts";

/** An error as an answer: RFC 9457, with our code and hint as further members. */
export function problem(
  status: number,
  { code, message, hint }: Pick<TidemarkError, "code" | "message" | "hint">,
): Response {
  const body = { type: "about:blank", title: TITLES[status] ?? "Error", status, code, detail: message, hint };
  return new Response(`${JSON.stringify(body)}\n`, { status, headers: { "content-type": "application/problem+json" } });
}

const TITLES: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  413: "Content Too Large",
  500: "Internal Server Error",
};
