import { join } from "node:path";
import { DEFAULT_RULES } from "../../anonymizer/rules/default-rules.ts";
import type { AnonymizeRequest, OutputKind } from "../../src/app/anonymize/request.ts";
import { type Done, runFrom } from "../../src/app/anonymize/run.ts";
import { FileBatch } from "../../src/app/anonymize/sources/file-batch.ts";
import type { AnonymizeSource, SourcePart } from "../../src/app/anonymize/sources/source.ts";
import { outputFiles } from "../../src/app/anonymize/spool/output-files.ts";
import { lookAtTarget } from "../../src/app/anonymize/spool/target.ts";
import { recordBytes } from "../../src/canonical/print.ts";
import type { Modtime, TableName } from "../../src/domain/ids.ts";
import type { Files } from "../../src/domain/ports/files.ts";
import { createClock } from "../../src/platform/clock.ts";
import { createThreads } from "../../src/platform/threads.ts";
import { SECRET } from "./anonymize-command.ts";

const LABELS: Readonly<Record<string, string>> = { account: "description", department: "description", name: "name" };
const STAMP = "20250301120000" as Modtime;

/** All that a run is asked for but places: exports of everything, in this thread, without an audit. */
export const REQUEST: Omit<AnonymizeRequest, "from" | "to" | "secretFile"> = {
  as: "exports",
  format: "verbose",
  newSecret: false,
  rulesFile: undefined,
  tables: undefined,
  sample: null,
  scale: 1,
  locale: "en_AU",
  jobs: 0,
  resume: false,
  audit: false,
};

/** Names and accounts that are nobody's, two records a part. */
export function smallSource(counts: Readonly<Record<string, number>>): AnonymizeSource & { readonly read: string[] } {
  const read: string[] = [];
  return {
    name: "a test",
    identity: "test 1",
    tables: Object.entries(counts).map(([table, records]) => ({ table: table as TableName, records })),
    passedOver: [],
    read,
    *parts(table, from): Generator<SourcePart> {
      const batch = new FileBatch(table, "canonical");
      const count = counts[table] ?? 0;
      for (let n = Number(from); n < count; n++) {
        read.push(`${table} ${n}`);
        // From the last one on, so that the output's order is another than the source's.
        batch.add(recordFile(table, count - n), STAMP);
        if (n % 2 === 1 || n === count - 1) yield { batch: batch.take(), place: String(n + 1) };
      }
    },
    close: async () => {},
  };
}

function recordFile(table: string, number: number): Uint8Array {
  const texts = {
    code: `${table.slice(0, 1).toUpperCase()}${1000 + number}`,
    [LABELS[table] ?? ""]: "Widgets and more",
  };
  const fields = [...Object.entries(texts), ["sequencenumber", String(number)] as const].map(([name, value]) => ({
    name,
    value,
    system: name === "sequencenumber",
  }));
  return recordBytes({ element: table, fields, subfiles: [] });
}

export interface RunHere {
  readonly source: AnonymizeSource;
  readonly to: string;
  readonly files: Files;
  readonly as?: OutputKind;
  readonly resume?: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number) => void;
}

/** One run in this very thread, three records a part. */
export async function runAnonymize(asked: RunHere): Promise<Done> {
  const { source, to, resume = false, signal = new AbortController().signal } = asked;
  const files = outputFiles(asked.files);
  const place = { from: "test", to, secretFile: join(to, "../secret") };
  const request: AnonymizeRequest = { ...REQUEST, ...place, as: asked.as ?? "exports", resume };
  const order = { request, target: lookAtTarget(to, resume, files), rules: DEFAULT_RULES, signal };
  return await runFrom(
    source,
    { ...order, secret: new TextEncoder().encode(SECRET) },
    {
      files,
      clock: createClock(),
      threads: createThreads(),
      watcher: { onProgress: ({ done }) => asked.onProgress?.(done), onNote: () => {} },
      hold: () => ({ release: () => {} }),
      partRecords: 3,
    },
  );
}
