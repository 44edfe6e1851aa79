import { existsSync, mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { recordPath } from "../../../src/canonical/path.ts";
import type { Modtime, TableName } from "../../../src/domain/ids.ts";
import { SCHEMA, type TableSchema } from "../../../src/domain/schema/schema.ts";
import { buildMarkerFile } from "../../../src/exporter/marker-file.ts";
import { type TrueTable, trueCompany } from "../../support/true-books/company.ts";
import { writeExport } from "../../support/true-books/export-files.ts";
import { ExportText } from "../../support/true-books/export-text.ts";
import { canonicalRecords, stageCompany } from "../../support/true-books/staged-company.ts";
import { FastImportStream } from "../input/fast-import-stream.ts";
import { runProcess } from "../measure/run-process.ts";
import { shuffled } from "./shuffle.ts";

export type DataForm = "exports" | "shuffled" | "staging" | "mirror";

const SHUFFLE = 7;
const SEED = 1;

/** One company in the forms that are asked for; what is there already is not made again. */
export class CompanyFiles {
  readonly #directory: string;
  readonly #transactions: number;
  #company: TrueTable[] | null = null;

  constructor(directory: string, transactions: number) {
    this.#directory = directory;
    this.#transactions = transactions;
    mkdirSync(directory, { recursive: true });
  }

  /** @returns where it is, in the words of `--from` */
  async of(form: DataForm): Promise<string> {
    const path = join(this.#directory, form === "staging" ? "staging.sqlite" : form);
    if (existsSync(path)) return path;
    this.#company ??= trueCompany({ seed: SEED, transactions: this.#transactions });
    const unfinished = `${path}.unfinished`;
    if (form === "staging") stageCompany(unfinished, this.#company);
    else if (form === "mirror") await mirrorCompany(unfinished, this.#company);
    else exportCompany(unfinished, this.#company, form === "shuffled" ? SHUFFLE : null);
    renameSync(unfinished, path);
    return path;
  }
}

function exportCompany(directory: string, company: readonly TrueTable[], seed: number | null): void {
  mkdirSync(directory, { recursive: true });
  const text = new ExportText("verbose");
  for (const { table, count, rows } of company) {
    writeExport(directory, text, { table, count, rows: seed === null ? rows() : shuffled(rows(), seed) });
  }
}

/** A bare repository as a first read leaves it: one commit with a file a record, and the marker. */
async function mirrorCompany(directory: string, company: readonly TrueTable[]): Promise<void> {
  await runProcess(["git", "init", "--quiet", "--bare", "--initial-branch=main", directory], { cwd: "/" });
  const input = join(directory, "company.fast-import");
  const stream = new FastImportStream(input, "inline");
  stream.begin(null);
  for (const { table, rows } of company) {
    const schema = SCHEMA.get(table as TableName) as TableSchema;
    for (const page of canonicalRecords(schema, rows())) {
      stream.add(page.map((record) => ({ path: recordPath(schema, record.key), bytes: record.bytes })));
    }
  }
  stream.add([{ path: ".tidemark/marker.json", bytes: markerFile(company) }]);
  stream.end();
  await runProcess(["git", "fast-import", "--quiet"], { cwd: directory, input });
  await runProcess(["rm", input], { cwd: "/" });
}

function markerFile(company: readonly TrueTable[]): Uint8Array {
  const marker = "20250401000000" as Modtime;
  const markers = company.map(({ table, count }) => ({
    table: table as TableName,
    marker,
    records: count,
    quarantined: 0,
  }));
  return buildMarkerFile({ serverTime: marker, document: null, markers });
}
