import { Type } from "@sinclair/typebox";
import { NoQuery } from "../contract/parameters.ts";
import { written } from "../http/answer.ts";
import { shownJson } from "../http/json.ts";
import { type Route, route } from "../http/route.ts";
import { openApiDocument, type Resource } from "../openapi/document.ts";

/** `GET /openapi.json`: these resources, and itself. It holds no data, so that anybody may have it. */
export function withOpenApi(resources: readonly Resource[]): readonly Resource[] {
  const all: readonly Resource[] = [...resources, { name: "openapi", routes: [openApiRoute(() => text)] }];
  const text: string = `${shownJson(openApiDocument(all))}\n`;
  return all;
}

function openApiRoute(text: () => string): Route {
  return route({
    methods: ["GET"],
    path: "/openapi.json",
    summary: "This description of the interface, OpenAPI 3.1",
    access: "open",
    query: NoQuery,
    formats: ["json"],
    answers: { 200: { what: "The description.", json: Type.Unsafe<object>({ type: "object" }) } },
    handle: () => written("json", text()),
  });
}
