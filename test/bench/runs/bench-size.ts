import { rmSync } from "node:fs";
import type { Dataset, InputArgument } from "../input/dataset.ts";
import { runScript } from "../measure/run-process.ts";
import type { BenchOptions } from "../options.ts";
import type { GitService } from "../server/git-service.ts";
import { clear, Field, type FieldResult } from "./field.ts";
import { type FirstImport, firstImport } from "./first-import.ts";
import { fastImportTenChanges, oursTenChanges, type TenChangesResult } from "./ten-changes.ts";

/** All figures of one size. */
export interface SizeReport {
  readonly records: number;
  /** Bytes as a server sends them, and as they are committed. */
  readonly xmlBytes: number;
  readonly canonicalBytes: number;
  readonly results: Readonly<Record<string, FieldResult>>;
  readonly tenChanges: Readonly<Record<string, readonly TenChangesResult[]>>;
}

/** Makes the input, runs every contender, then ten changes on top; removes all of it again. */
export async function benchSize(
  records: number,
  root: string,
  options: BenchOptions & { readonly service: GitService },
): Promise<SizeReport> {
  const directory = `${root}/input-${records}`;
  const { chunk, checkpoint, awkward, service } = options;
  const argument: InputArgument = { directory, records, chunk, awkward };
  const { answer: dataset } = await runScript<Dataset>("make-input", argument);
  const field = new Field({ root, service, dataset, chunk, checkpoint });
  const { results, kept } = await firstImport(field, options);
  const tenChanges = await changeTen(field, kept);
  for (const arena of kept.values()) clear(arena);
  rmSync(directory, { recursive: true, force: true });
  const { xmlBytes, canonicalBytes } = dataset;
  return { records, xmlBytes, canonicalBytes, results: Object.fromEntries(results), tenChanges };
}

async function changeTen(field: Field, kept: FirstImport["kept"]): Promise<SizeReport["tenChanges"]> {
  const results: Record<string, readonly TenChangesResult[]> = {};
  field.expectOtherFiles();
  for (const [name, run] of [
    ["ours", oursTenChanges],
    ["fast-import", fastImportTenChanges],
  ] as const) {
    const arena = kept.get(name);
    if (arena === undefined) continue;
    results[name] = await run(arena);
    field.check(arena, name);
  }
  return results;
}
