import type { Item } from "../../anonymizer/model/batch.ts";
import type { Pseudonyms } from "../../anonymizer/model/pseudonyms.ts";
import type { Rules } from "../../anonymizer/model/rule.ts";
import { DEFAULT_RULES } from "../../anonymizer/rules/default-rules.ts";
import { readRules } from "../../anonymizer/rules/read-rules.ts";
import type { Modtime, TableName } from "../../src/domain/ids.ts";
import type { Field } from "../../src/domain/record.ts";
import { SCHEMA } from "../../src/domain/schema/schema.ts";
import type { CompanyData, NewRow } from "../../src/simulator/company/data.ts";

export function table(name: string): TableName {
  return name as TableName;
}

export function defaultRules(): Rules {
  return readRules(DEFAULT_RULES);
}

/** A company's records as exports have them, by table. */
export function itemsOf(data: CompanyData): Map<TableName, Item[]> {
  return new Map(
    Object.entries(data.tables).map(([name, rows]) => [table(name), rows.map((row) => itemOf(table(name), row))]),
  );
}

/** Payments have no numbers in exports (observed). */
export function itemOf(name: TableName, { seq, modtime, fields, lines = [] }: NewRow): Item {
  const { prefix = "", record: element = name } = SCHEMA.get(name) ?? {};
  const hasNumber = name !== "payments";
  const numbered = hasNumber ? { ...fields, sequencenumber: String(seq) } : fields;
  const rows = lines.map((line) => ({
    fields: fieldsOf({ ...line.fields, sequencenumber: String(line.seq) }, "detail."),
    system: Number(line.fields.flags ?? 0) < 0,
  }));
  const subfiles = rows.length === 0 ? [] : [{ name: "Detail", element: "detail", rows }];
  const record = { element, fields: fieldsOf(numbered, prefix), subfiles };
  return { seq: hasNumber ? seq : null, modtime: modtime as Modtime, record };
}

function fieldsOf(fields: Readonly<Record<string, string>>, prefix: string): Field[] {
  return Object.entries(fields)
    .map(([name, value]) => ({ name: shared(prefix + name), value, system: false }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Pseudonyms with a known factor, whose codes and texts are easy to foretell; money as `Amounts` describes it. */
export function plainPseudonyms(factor: number, mark = "x"): Pseudonyms {
  const cents = (value: number): number => {
    if (value === 0) return 0;
    if (value < 0) return -cents(-value);
    const whole = value >= 10_000 && value % 100 === 0;
    return Math.max(1, whole ? Math.floor((factor * value) / 100 + 0.5) * 100 : Math.floor(factor * value + 0.5));
  };
  const amount = (text: string): string => {
    const decimals = (text.split(".")[1] ?? "").length;
    return (cents(Math.round(Number(text) * 100)) / 100).toFixed(decimals);
  };
  return {
    cents,
    amount,
    price: amount,
    code: (original) => (original === "" ? "" : mark + original),
    codeWithin: (original) => (original === "" ? "" : mark + original),
    text: (original) => original.replace(/\w/g, "t"),
    fake: (_, original) => (original === "" ? "" : `${mark} fake`),
    address: ({ lines, ...parts }) => {
      const first = lines.find((line) => line !== "") ?? "";
      const fill = (part: string, what: string) => (part === "" ? "" : `${mark} ${what} ${first.length}`);
      return {
        lines: lines.map((line, index) => fill(line, `line ${index}`)),
        postcode: fill(parts.postcode, "postcode"),
        state: fill(parts.state, "state"),
        country: fill(parts.country, "country"),
      };
    },
    date: (original) => original,
  };
}

/** One string for all fields of a name, as a parser has them. */
function shared(name: string): string {
  return Symbol.keyFor(Symbol.for(name)) as string;
}

/** A field's value; null where it is blank. */
export function valueIn({ record }: Item, name: string): string | null {
  return record.fields.find((field) => field.name === name)?.value ?? null;
}

/** The record of a table that has this number. */
export function withNumber(tables: ReadonlyMap<TableName, readonly Item[]>, name: string, seq: number): Item {
  const found = tables.get(table(name))?.find((item) => item.seq === seq);
  if (found === undefined) throw new Error(`table ${name} has no number ${seq}`);
  return found;
}
