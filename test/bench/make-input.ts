import { mkdirSync, writeFileSync } from "node:fs";
import { keyOf } from "../../src/canonical/key.ts";
import { parseExport } from "../../src/canonical/parse-export.ts";
import { recordPath } from "../../src/canonical/path.ts";
import { recordBytes } from "../../src/canonical/print.ts";
import type { SourceRecord } from "../../src/domain/record.ts";
import type { NewRow } from "../../src/simulator/company/data.ts";
import { companyPages, edited, exportPage } from "./input/company-pages.ts";
import {
  type CanonicalRow,
  changePath,
  type Dataset,
  datasetPath,
  type InputArgument,
  type PageEntry,
  pagePath,
  streamPath,
  TABLE_SCHEMA,
} from "./input/dataset.ts";
import { type CanonicalFile, FastImportStream } from "./input/fast-import-stream.ts";
import { pickChanges, RowPicker } from "./input/ten-changes.ts";
import { scriptArgument } from "./measure/run-process.ts";

/** Writes everything that contenders read, before any of them runs: see input/dataset.ts for the files. */
const argument = scriptArgument<InputArgument>();
const { directory, records } = argument;
for (const folder of ["pages", "changes"]) mkdirSync(`${directory}/${folder}`, { recursive: true });
const picked = pickChanges(records);
const picker = new RowPicker(picked);
const streams = (["inline", "blobs-first"] as const).map(
  (form) => new FastImportStream(streamPath(directory, form), form),
);
const pages: PageEntry[] = [];
let xmlBytes = 0;
let canonicalBytes = 0;

for (const stream of streams) stream.begin(null);
for (const rows of companyPages(argument)) {
  const { xml, files, parsed } = canonicalize(rows);
  const page = pagePath(directory, pages.length);
  writeFileSync(`${page}.xml`, xml);
  writeFileSync(`${page}.canonical`, Buffer.concat(files.map(({ bytes }) => bytes)));
  const canonicalRows = parsed.map(
    ({ seq, modtime }, at): CanonicalRow => [seq, modtime, files[at]?.bytes.length ?? 0],
  );
  writeFileSync(`${page}.rows`, JSON.stringify(canonicalRows));
  pages.push({ records: rows.length, lastSeq: parsed.at(-1)?.seq ?? 0 });
  for (const stream of streams) stream.add(files);
  picker.see(rows);
  xmlBytes += xml.length;
  canonicalBytes += files.reduce((sum, { bytes }) => sum + bytes.length, 0);
}
for (const stream of streams) stream.end();

const changes = picked.map(({ kind, places }, round) => {
  const { xml, files, parsed } = canonicalize(picker.rows(places).map((row) => edited(row, round)));
  const stream = new FastImportStream(`${changePath(directory, round)}.fast-import`, "inline");
  writeFileSync(`${changePath(directory, round)}.xml`, xml);
  stream.begin("refs/heads/main^0");
  stream.add(files);
  stream.end();
  return { kind, seqs: parsed.map(({ seq }) => seq) };
});
const dataset: Dataset = { directory, records, pages, xmlBytes, canonicalBytes, changes };
writeFileSync(datasetPath(directory), JSON.stringify(dataset));
console.log(JSON.stringify(dataset));

function canonicalize(rows: readonly NewRow[]): { xml: Uint8Array; files: CanonicalFile[]; parsed: SourceRecord[] } {
  const xml = exportPage(rows);
  const parsed = parseExport(xml, TABLE_SCHEMA).records as SourceRecord[];
  const files = parsed.map((row) => ({
    path: recordPath(TABLE_SCHEMA, keyOf(TABLE_SCHEMA, row)),
    bytes: recordBytes(row.record),
  }));
  return { xml, files, parsed };
}
