import type { PromotedField, Reason } from "../../domain/promotion.ts";
import type { MwRecord } from "../../domain/record.ts";
import type { TableSchema } from "../../domain/schema/schema.ts";
import { importId } from "../write/import-id.ts";
import { newDocument, type SentFields } from "../write/record-document.ts";
import { newTransactionDocument } from "../write/transaction-document.ts";
import { balanceFaults } from "./balance.ts";
import { type FieldPlace, fieldFaults, isWritable, promotedField } from "./field-rules.ts";
import { formFaults, isLines, type Line, linePath, linesOf } from "./lines.ts";
import type { Judged, NewOrder } from "./plan-types.ts";
import { orUnsendable } from "./sendable.ts";
import { compareFields, type FieldMap, fieldMap, type Values } from "./three-way.ts";
import { reason } from "./values.ts";

/** A file `new/<table>/<client-id>.xml`. */
export interface NewRecord {
  readonly path: string;
  readonly schema: TableSchema;
  readonly detail: TableSchema;
  readonly clientId: string;
  /** The user field that carries our id. */
  readonly idField: string;
  /** Read with `empty` blanks: a zero is asked for. */
  readonly record: MwRecord;
}

/** Two letters a family; a third one, as MoneyWorks stores it, may follow (MoneyWorks manual, XML import). */
const TYPES = /^(?:(?:DI|CI|SO|PO)I?|CR|CP|QU)$/;
/** Those that are somebody's: MoneyWorks wants to know whose. */
const NAMED_TYPES = /^(?:DI|CI|SO|PO|QU)/;
const NOTHING: FieldMap = new Map();

export function planNew(fresh: NewRecord): Judged {
  const { schema, detail, record, idField } = fresh;
  const own = judgeFields(fieldMap(record.fields), schema, (name) => ({
    path: "",
    prefix: "",
    isId: name === idField,
  }));
  const lines = isTransaction(fresh) ? linesOf(record, detail) : [];
  const judged = lines.map((line) =>
    judgeFields(line.fields, detail, () => ({ path: linePath(line, detail), prefix: detail.prefix, isId: false })),
  );
  const all = [own, ...judged];
  const faults = [...all.flatMap(({ reasons }) => reasons), ...shapeFaults(fresh, lines)];
  const reasons = faults.length > 0 ? faults : contentFaults(fresh, lines);
  const fields = all.flatMap((one) => one.fields);
  return reasons.length > 0 ? { fields, reasons, order: null } : { fields, ...orderOf(fresh, lines, fields) };
}

function isTransaction({ schema }: NewRecord): boolean {
  return schema.subfiles.length > 0;
}

interface JudgedFields {
  readonly fields: readonly PromotedField[];
  readonly reasons: readonly Reason[];
}

/** Every field against nothing: all of them are additions. */
function judgeFields(
  fields: FieldMap,
  schema: TableSchema,
  placeFor: (name: string) => Omit<FieldPlace, "schema">,
): JudgedFields {
  const schemaOf = (name: string) => schema.field.get(name.slice(schema.prefix.length));
  const compared = compareFields({ bases: [NOTHING], theirs: fields, ours: NOTHING }, schemaOf);
  const places = compared.map((field) => ({ field, place: { ...placeFor(field.name), schema: schemaOf(field.name) } }));
  return {
    fields: places.map(({ field, place }) => promotedField(field, place)),
    reasons: places.flatMap(({ field, place }) => fieldFaults(field, place)),
  };
}

function shapeFaults(fresh: NewRecord, lines: readonly Line[]): Reason[] {
  const { detail, record, schema } = fresh;
  const known = record.subfiles.filter((subfile) => isTransaction(fresh) && isLines(subfile, detail));
  const faults = record.subfiles
    .filter((subfile) => !known.includes(subfile))
    .map(({ name }) => reason("unknown-field", name, `A ${schema.record} has no subfile ${name}.`));
  if (lines.some(({ system }) => system))
    faults.push(reason("system-field", "detail", 'Lines marked system="true" are made by MoneyWorks; leave them out.'));
  return [...faults, ...(isTransaction(fresh) ? formFaults(record, detail) : [])];
}

