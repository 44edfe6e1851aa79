import { createContextGatherer } from "../../../anonymizer/books/gatherer.ts";
import { createEngine } from "../../../anonymizer/engine.ts";
import type { SourceBatch, TargetForm } from "../../../anonymizer/model/batch.ts";
import { createExportSplitter } from "../../../anonymizer/reading/export-splitter.ts";
import { createReader } from "../../../anonymizer/reading/read-batch.ts";
import { DEFAULT_RULES } from "../../../anonymizer/rules/default-rules.ts";
import { readRules } from "../../../anonymizer/rules/read-rules.ts";
import { createPseudonyms } from "../../../anonymizer/values/pseudonyms.ts";
import { createPrinter } from "../../../anonymizer/writing/printer.ts";
import { inflate } from "../../../src/canonical/blob.ts";
import { parseExport } from "../../../src/canonical/parse-export.ts";
import { parseRecord } from "../../../src/canonical/parse-record.ts";
import { recordBytes } from "../../../src/canonical/print.ts";
import { type Sample, TABLE, TABLE_SCHEMA } from "./sample.ts";

/** One way through all records of the sample. */
export interface Stage {
  readonly name: string;
  /** What it is compared with: the general way of the program. */
  readonly baseline: string | null;
  readonly run: () => void;
}

export function stagesOf(sample: Sample): Stage[] {
  const each = (batches: readonly SourceBatch[], work: (batch: SourceBatch) => unknown) => () => batches.forEach(work);
  const reader = createReader();
  const read = (name: keyof Sample & ("verbose" | "terse" | "canonical" | "deflated"), baseline: string): Stage => ({
    name: `read ${name}`,
    baseline,
    run: each(sample[name], (batch) => reader.read(batch)),
  });
  const print = (form: TargetForm): Stage => {
    const printer = createPrinter(form);
    const run = () => {
      for (const items of sample.items) {
        printer.start(TABLE);
        for (const [origin, item] of items.entries()) printer.add(item, origin);
        printer.take();
      }
    };
    return { name: `print ${form}`, baseline: "recordBytes", run };
  };
  return [
    {
      name: "parseExport verbose",
      baseline: null,
      run: each(sample.verbose, ({ bytes }) => parseExport(bytes, TABLE_SCHEMA)),
    },
    {
      name: "parseExport terse",
      baseline: null,
      run: each(sample.terse, ({ bytes }) => parseExport(bytes, TABLE_SCHEMA)),
    },
    { name: "parseRecord", baseline: null, run: each(sample.canonical, (batch) => forFiles(batch, parseRecord)) },
    {
      name: "inflate and parseRecord",
      baseline: null,
      run: each(sample.deflated, (batch) => forFiles(batch, (file) => parseRecord(inflate(file)))),
    },
    {
      name: "recordBytes",
      baseline: null,
      run: () => {
        for (const items of sample.items) for (const { record } of items) recordBytes(record);
      },
    },
    { name: "split verbose", baseline: "parseExport verbose", run: () => splitAll(sample.verboseFile) },
    read("verbose", "parseExport verbose"),
    read("terse", "parseExport terse"),
    read("canonical", "parseRecord"),
    read("deflated", "inflate and parseRecord"),
    ...(["verbose", "terse", "canonical", "snapshot"] as const).map(print),
    whole(sample, "verbose", "verbose"),
    whole(sample, "canonical", "canonical"),
    whole(sample, "deflated", "snapshot"),
  ];
}

/** One thread's whole work. */
function whole(sample: Sample, from: "verbose" | "canonical" | "deflated", target: TargetForm): Stage {
  const secret = new TextEncoder().encode("a secret of the benchmark");
  const locale = "en_AU";
  const pseudonyms = createPseudonyms({ secret, locale, copy: 0 });
  const gatherer = createContextGatherer({ rules: readRules(DEFAULT_RULES), pseudonyms, sample: null });
  for (const item of sample.items.flat()) gatherer.add(TABLE, item);
  const options = { rules: DEFAULT_RULES, secret, locale, target, copies: 1, context: gatherer.finish() };
  const engine = createEngine(options);
  const run = () => {
    for (const batch of sample[from]) engine.anonymize(batch);
  };
  const baseline = from === "verbose" ? "parseExport verbose" : "parseRecord";
  return { name: `whole ${from} to ${target}`, baseline, run };
}

function forFiles({ bytes, ends }: SourceBatch, work: (file: Uint8Array) => unknown): void {
  let start = 0;
  for (const end of ends ?? []) {
    work(bytes.subarray(start, end));
    start = end;
  }
}

function splitAll(file: Uint8Array): void {
  const splitter = createExportSplitter({ file: "transaction.xml" });
  for (let at = 0; at < file.length; at += 1 << 20) splitter.push(file.subarray(at, at + (1 << 20)));
  splitter.end();
}
