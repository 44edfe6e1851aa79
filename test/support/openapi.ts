import type { Resolve, Schema } from "./json-schema.ts";

export interface Parameter {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly required?: boolean;
  readonly description: string;
  readonly schema: Schema;
}

export interface Content {
  readonly [type: string]: { readonly schema: Schema };
}

export interface DocumentedAnswer {
  readonly $ref?: string;
  readonly description?: string;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly content?: Content;
}

export interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly parameters: readonly Parameter[];
  readonly responses: Readonly<Record<string, DocumentedAnswer>>;
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
}

export interface OpenApi {
  readonly openapi: string;
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly responses: Readonly<Record<string, DocumentedAnswer>>;
    readonly securitySchemes: Readonly<Record<string, unknown>>;
  };
}

/** What a `$ref` of the document leads to. @throws when it leads nowhere */
export function referred(document: OpenApi, ref: string): unknown {
  let place: unknown = document;
  for (const part of ref.replace(/^#\//, "").split("/")) {
    place = typeof place === "object" && place !== null ? Reflect.get(place, part) : undefined;
  }
  if (place === undefined) throw new Error(`${ref} leads nowhere`);
  return place;
}

export function resolverOf(document: OpenApi): Resolve {
  return (ref) => referred(document, ref) as Schema;
}

export interface NamedOperation extends Operation {
  readonly method: string;
  readonly path: string;
}

export function operationsOf(document: OpenApi): readonly NamedOperation[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ ...operation, method: method.toUpperCase(), path })),
  );
}

/** What the document says of an answer with this status. */
export function answerOf(document: OpenApi, { responses }: Operation, status: number): DocumentedAnswer {
  const told = responses[status] ?? responses.default;
  if (told === undefined) throw new Error(`nothing is said of ${status}`);
  return told.$ref === undefined ? told : (referred(document, told.$ref) as DocumentedAnswer);
}
