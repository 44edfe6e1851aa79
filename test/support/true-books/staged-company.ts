import { Database } from "bun:sqlite";
import { deflate } from "../../../src/canonical/blob.ts";
import { parseExport } from "../../../src/canonical/parse-export.ts";
import { leafOf } from "../../../src/canonical/path.ts";
import type { Modtime, RunId, TableName } from "../../../src/domain/ids.ts";
import type { Staging, Upsert } from "../../../src/domain/ports/staging.ts";
import { SCHEMA, type TableSchema } from "../../../src/domain/schema/schema.ts";
import { withSequenceNumber } from "../../../src/moneyworks/manifest.ts";
import type { NewRow } from "../../../src/simulator/company/data.ts";
import { openStaging } from "../../../src/staging/staging.ts";
import { type Canonical, canonicalize } from "../../../src/sync/canonicalize.ts";
import type { TrueTable } from "./company.ts";
import { ExportText, TABLE_END } from "./export-text.ts";

const RUN = "01890000-0000-7000-8000-00000000a001" as RunId;
const MARKER = "20250401000000" as Modtime;
const AT = Date.UTC(2025, 3, 1);
const PAGE = 1000;

/** A staging file of a company as a first read leaves it, committed whole. */
export function stageCompany(path: string, company: readonly TrueTable[]): void {
  const staging = openStaging({ path });
  staging.startRun(RUN, "full", AT);
  for (const { table, rows } of company) stageTable(staging, SCHEMA.get(table as TableName) as TableSchema, rows());
  staging.close();
  const database = new Database(path, { strict: true });
  database.exec("UPDATE record SET main_oid = oid");
  database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  database.close();
}

function stageTable(staging: Staging, schema: TableSchema, rows: Iterable<NewRow>): void {
  const page = { run: RUN, table: schema.table, at: AT, touches: [], deletes: [], changes: [], marker: MARKER };
  for (const records of canonicalRecords(schema, rows)) {
    const upserts = records.map(({ key, seq, modtime, oid, bytes }): Upsert => {
      return { key, seq, modtime, oid, leaf: leafOf(schema, key), body: deflate(bytes), size: bytes.length };
    });
    staging.applyPage({ ...page, upserts });
  }
}

/** A thousand records at a time as they are committed: through the XML that a server would send, and the product's own reading of it. */
export function* canonicalRecords(schema: TableSchema, rows: Iterable<NewRow>): Generator<Canonical[]> {
  const text = new ExportText("verbose");
  let page: NewRow[] = [];
  for (const row of rows) {
    page.push(row);
    if (page.length < PAGE) continue;
    yield canonicalPage(schema, text, page);
    page = [];
  }
  yield canonicalPage(schema, text, page);
}

function canonicalPage(schema: TableSchema, text: ExportText, rows: readonly NewRow[]): Canonical[] {
  const xml = [text.start(schema.table, rows.length), ...rows.map((row) => text.record(schema.table, row)), TABLE_END];
  // Exports do not have the numbers of payments; a mirror knows them from a list (moneyworks/table-reader.ts).
  const isNumbered = schema.field.get("sequencenumber")?.inXml === true;
  const { records } = parseExport(new TextEncoder().encode(xml.join("")), schema);
  return records.map(({ record }, at) => {
    const { seq, modtime } = rows[at] as NewRow;
    const source = { seq, modtime: modtime as Modtime, record };
    return canonicalize(schema, isNumbered ? source : withSequenceNumber(schema, source));
  });
}
