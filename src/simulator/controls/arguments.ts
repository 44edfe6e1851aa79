import { fail } from "../../domain/errors/tidemark-error.ts";

/** The JSON body of a control request. Every reader throws `simulator.control` naming the argument. */
export class Arguments {
  readonly #values: Readonly<Record<string, unknown>>;

  constructor(body: unknown) {
    if (typeof body !== "object" || body === null || Array.isArray(body)) throw bad("the body is no JSON object");
    this.#values = body as Record<string, unknown>;
  }

  has(name: string): boolean {
    return this.#values[name] !== undefined;
  }

  raw(name: string): unknown {
    return this.#values[name];
  }

  text(name: string): string {
    const value = this.#values[name];
    if (typeof value !== "string") throw bad(`"${name}" must be a text`);
    return value;
  }

  number(name: string): number {
    const value = this.#values[name];
    if (typeof value !== "number" || !Number.isFinite(value)) throw bad(`"${name}" must be a number`);
    return value;
  }

  flag(name: string): boolean {
    const value = this.#values[name];
    if (typeof value !== "boolean") throw bad(`"${name}" must be true or false`);
    return value;
  }

  key(name: string): string | number {
    const value = this.#values[name];
    if (typeof value !== "string" && typeof value !== "number") throw bad(`"${name}" must be a code or a number`);
    return value;
  }

  list(name: string): readonly unknown[] {
    const value = this.#values[name];
    if (!Array.isArray(value)) throw bad(`"${name}" must be a list`);
    return value;
  }

  numbers(name: string): readonly number[] {
    return this.list(name).map((value) => {
      if (typeof value !== "number") throw bad(`"${name}" must hold numbers`);
      return value;
    });
  }

  texts(name: string): readonly string[] {
    return this.list(name).map((value) => {
      if (typeof value !== "string") throw bad(`"${name}" must hold texts`);
      return value;
    });
  }

  /** `{"field": value}` with texts, numbers and booleans. */
  fields(name: string): Readonly<Record<string, string | number | boolean>> {
    return fieldsOf(this.#values[name], name);
  }

  /** A list of such. */
  rows(name: string): readonly Readonly<Record<string, string | number | boolean>>[] {
    return this.list(name).map((row) => fieldsOf(row, name));
  }
}

function fieldsOf(value: unknown, name: string): Readonly<Record<string, string | number | boolean>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw bad(`"${name}" must be an object`);
  for (const [field, each] of Object.entries(value)) {
    if (!["string", "number", "boolean"].includes(typeof each)) throw bad(`"${name}.${field}" must be a plain value`);
  }
  return value as Record<string, string | number | boolean>;
}

/** The caller throws it. */
export function bad(reason: string): Error {
  return fail("simulator.control", { reason });
}
