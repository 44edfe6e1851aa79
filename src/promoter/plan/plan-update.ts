import type { RecordKey } from "../../domain/ids.ts";
import type { PromotedField, Reason } from "../../domain/promotion.ts";
import type { MwRecord } from "../../domain/record.ts";
import type { TableSchema } from "../../domain/schema/schema.ts";
import { isImportId } from "../write/import-id.ts";
import { updateDocument } from "../write/record-document.ts";
import { fieldFaults, promotedField } from "./field-rules.ts";
import type { Judged, UpdateOrder } from "./plan-types.ts";
import { orUnsendable } from "./sendable.ts";
import { subfileFaults } from "./subfiles.ts";
import { compareFields, type FieldComparison, fieldMap } from "./three-way.ts";
import { reason } from "./values.ts";

/** A record that both sides have, and that the commit changes. */
export interface EditedRecord {
  readonly path: string;
  readonly schema: TableSchema;
  readonly key: RecordKey;
  /** What both sides began with; several where nobody can tell. */
  readonly bases: readonly MwRecord[];
  readonly theirs: MwRecord;
  readonly ours: MwRecord;
  readonly idField: string | null;
}

/** The changed fields of a name, product or job. */
export function planUpdate(edited: EditedRecord): Judged {
  const { fields, changes, reasons: own } = judgeHeader(edited);
  const reasons = [...own, ...subfileFaults(edited)];
  if (reasons.length > 0 || changes.length === 0) return { fields, reasons, order: null };
  return { fields, ...orderOf(edited, changes, fields) };
}

export interface JudgedHeader {
  /** Every field that the commit changes. */
  readonly fields: readonly PromotedField[];
  /** Those that have to be sent. */
  readonly changes: readonly FieldComparison[];
  readonly reasons: readonly Reason[];
}

/** Fields of the record itself, lines aside. */
export function judgeHeader(edited: EditedRecord): JudgedHeader {
  const { bases, theirs, ours, schema, idField } = edited;
  const sides = {
    bases: bases.map(({ fields }) => fieldMap(fields)),
    theirs: fieldMap(theirs.fields),
    ours: fieldMap(ours.fields),
  };
  const compared = compareFields(sides, (name) => schema.field.get(name));
  const places = compared.map((field) => ({
    field,
    place: {
      path: "",
      prefix: "",
      schema: schema.field.get(field.name),
      isId: field.name === idField && holdsId(field),
    },
  }));
  return {
    fields: places.map(({ field, place }) => promotedField(field, place)),
    changes: compared.filter(({ verdict }) => verdict === "change"),
    reasons: [...keyFaults(edited, compared), ...places.flatMap(({ field, place }) => fieldFaults(field, place))],
  };
}

/** Another code would be another record: MoneyWorks renames codes only by hand. */
function keyFaults({ schema }: EditedRecord, compared: readonly FieldComparison[]): readonly Reason[] {
  const isKey = compared.some(({ name, verdict }) => name === schema.key && verdict !== "held");
  return isKey
    ? [
        reason(
          "path-mismatch",
          schema.key,
          `The file stands for another ${schema.key} than it holds; codes are renamed in MoneyWorks.`,
        ),
      ]
    : [];
}

function orderOf(
  edited: EditedRecord,
  changes: readonly FieldComparison[],
  told: readonly PromotedField[],
): Pick<Judged, "reasons" | "order"> {
  const { path, schema, key, ours } = edited;
  const code = ours.fields.find(({ name }) => name === schema.key)?.value;
  if (code === undefined)
    return {
      reasons: [reason("missing-field", schema.key, `It has no ${schema.key}, and MoneyWorks finds records by it.`)],
      order: null,
    };
  const sent = new Map(changes.map(({ name, theirs, ours: now }) => [name, { value: theirs, ours: now }]));
  const built = orUnsendable(() => updateDocument(schema, code, sent));
  if ("reason" in built) return { reasons: [built.reason], order: null };
  const expected = { fields: new Map(changes.map(({ name, theirs }) => [name, theirs])), lines: null, told };
  const order: UpdateOrder = {
    kind: "update",
    path,
    schema,
    key,
    seq: seqOf(ours),
    ours,
    document: built.document,
    expected,
  };
  return { reasons: [], order };
}

/** A mirrored record always has its number. */
export function seqOf({ fields }: MwRecord): number {
  return Number(fields.find(({ name }) => name === "sequencenumber")?.value ?? 0);
}

/** The company may use the field as it likes in records that Tidemark did not make. */
function holdsId({ base, theirs, ours }: FieldComparison): boolean {
  return [base, theirs, ours].some(isImportId);
}
