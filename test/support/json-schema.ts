/** What of JSON Schema 2020-12 the interface's description uses. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly pattern?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly description?: string;
}

export type Resolve = (ref: string) => Schema;

const FORMATS: Readonly<Record<string, RegExp>> = {
  "date-time": /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
  uuid: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  "point-in-time": /^/,
};

/** Where a value is not what a schema says; empty: it is. A member that the schema does not know is a fault too. */
export function faultsOf(value: unknown, schema: Schema, resolve: Resolve, path = "$"): readonly string[] {
  if (schema.$ref !== undefined) return faultsOf(value, resolve(schema.$ref), resolve, path);
  if (schema.anyOf !== undefined) {
    const all = schema.anyOf.map((each) => faultsOf(value, each, resolve, path));
    return all.some((faults) => faults.length === 0) ? [] : (all.toSorted((a, b) => a.length - b.length)[0] ?? []);
  }
  if (schema.const !== undefined && value !== schema.const) return [`${path} is not ${schema.const}`];
  if (schema.enum !== undefined && !schema.enum.includes(value)) return [`${path} is none of ${schema.enum}: ${value}`];
  switch (schema.type) {
    case "object":
      return objectFaults(value, schema, resolve, path);
    case "array":
      if (!Array.isArray(value)) return [`${path} is no list`];
      return value.flatMap((item, at) => faultsOf(item, schema.items ?? {}, resolve, `${path}[${at}]`));
    case "string":
      return typeof value === "string" ? textFaults(value, schema, path) : [`${path} is no text`];
    case "integer":
    case "number":
      return numberFaults(value, schema, path);
    case "boolean":
      return typeof value === "boolean" ? [] : [`${path} is neither true nor false`];
    case "null":
      return value === null ? [] : [`${path} is not null`];
    default:
      return [];
  }
}

function objectFaults(value: unknown, { properties, required = [] }: Schema, resolve: Resolve, path: string) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [`${path} is no object`];
  const missing = required.filter((name) => !Object.hasOwn(value, name)).map((name) => `${path}.${name} is missing`);
  if (properties === undefined) return missing;
  const inner = Object.entries(value).flatMap(([name, each]) => {
    const schema = Object.hasOwn(properties, name) ? properties[name] : undefined;
    return schema === undefined
      ? [`${path}.${name} is not in the schema`]
      : faultsOf(each, schema, resolve, `${path}.${name}`);
  });
  return [...missing, ...inner];
}

function textFaults(
  value: string,
  { pattern, format, minLength = 0, maxLength = Number.POSITIVE_INFINITY }: Schema,
  path: string,
) {
  const known = format === undefined ? /^/ : FORMATS[format];
  if (known === undefined) return [`${path} has the format ${format}, which nobody knows`];
  const isRight = known.test(value) && (pattern === undefined || new RegExp(pattern, "u").test(value));
  return isRight && value.length >= minLength && value.length <= maxLength
    ? []
    : [`${path} is not as it should be: ${value}`];
}

function numberFaults(value: unknown, { type, minimum = -Infinity, maximum = Infinity }: Schema, path: string) {
  if (typeof value !== "number" || (type === "integer" && !Number.isInteger(value))) return [`${path} is no number`];
  return value >= minimum && value <= maximum ? [] : [`${path} is out of range: ${value}`];
}
