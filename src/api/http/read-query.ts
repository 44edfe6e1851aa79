import type { Static, TObject, TSchema } from "@sinclair/typebox";
import { Value } from "@sinclair/typebox/value";
import { fail, type TidemarkError } from "../../domain/errors/tidemark-error.ts";
import { closest } from "../../lib/closest.ts";
import { POINT_IN_TIME } from "../../lib/point-in-time.ts";

const MOST_SHOWN = 60;

/**
 * The parameters behind the `?`, by their schema: text becomes numbers and truth values, lists are made of commas and repetitions.
 * @throws api.bad-parameter, api.unknown-parameter, both naming the parameter and what would be right
 */
export function readQuery<T extends TObject>(schema: T, search: URLSearchParams): Static<T> {
  const found: Record<string, unknown> = {};
  const names = search.size === 0 ? [] : new Set(search.keys());
  for (const name of names) {
    const property = Object.hasOwn(schema.properties, name) ? schema.properties[name] : undefined;
    if (property === undefined) throw unknown(name, Object.keys(schema.properties));
    found[name] = readParameter(name, property, search.getAll(name));
  }
  const missing = schema.required?.find((name) => !Object.hasOwn(found, name));
  if (missing !== undefined) throw bad(missing, "", schema.properties[missing] as TSchema);
  return found as Static<T>;
}

function readParameter(name: string, schema: TSchema, texts: readonly string[]): unknown {
  const [text = "", more] = texts;
  if (schema.type === "array") {
    const items = texts.flatMap((each) => each.split(",")).map((item) => item.trim());
    if (!Value.Check(schema, items)) throw bad(name, texts.join(","), schema);
    return [...new Set(items)];
  }
  const value = more === undefined ? valueFrom(text, schema) : undefined;
  if (value === undefined || !matches(schema, value)) throw bad(name, texts.join("&"), schema);
  return value;
}

/** undefined: the text is none of this type. */
function valueFrom(text: string, schema: TSchema): unknown {
  switch (schema.type) {
    case "boolean":
      // `?check` alone says yes.
      return { true: true, "": true, false: false }[text];
    case "integer":
      return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
    default:
      return text;
  }
}

function matches(schema: TSchema, value: unknown): boolean {
  const { format: _, ...plain } = schema;
  return Value.Check(plain as TSchema, value);
}

function bad(name: string, value: string, schema: TSchema): TidemarkError {
  const shown = value.length > MOST_SHOWN ? `${value.slice(0, MOST_SHOWN - 1)}…` : value;
  return fail("api.bad-parameter", { name, value: shown, expected: expectedOf(schema) });
}

/** The value is not told: nobody knows what it was meant to be. */
function unknown(name: string, names: readonly string[]): TidemarkError {
  const near = closest(name, names);
  const known = names.length === 0 ? "It takes none." : `It takes ${names.join(", ")}.`;
  const shown = name.length > MOST_SHOWN ? `${name.slice(0, MOST_SHOWN - 1)}…` : name;
  return fail("api.unknown-parameter", { name: shown, near: near === null ? "" : ` Did you mean ${near}?`, known });
}

/** What would be right, as an error says it: `a whole number from 1 to 1000`. */
export function expectedOf(schema: TSchema): string {
  if (Array.isArray(schema.anyOf)) return `one of ${schema.anyOf.map((each) => each.const).join(", ")}`;
  if (schema.format === "point-in-time") return POINT_IN_TIME;
  switch (schema.type) {
    case "array":
      return "names of tables, such as name or name,product";
    case "boolean":
      return "true or false";
    case "integer":
      return `a whole number from ${schema.minimum} to ${schema.maximum}`;
    default:
      return schema.pattern === undefined ? textOf(schema) : "the name of a table, in lower case";
  }
}

function textOf({ minLength = 0, maxLength }: TSchema): string {
  return `a text of ${minLength === 0 ? "at most" : "one to"} ${maxLength} characters, once`;
}
