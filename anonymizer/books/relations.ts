import type { Field } from "../../src/domain/record.ts";
import { decimalsOf, formatCents, parseCents, roundAway } from "./cents.ts";
import { fieldValue, setValue } from "./fields.ts";

/** A field of a record that is made of others. Where it was so before, it is so after; else it is only scaled. */
type Relation =
  | { readonly kind: "difference"; readonly of: string; readonly from: string; readonly less: string }
  /** `part`: what the product is divided by, 100 for a percentage. */
  | {
      readonly kind: "product";
      readonly of: string;
      readonly factors: readonly [string, string];
      readonly part: number;
    };

/** Cents that a product may be off by, as MoneyWorks rounds it. */
const HALF_A_CENT = 0.005_000_1;

const RELATIONS: ReadonlyMap<string, readonly Relation[]> = new Map<string, readonly Relation[]>([
  ["asset", [{ kind: "difference", of: "bookvalue", from: "cost", less: "accumdepreciation" }]],
  ["product", [product("stockvalue", "stockonhand", "costprice")]],
  ["jobsheet", [product("billvalue", "qty", "sellprice")]],
  [
    "taxrate",
    ["gstreceived netreceived", "gstpaid netpaid"].flatMap((pair) => {
      const [tax = "", net = ""] = pair.split(" ");
      return [product(tax, net, "rate1", 100), product(tax, net, "rate2", 100)];
    }),
  ],
]);

function product(of: string, first: string, second: string, part = 1): Relation {
  return { kind: "product", of, factors: [first, second], part };
}

export function relationsOf(table: string): readonly Relation[] {
  return RELATIONS.get(table) ?? [];
}

/** Holds a relation in `fields` that held in `before`. */
export function keepRelation(relation: Relation, before: readonly Field[], fields: (Field | null)[]): void {
  const text = fieldValue(before, relation.of);
  if (text === "") return;
  if (relation.kind === "product") keepProduct(relation, before, fields);
  else if (parseCents(text) === difference(relation, before)) keepDifference(relation, decimalsOf(text), fields);
}

/** A difference of less than a unit, that rounding would turn, is scaled by itself, and what it is made of follows. */
function keepDifference(
  relation: Extract<Relation, { kind: "difference" }>,
  decimals: number,
  fields: (Field | null)[],
): void {
  const { of, from, less } = relation;
  const made = difference(relation, fields);
  const scaled = parseCents(fieldValue(fields, of));
  const isTurned = Math.sign(made) !== Math.sign(scaled) && Math.abs(made - scaled) < 100;
  const most = Math.max(decimals, decimalsOf(fieldValue(fields, from)));
  if (isTurned) setValue(fields, less, formatCents(parseCents(fieldValue(fields, from)) - scaled, most));
  else setValue(fields, of, blankZero((made / 100).toFixed(most)));
}

function difference({ from, less }: { from: string; less: string }, fields: readonly (Field | null)[]): number {
  return parseCents(fieldValue(fields, from)) - parseCents(fieldValue(fields, less));
}

function keepProduct(
  relation: Extract<Relation, { kind: "product" }>,
  before: readonly Field[],
  fields: (Field | null)[],
): void {
  const text = fieldValue(before, relation.of);
  const was = productOf(relation, before);
  if (was === 0 || Math.abs(was - Number(text)) > HALF_A_CENT) return;
  const scale = 10 ** decimalsOf(text);
  setValue(
    fields,
    relation.of,
    blankZero((roundAway(productOf(relation, fields) * scale) / scale).toFixed(decimalsOf(text))),
  );
}

function productOf(
  { factors, part }: Extract<Relation, { kind: "product" }>,
  fields: readonly (Field | null)[],
): number {
  return (Number(fieldValue(fields, factors[0])) * Number(fieldValue(fields, factors[1]))) / part;
}

function blankZero(text: string): string {
  return Number(text) === 0 ? "" : text;
}
