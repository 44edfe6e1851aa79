import type { RecordDetail } from "../../../src/api/contract/record.ts";
import { fail } from "../../../src/domain/errors/tidemark-error.ts";

/** A record of the company that the fake service mirrors. */
export interface FakeRecord {
  readonly table: string;
  readonly key: string;
  readonly seq: number;
  modtime: string;
  readonly fields: Map<string, string>;
}

const TABLES: readonly (readonly [table: string, records: number])[] = [
  ["account", 42],
  ["name", 180],
  ["product", 320],
  ["transaction", 1200],
  ["taxrate", 6],
  ["job", 0],
];
const FIRST = ["Rowan", "Alder", "Hazel", "Birch", "Willow", "Maple", "Aspen", "Linden", "Juniper", "Elder"];
const SECOND = ["Joinery", "Foods", "Timber", "Print", "Ceramics", "Textiles", "Marine", "Optics", "Paper", "Glass"];
/** Keys that nobody expects, and MoneyWorks may have. */
const ODD = ["A/B", "..", ".", "ÄÖ 1", "50%", "#7", "x?y&z", "tab\there", "\u202eevil", "'; DROP TABLE record"];

/** Some 1,750 records that look like a company's, always the same. */
export function makeCompany(): Map<string, FakeRecord[]> {
  return new Map(TABLES.map(([table, count]) => [table, recordsOf(table, count)]));
}

function recordsOf(table: string, count: number): FakeRecord[] {
  const odd = table === "name" ? ODD : [];
  const plain = Array.from({ length: count }, (_, at) => keyOf(table, at));
  return [...plain, ...odd].map((key, at) => ({
    table,
    key,
    seq: at + 1,
    modtime: `202503${String(1 + (at % 28)).padStart(2, "0")}${String(at % 24).padStart(2, "0")}1500`,
    fields: new Map(fieldsOf(table, key, at)),
  }));
}

function keyOf(table: string, at: number): string {
  if (table === "transaction") return String(at + 1);
  return `${(FIRST[at % FIRST.length] ?? "").toUpperCase()}${Math.floor(at / FIRST.length) || ""}`;
}

function fieldsOf(table: string, key: string, at: number): [string, string][] {
  const company = `${FIRST[at % FIRST.length]} ${SECOND[Math.floor(at / FIRST.length) % SECOND.length]}`;
  if (table !== "transaction") {
    return [
      ["code", key],
      [table === "name" ? "name" : "description", company],
      ["phone", `03 ${String(2_000_000 + at * 37)}`],
      ["bankaccountnumber", "(private)"],
      ["sequencenumber", String(at + 1)],
    ];
  }
  return [
    ["description", `Supplies of ${company}`],
    ["gross", ((at * 7919) % 90_000) / 100 > 0 ? (((at * 7919) % 90_000) / 100).toFixed(2) : "1.00"],
    ["namecode", keyOf("name", at % 180)],
    ["ourref", String(10_000 + at)],
    ["sequencenumber", String(at + 1)],
    ["type", at % 3 === 0 ? "CP" : "DII"],
  ];
}

/** @throws record.no-table, record.not-found */
export function findRecord(company: ReadonlyMap<string, FakeRecord[]>, table: string, key: string): FakeRecord {
  const records = company.get(table);
  if (records === undefined) throw fail("record.no-table", { table });
  const record = records.find((each) => each.key === key);
  if (record === undefined) throw fail("record.not-found", { table, key, when: "" });
  return record;
}

/** As `GET /records/:table/:key` tells it. */
export function detailOf({ table, key, fields }: FakeRecord, commit: string, at: string): RecordDetail {
  const shown = [...fields].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    table,
    key,
    commit,
    at,
    fields: shown.map(([name, value]) => ({ name, value, system: name === "sequencenumber" })),
    subfiles: [],
  };
}

/** Something like canonical XML. */
export function xmlOf({ table, fields }: FakeRecord): string {
  const lines = [...fields]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `  <${name}>${Bun.escapeHTML(value)}</${name}>\n`);
  return `<${table}>\n${lines.join("")}</${table}>\n`;
}

/** Where a text is found in a record; null: in its key; undefined: nowhere. */
export function hitOf(
  { key, fields }: FakeRecord,
  search: string,
): { field: string; value: string } | null | undefined {
  if (key.toLowerCase().includes(search)) return null;
  const found = [...fields].find(([, value]) => value.toLowerCase().includes(search));
  return found === undefined ? undefined : { field: found[0], value: found[1] };
}
