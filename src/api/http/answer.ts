import { shownJson } from "./json.ts";
import type { Call } from "./route.ts";

const TYPES = {
  text: "text/plain; charset=utf-8",
  json: "application/json",
  xml: "application/xml; charset=utf-8",
} as const;

/**
 * What every answer carries: nobody in between keeps it unless it says so, and a browser that is led here does nothing with it but show
 * it. Pages of the dashboard have a wider policy of their own.
 */
export const GUARDED = {
  "cache-control": "no-store",
  vary: "accept",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
} as const;

export interface Body {
  readonly json: unknown;
  readonly text: () => string;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer as JSON, or as text for people, as it was asked for. */
export function answer({ format }: Pick<Call<unknown>, "format">, { json, text, ...rest }: Body): Response {
  return format === "text" ? written("text", text(), rest) : written("json", `${shownJson(json)}\n`, rest);
}

/** What is written out already. */
export function written(
  type: keyof typeof TYPES,
  body: string,
  { status = 200, headers }: Pick<Body, "status" | "headers"> = {},
): Response {
  return new Response(body, { status, headers: { "content-type": TYPES[type], ...GUARDED, ...headers } });
}
