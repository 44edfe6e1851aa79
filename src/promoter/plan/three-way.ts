import type { Field } from "../../domain/record.ts";
import type { FieldSchema } from "../../domain/schema/schema.ts";
import { sameValue } from "./values.ts";

/**
 * What one field comes to when the incoming commit and MoneyWorks are compared with their common beginning.
 * - `same`: the commit does not change it. `held`: it does, and MoneyWorks has it so already.
 * - `change`: it is to be changed. `conflict`: MoneyWorks changed it too, to something else.
 */
export type Verdict = "same" | "held" | "change" | "conflict";

export interface FieldComparison {
  readonly name: string;
  readonly verdict: Verdict;
  /** null: blank. */
  readonly base: string | null;
  readonly theirs: string | null;
  readonly ours: string | null;
  /** MoneyWorks marks it as its own, on any side. */
  readonly system: boolean;
}

/** Fields of one row by name. */
export type FieldMap = ReadonlyMap<string, Field>;

export function fieldMap(fields: readonly Field[]): FieldMap {
  return new Map(fields.map((field) => [field.name, field]));
}

export interface ThreeWay {
  /** One, unless histories crossed so that nobody can tell what both began with: a field is then changed only where all agree. */
  readonly bases: readonly FieldMap[];
  readonly theirs: FieldMap;
  readonly ours: FieldMap;
}

/** Every field that the incoming commit changes, in order of name; `same` ones are left out. */
export function compareFields(
  { bases, theirs, ours }: ThreeWay,
  schemaOf: (name: string) => FieldSchema | undefined,
): readonly FieldComparison[] {
  const names = new Set([...bases.flatMap((base) => [...base.keys()]), ...theirs.keys()]);
  return [...names].sort().flatMap((name) => {
    const schema = schemaOf(name);
    const valueIn = (fields: FieldMap) => fields.get(name)?.value ?? null;
    const sides = { bases: bases.map(valueIn), theirs: valueIn(theirs), ours: valueIn(ours) };
    const verdict = judgeField(sides, schema);
    if (verdict === "same") return [];
    const system = [...bases, theirs, ours].some((fields) => fields.get(name)?.system === true);
    const [base = null] = sides.bases;
    return [{ name, verdict, base, theirs: sides.theirs, ours: sides.ours, system: system || schema?.system === true }];
  });
}

export interface Sides {
  readonly bases: readonly (string | null)[];
  readonly theirs: string | null;
  readonly ours: string | null;
}

export function judgeField({ bases, theirs, ours }: Sides, schema: FieldSchema | undefined): Verdict {
  const same = (a: string | null, b: string | null) => sameValue(schema, a, b);
  if (bases.length > 0 && bases.every((base) => same(base, theirs))) return "same";
  if (same(theirs, ours)) return "held";
  return bases.length > 0 && bases.every((base) => same(base, ours)) ? "change" : "conflict";
}

/** Values by name; null: it is to be blank. */
export type Values = ReadonlyMap<string, string | null>;

/** MoneyWorks' values with the commit's changes. */
export function mergedValues(ours: FieldMap, changes: readonly FieldComparison[]): Values {
  const values = new Map<string, string | null>([...ours.values()].map(({ name, value }) => [name, value]));
  for (const { name, theirs, verdict } of changes) if (verdict === "change") values.set(name, theirs);
  return values;
}
