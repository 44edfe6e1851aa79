import { expect } from "bun:test";
import { FormatRegistry, type TSchema } from "@sinclair/typebox";
import { Value } from "@sinclair/typebox/value";

/** Without them TypeBox calls every text of a format wrong. */
const FORMATS = {
  "date-time": (text: string) =>
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text) && !Number.isNaN(Date.parse(text)),
  uuid: (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text),
};

/** An answer as the wire contract says, with nothing in it that the contract does not name. */
export function expectWire(schema: TSchema, answer: unknown): void {
  for (const [name, check] of Object.entries(FORMATS)) if (!FormatRegistry.Has(name)) FormatRegistry.Set(name, check);
  const error = Value.Errors(schema, answer).First();
  expect(error === undefined ? null : `${error.path}: ${error.message}, found ${String(error.value)}`).toBeNull();
  expect(Value.Clean(schema, structuredClone(answer))).toEqual(answer);
}
