import type { TObject, TSchema } from "@sinclair/typebox";
import type { Method, Route } from "../http/route.ts";
import { commonProblems, responsesOf } from "./responses.ts";
import { type Json, namedSchemas, schemaOf } from "./schemas.ts";

/** Of the contract, not of the program: it counts what takes something away from a client. */
const VERSION = "1";
/** A resource and its routes. */
export interface Resource {
  readonly name: string;
  readonly routes: readonly Route[];
}

/** The description of all of them, OpenAPI 3.1. */
export function openApiDocument(resources: readonly Resource[]): Json {
  return {
    openapi: "3.1.0",
    info: {
      title: "Tidemark",
      version: VERSION,
      summary: "Keeps a git repository true to a MoneyWorks document.",
      description:
        "Every error is `application/problem+json` (RFC 9457) with a `code` and a `hint`. Without `Accept`, and with `Accept: */*`, answers are " +
        "text for people; with `Accept: application/json` they are JSON. Programs on the same host need no token unless the configuration says so.",
    },
    servers: [{ url: "/" }],
    tags: resources.map(({ name }) => ({ name })),
    paths: Object.fromEntries(resources.flatMap(({ name, routes }) => routes.map((route) => pathItem(name, route)))),
    components: {
      schemas: namedSchemas(),
      responses: commonProblems(),
      securitySchemes: {
        token: {
          type: "http",
          scheme: "bearer",
          description: "A token of `tidemark token`, with the scope read, sync or write.",
        },
      },
    },
  };
}

function pathItem(tag: string, route: Route): readonly [path: string, item: Json] {
  const operations = route.methods.map((method) => [method.toLowerCase(), operation(tag, route, method)] as const);
  return [route.path.replace(/:(\w+)/g, "{$1}"), Object.fromEntries(operations)];
}

function operation(tag: string, route: Route, method: Method): Json {
  const { summary, description, access, mostBytes } = route;
  const security: Json = access === "open" ? [] : [{ token: access === "own" ? [] : [access] }, {}];
  const body: Json = { description: "A delivery.", content: { "application/json": { schema: { type: "object" } } } };
  return {
    operationId: operationId(route, method),
    tags: [tag],
    summary,
    ...(description === undefined ? {} : { description }),
    parameters: [...pathParameters(route), ...queryParameters(route.query), ...headerParameters(route)],
    ...(mostBytes === undefined ? {} : { requestBody: body }),
    responses: responsesOf(route),
    security,
  };
}

/** `getRecordsTableKey`. */
function operationId({ path, methods }: Route, method: Method): string {
  const words = path.split(/\W+/).filter(Boolean);
  const name = words.map((word) => `${word[0]?.toUpperCase()}${word.slice(1)}`).join("");
  return `${(methods.length > 1 ? method : (methods[0] ?? method)).toLowerCase()}${name === "" ? "Dashboard" : name}`;
}

function pathParameters({ path, parts = {} }: Route): Json[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name = ""]) => ({
    name,
    in: "path",
    required: true,
    description: parts[name] ?? "",
    schema: { type: "string" },
  }));
}

function queryParameters({ properties, required = [] }: TObject): Json[] {
  return Object.entries(properties).map(([name, property]: readonly [string, TSchema]) => {
    const { description = "", ...schema } = property;
    const isList = schema.type === "array";
    return {
      name,
      in: "query",
      ...(required.includes(name) ? { required: true } : {}),
      description,
      schema: schemaOf(schema),
      ...(isList ? { style: "form", explode: false } : {}),
    };
  });
}

function headerParameters({ answers: told, formats }: Route): Json[] {
  const text = { schema: { type: "string" } };
  const etag = { name: "If-None-Match", in: "header", description: "The `ETag` that is known already.", ...text };
  const last = { name: "Last-Event-ID", in: "header", description: "Go on behind this event.", ...text };
  return [...(told[304] === undefined ? [] : [etag]), ...(formats[0] === "events" ? [last] : [])];
}
