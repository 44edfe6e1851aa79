import type { Field } from "../../src/domain/record.ts";

/** A field's value; an empty text where it is blank. */
export function fieldValue(fields: readonly (Field | null)[], name: string): string {
  for (const field of fields) if (field !== null && field.name === name) return field.value;
  return "";
}

/** Gives a field that is there another value; an empty text makes it blank. */
export function setValue(fields: (Field | null)[], name: string, value: string): void {
  const place = fields.findIndex((field) => field !== null && field.name === name);
  const field = fields[place];
  if (field === undefined || field === null || field.value === value) return;
  fields[place] = value === "" ? null : { name, value, system: field.system };
}
