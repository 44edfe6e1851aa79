import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { recordPath } from "../../src/canonical/path.ts";
import type { RecordKey } from "../../src/domain/ids.ts";
import { type CanonicalRow, pagePath, readDataset, TABLE_SCHEMA } from "./input/dataset.ts";
import { scriptArgument } from "./measure/run-process.ts";

export interface WriteArgument {
  readonly dataset: string;
  readonly directory: string;
  /** Gets the path of every file, one a line. */
  readonly list: string;
}

/** Writes every record to its file in a worktree, as a program must that leaves the rest to git. */
const { dataset, directory, list } = scriptArgument<WriteArgument>();
const paths: string[] = [];
const made = new Set<string>();
for (const page of readDataset(dataset).pages.keys()) {
  const bytes = await Bun.file(`${pagePath(dataset, page)}.canonical`).bytes();
  const rows = (await Bun.file(`${pagePath(dataset, page)}.rows`).json()) as readonly CanonicalRow[];
  let at = 0;
  for (const [seq, , length] of rows) {
    const path = recordPath(TABLE_SCHEMA, String(seq) as RecordKey);
    const folder = `${directory}/${dirname(path)}`;
    if (!made.has(folder)) mkdirSync(folder, { recursive: true });
    made.add(folder);
    writeFileSync(`${directory}/${path}`, bytes.subarray(at, at + length));
    paths.push(path);
    at += length;
  }
}
writeFileSync(list, paths.join("\n"));
console.log("{}");
