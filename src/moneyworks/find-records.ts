import { restoreText } from "../canonical/protect.ts";
import { fail } from "../domain/errors/tidemark-error.ts";
import type { FindQuery } from "../domain/ports/importer.ts";
import type { SourceRecord } from "../domain/record.ts";
import type { TableSchema } from "../domain/schema/schema.ts";
import type { Client, XmlExport } from "./client.ts";
import { completeRecords } from "./manifest.ts";
import { allOf, compare, equalsText, type FieldName, fieldName } from "./search.ts";
import { tableSchema } from "./tables.ts";

const MAX_LIMIT = 1000;
/** Fewer are not asked for at once: a server that takes wildcards all the same brings others along. */
const MIN_PAGE = 10;
/** Pages before a search counts as one that this server does not understand. */
const MAX_PAGES = 10;

/** As the port `Importer` says of `find`. */
export async function findRecords(
  client: Client,
  { table, field, value, limit }: FindQuery,
  signal: AbortSignal,
): Promise<readonly SourceRecord[]> {
  const schema = tableSchema(table);
  const name = textField(schema, field);
  requireBounds(value, limit);
  const wanted = equalsText(name, value);
  const request = { schema, after: 0, limit: Math.max(limit, MIN_PAGE), descending: true };
  const found: SourceRecord[] = [];
  let search = wanted;
  let below = Number.POSITIVE_INFINITY;
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const xml = await client.exportXml({ ...request, search }, signal);
    const records = recordsOf(schema, xml, { name, below });
    found.push(...records.filter((record) => holds(record, name, value)));
    if (found.length >= limit || xml.found <= records.length) return found.slice(0, limit);
    below = records.at(-1)?.seq ?? 0;
    search = allOf(wanted, compare(fieldName(schema, "sequencenumber"), "<=", below - 1));
  }
  throw doubt(schema, `more than ${found.length} of its records match a search whose text they do not hold`);
}

/** @throws `internal.bad-id` for a field that the table does not have, or that is no text */
function textField(schema: TableSchema, field: string): FieldName {
  const name = fieldName(schema, field);
  const kind = schema.field.get(field)?.kind;
  if (kind === "T" || kind === "A") return name;
  throw fail("internal.bad-id", { kind: `text field of ${schema.table}`, value: field });
}

/** Blank is no text to look for: it would find nearly everything. */
function requireBounds(value: string, limit: number): void {
  if (value === "") throw fail("internal.bad-id", { kind: "text to search for", value });
  if (Number.isInteger(limit) && limit >= 1 && limit <= MAX_LIMIT) return;
  throw fail("internal.bad-id", { kind: "number of records", value: limit });
}

interface Expected {
  readonly name: FieldName;
  /** Every record has a smaller number. */
  readonly below: number;
}

function recordsOf(schema: TableSchema, xml: XmlExport, { name, below }: Expected): readonly SourceRecord[] {
  const records = completeRecords(schema, xml);
  const [first] = records;
  if (first === undefined) return [];
  if (first.seq >= below) throw doubt(schema, `record ${first.seq} is not below ${below}`);
  if (!xml.fields.includes(name)) throw doubt(schema, `its records come without '${name}', which was searched`);
  return records;
}

/** Compared as MoneyWorks does, without letter case; composed and decomposed letters are the same. */
function holds({ record }: SourceRecord, name: FieldName, value: string): boolean {
  const held = record.fields.find((field) => field.name === name)?.value ?? "";
  const [one, other] = [restoreText(held).normalize(), value.normalize()];
  return one.toLowerCase() === other.toLowerCase() || one.toUpperCase() === other.toUpperCase();
}

function doubt({ table }: TableSchema, reason: string): Error {
  return fail("moneyworks.inconsistent", { table, reason });
}