function contentFaults(fresh: NewRecord, lines: readonly Line[]): readonly Reason[] {
  const { schema, detail, record } = fresh;
  const values = new Map(record.fields.map(({ name, value }) => [name, value]));
  if (!isTransaction(fresh)) return values.has(schema.key) ? [] : [missing(schema, schema.key)];
  const faults = headerFaults(values, schema);
  if (lines.length === 0) faults.push(reason("missing-field", "detail", "A transaction needs a line."));
  const bare = lines.filter(({ fields }) => !fields.has("detail.account") && !fields.has("detail.stockcode"));
  for (const line of bare) {
    const path = linePath(line, detail);
    faults.push(
      reason("missing-field", `${path}account`, `${path.slice(0, -1)} names neither an account nor a product.`),
    );
  }
  const placed = lines.map((line) => ({ path: linePath(line, detail), values: valuesOf(line.fields) }));
  return [...faults, ...balanceFaults({ header: values, lines: placed, isWhole: false })];
}

function valuesOf(fields: FieldMap): Values {
  return new Map([...fields.values()].map(({ name, value }) => [name, value]));
}

function headerFaults(values: Values, schema: TableSchema): Reason[] {
  const type = values.get("type") ?? null;
  if (type === null) return [reason("missing-field", "type", "A transaction needs a type, such as DI or CI.")];
  if (!TYPES.test(type)) return [typeFault(type)];
  return NAMED_TYPES.test(type) && !values.has("namecode") ? [missing(schema, "namecode")] : [];
}

function missing({ record }: TableSchema, name: string): Reason {
  return reason("missing-field", name, `A new ${record} of this kind needs a ${name}.`);
}

function typeFault(type: string): Reason {
  const isJournal = type.toUpperCase().startsWith("JN");
  const text = isJournal
    ? "Journals are not carried over: it is not certain which sign MoneyWorks takes for a debit. Enter it in MoneyWorks."
    : "Its type is none of those that an import may enter: DI, CI, CR, CP, SO, PO, QU.";
  return reason("transaction-type", "type", text);
}

function orderOf(
  fresh: NewRecord,
  lines: readonly Line[],
  told: readonly PromotedField[],
): Pick<Judged, "reasons" | "order"> {
  const { path, schema, detail, clientId, idField, record } = fresh;
  const id = { field: idField, value: importId(schema, idField, clientId) };
  const fields = new Map([...sent(fieldMap(record.fields), schema), [idField, { value: id.value, ours: null }]]);
  const rows = lines.map((line) => ({ path: linePath(line, detail), fields: sent(line.fields, detail) }));
  const built = orUnsendable(() =>
    isTransaction(fresh)
      ? newTransactionDocument({ header: schema, detail, fields, lines: rows.map((row) => row.fields) })
      : newDocument(schema, fields),
  );
  if ("reason" in built) return { reasons: [built.reason], order: null };
  const expectedLines = rows.map((row) => ({ path: row.path, fields: asked(row.fields) }));
  const expected = { fields: asked(fields), lines: isTransaction(fresh) ? expectedLines : null, told };
  const code = isTransaction(fresh) ? null : (fields.get(schema.key)?.value ?? null);
  const order: NewOrder = { kind: "new", path, schema, clientId, id, code, document: built.document, expected };
  return { reasons: [], order };
}

function asked(fields: SentFields): Values {
  return new Map([...fields].map(([name, { value }]) => [name, value]));
}

/** What an import takes. The rest is blank, or there was a reason against it. */
function sent(fields: FieldMap, { prefix, field: schemas }: TableSchema): Map<string, { value: string; ours: null }> {
  return new Map(
    [...fields.values()].flatMap(({ name, value, system }) => {
      const bare = name.slice(prefix.length);
      const schema = schemas.get(bare);
      const isTaken = !system && schema !== undefined && !schema.system && isWritable(schema);
      return isTaken ? [[bare, { value, ours: null }] as const] : [];
    }),
  );
}
