import type { PageFile } from "../../domain/ports/page-file.ts";
import { NoQuery } from "../contract/parameters.ts";
import { isKnown } from "../http/etag.ts";
import { type Route, route } from "../http/route.ts";

/** Nothing but what comes from here; no frame, no form, no base. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** The dashboard. Its files hold no data, so that anybody may have them: what they ask for needs a token. */
export function pageRoutes(pages: readonly PageFile[]): readonly Route[] {
  return pages.map((page) =>
    route({
      methods: ["GET"],
      path: page.path,
      summary: "A file of the dashboard",
      access: "open",
      query: NoQuery,
      formats: ["text"],
      answers: {
        200: { what: "The file.", types: [page.contentType], headers: ["ETag"] },
        304: { what: "It is what If-None-Match names.", headers: ["ETag"] },
      },
      handle: ({ request }) => {
        const headers = headersOf(page);
        if (isKnown(request.headers.get("if-none-match"), `"${page.etag}"`))
          return new Response(null, { status: 304, headers });
        return new Response(page.bytes, { headers });
      },
    }),
  );
}

function headersOf({ contentType, etag, immutable }: PageFile): Record<string, string> {
  return {
    "content-type": contentType,
    etag: `"${etag}"`,
    "cache-control": immutable ? "public, max-age=31536000, immutable" : "no-cache",
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
  };
}
