import type { TableName } from "../domain/ids.ts";
import type { PromotedField } from "../domain/promotion.ts";
import type { MwRecord } from "../domain/record.ts";
import { SCHEMA, type TableSchema } from "../domain/schema/schema.ts";
import { type HeldState, heldState } from "./plan/held-form.ts";
import { type Line, linesOf, userLines } from "./plan/lines.ts";
import type { ExpectedLine, NewOrder, Order } from "./plan/plan-types.ts";
import { type FieldMap, fieldMap, type Values } from "./plan/three-way.ts";

const DETAIL = SCHEMA.get("detail" as TableName) as TableSchema;

/** What MoneyWorks made of an order. */
export interface Verified {
  /** Every field that the commit changes, with what MoneyWorks holds now; then what else it does not hold as it was sent. */
  readonly fields: readonly PromotedField[];
  /** Nothing that was sent is held otherwise than MoneyWorks itself would change it. */
  readonly isAsAsked: boolean;
}

/**
 * Compares what was asked with what MoneyWorks holds. A text that it cut, a code whose letters it changed, and what it works out
 * for a transaction are its own doing and reported; anything else is not as asked.
 */
export function verify(order: Order, held: MwRecord): Verified {
  const { expected, schema } = order;
  const before = order.kind === "new" ? null : fieldMap(order.ours.fields);
  const lines = expected.lines === null ? NO_LINES : judgeLines(expected.lines, held);
  const header = judgeAll(expected.fields, fieldMap(held.fields), { schema, before, path: "" });
  const judged = [...(order.kind === "new" ? withWholeId(order, header) : header), ...lines.judged];
  const isAsAsked = lines.surplus.length === 0 && judged.every(({ state }) => state !== "different");
  const now = new Map(judged.map((field) => [field.field, field]));
  const told = expected.told.map((field) => asHeld(field, now.get(field.field), lines));
  const paths = new Set(told.map(({ field }) => field));
  const others = judged.filter(({ field, state }) => state !== "applied" && !paths.has(field));
  return { fields: [...told, ...others, ...lines.surplus], isAsAsked };
}

/** An id of which MoneyWorks keeps a part finds nothing again. */
function withWholeId({ id }: NewOrder, judged: readonly JudgedField[]): readonly JudgedField[] {
  return judged.map((one) =>
    one.field === id.field && one.state === "truncated" ? { ...one, state: "different" } : one,
  );
}

interface JudgedField extends PromotedField {
  readonly state: HeldState;
}

/** A field that was to be changed, with what became of it. One that was not sent went with its line. */
function asHeld(field: PromotedField, now: JudgedField | undefined, { surplus }: JudgedLines): PromotedField {
  if (now !== undefined) return { ...field, state: now.state, moneyworks: now.moneyworks };
  if (field.state !== "asked") return field;
  return surplus.length === 0 ? { ...field, state: "applied", moneyworks: null } : { ...field, state: "different" };
}

interface Side {
  readonly schema: TableSchema;
  /** What MoneyWorks held before; null: nothing, or nothing that could be told to be the same. */
  readonly before: FieldMap | null;
  readonly path: string;
}

function judgeAll(asked: Values, held: FieldMap, { schema, before, path }: Side): JudgedField[] {
  return [...asked].map(([name, theirs]) => {
    const valueIn = (fields: FieldMap) => fields.get(schema.prefix + name)?.value ?? null;
    const moneyworks = valueIn(held);
    const base = before === null ? null : valueIn(before);
    const holding = { asked: theirs, held: moneyworks, ...(before === null ? {} : { before: base }) };
    return { field: path + name, state: heldState(schema, name, holding), base, theirs, moneyworks };
  });
}

interface JudgedLines {
  readonly judged: readonly JudgedField[];
  /** The number of lines, where it is not as asked. */
  readonly surplus: readonly JudgedField[];
}

const NO_LINES: JudgedLines = { judged: [], surplus: [] };

/** Lines in order. One that is missing or too many is not as asked. */
function judgeLines(asked: readonly ExpectedLine[], record: MwRecord): JudgedLines {
  const lines = userLines(linesOf(record, DETAIL));
  const judged = asked.flatMap((line, index) => judgeLine(line, lines[index]));
  if (lines.length === asked.length) return { judged, surplus: [] };
  const counts = { base: null, theirs: String(asked.length), moneyworks: String(lines.length) };
  return { judged, surplus: [{ field: "detail", state: "different", ...counts }] };
}

function judgeLine({ path, fields }: ExpectedLine, line: Line | undefined): JudgedField[] {
  return judgeAll(fields, line?.fields ?? new Map(), { schema: DETAIL, before: null, path });
}
