import type { PromotedField, Reason } from "../../domain/promotion.ts";
import type { FieldSchema } from "../../domain/schema/schema.ts";
import type { FieldComparison } from "./three-way.ts";
import { reason, valueFault } from "./values.ts";

/** Where a field stands, for its rules and its path in reports. */
export interface FieldPlace {
  /** In front of the name in paths: `detail[2].`; empty for a record's own. */
  readonly path: string;
  /** In front of the name in XML: `detail.`. */
  readonly prefix: string;
  readonly schema: FieldSchema | undefined;
  /** The field carries our own id. */
  readonly isId: boolean;
}

/** Why a compared field cannot be carried over; empty when it can, or need not. */
export function fieldFaults(field: FieldComparison, place: FieldPlace): readonly Reason[] {
  if (field.verdict === "same" || field.verdict === "held") return [];
  const path = pathOf(field.name, place);
  const rule = ownerFault(field, place, path) ?? valueFaultOf(field, place, path);
  const conflict =
    field.verdict === "conflict" ? reason("conflict", path, `MoneyWorks and the commit both changed ${path}.`) : null;
  return [rule, conflict].filter((fault) => fault !== null);
}

/** Whose field it is. */
function ownerFault(field: FieldComparison, { schema, isId }: FieldPlace, path: string): Reason | null {
  if (field.system) return reason("system-field", path, `${path} belongs to MoneyWorks; leave it as it was.`);
  if (schema === undefined) return reason("unknown-field", path, `${path} is no field that Tidemark knows.`);
  if (isId) return reason("id-field", path, `${path} is where Tidemark keeps its own id; leave it as it was.`);
  if (!isWritable(schema))
    return reason("not-importable", path, `MoneyWorks is not known to take ${path} from an import.`);
  return null;
}

/**
 * Whether an import may set the field: the vendor says so, or lists it among those that scripts may change. Where nothing is
 * known it is left alone: MoneyWorks passes over what it does not take, and the edit would be lost without a word.
 */
export function isWritable({ importable, mutable }: FieldSchema): boolean {
  return importable ?? mutable !== null;
}

function valueFaultOf({ theirs }: FieldComparison, { schema }: FieldPlace, path: string): Reason | null {
  return schema === undefined ? null : valueFault(schema, theirs, path);
}

export function pathOf(name: string, { path, prefix }: Pick<FieldPlace, "path" | "prefix">): string {
  return path + (prefix !== "" && path !== "" && name.startsWith(prefix) ? name.slice(prefix.length) : name);
}

/** What a report says of a compared field before anything is sent. */
export function promotedField(field: FieldComparison, place: Pick<FieldPlace, "path" | "prefix">): PromotedField {
  const { base, theirs, ours, verdict } = field;
  const state = verdict === "conflict" ? "conflict" : verdict === "held" ? "held" : "asked";
  return { field: pathOf(field.name, place), state, base, theirs, moneyworks: ours };
}
