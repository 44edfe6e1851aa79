import { mkdirSync } from "node:fs";
import { parseArgs } from "node:util";
import { type TrueTable, trueCompany } from "../support/true-books/company.ts";
import { writeExport } from "../support/true-books/export-files.ts";
import { type ExportFormat, ExportText } from "../support/true-books/export-text.ts";
import { stageCompany } from "../support/true-books/staged-company.ts";
import { shuffled } from "./anonymizer/shuffle.ts";
import { readOptions } from "./read-options.ts";

/** `bun run fixture:exports`: a company with true books as exports, a file a table. */
const HELP = `Usage: bun run fixture:exports --to DIR [--transactions 10000] [--seed 1] [--format verbose|terse]
                               [--shuffle SEED] [--tables name,transaction] [--plain] [--staging FILE]
--shuffle writes the same records in another order, --staging also a staging file of the company, --plain leaves out the texts that break careless programs.
`;

interface ExportOptions {
  readonly to: string;
  readonly transactions: number;
  readonly seed: number;
  readonly format: ExportFormat;
  readonly shuffle: number | null;
  readonly tables: ReadonlySet<string> | null;
  readonly awkward: boolean;
  readonly staging: string | null;
}

const options = readOptions(parseOptions, HELP);
mkdirSync(options.to, { recursive: true });
const started = performance.now();
const text = new ExportText(options.format);
let [records, bytes] = [0, 0];
const company = trueCompany(options);
for (const table of company) {
  if (options.tables?.has(table.table) === false) continue;
  const written = writeExport(options.to, text, { ...table, rows: rowsOf(table) });
  records += table.count;
  bytes += written;
  console.log(`${table.table}.xml: ${table.count} records, ${written} bytes`);
}
const seconds = (performance.now() - started) / 1000;
console.log(`${records} records, ${bytes} bytes in ${seconds.toFixed(1)} s, ${Math.round(records / seconds)} a second`);
if (options.staging !== null) stageCompany(options.staging, company);

function rowsOf(table: TrueTable) {
  return options.shuffle === null ? table.rows() : shuffled(table.rows(), options.shuffle);
}

function parseOptions(args: string[]): ExportOptions | "help" {
  const text = { type: "string" } as const;
  const { values } = parseArgs({
    args,
    options: {
      to: text,
      transactions: text,
      seed: text,
      format: text,
      shuffle: text,
      tables: text,
      staging: text,
      plain: { type: "boolean" },
      help: { type: "boolean" },
    },
  });
  if (values.help === true) return "help";
  if (values.to === undefined) throw new RangeError("--to names the directory to write to");
  const format = values.format ?? "verbose";
  if (format !== "verbose" && format !== "terse")
    throw new RangeError(`--format takes verbose or terse, not ${format}`);
  return {
    to: values.to,
    transactions: Number(values.transactions ?? 10_000),
    seed: Number(values.seed ?? 1),
    format,
    shuffle: values.shuffle === undefined ? null : Number(values.shuffle),
    tables: values.tables === undefined ? null : new Set(values.tables.split(",")),
    awkward: values.plain !== true,
    staging: values.staging ?? null,
  };
}
