import type { Arena, Contender } from "../baselines/contender.ts";
import { fastImport } from "../baselines/fast-import.ts";
import { gitAdd } from "../baselines/git-add.ts";
import { isomorphic } from "../baselines/isomorphic.ts";
import type { BenchOptions, ContenderName } from "../options.ts";
import { ours, oursFromCanonical } from "../ours/contenders.ts";
import { clear, type Field, type FieldResult } from "./field.ts";
import { medianBy } from "./statistics.ts";

/** Those whose ratio is wanted run in turns, as often as asked, so that a busy minute of the machine hits them alike. */
const IN_TURNS: readonly Contender[] = [ours, oursFromCanonical, fastImport("inline"), fastImport("blobs-first")];
const ONCE: readonly Contender[] = [gitAdd, isomorphic];

export interface FirstImport {
  /** The run with the median wall time of each contender, in the order of the table. */
  readonly results: ReadonlyMap<ContenderName, FieldResult>;
  /** Where the last run of ours and of fast-import stands, for more commits on top. */
  readonly kept: ReadonlyMap<ContenderName, Arena>;
}

export async function firstImport(field: Field, options: BenchOptions): Promise<FirstImport> {
  const runs = new Map<ContenderName, FieldResult[]>();
  const kept = new Map<ContenderName, Arena>();
  for (const contender of order(options)) {
    const { name } = contender;
    const before = kept.get(name);
    if (before !== undefined) clear(before);
    const { result, arena } = await field.run(contender);
    console.error(`${arena.dataset.records} records, ${name}: ${result.seconds.toFixed(2)} s`);
    runs.set(name, [...(runs.get(name) ?? []), result]);
    kept.set(name, arena);
  }
  const results = new Map([...runs].map(([name, all]) => [name, medianBy(all, ({ seconds }) => seconds)]));
  return { results, kept };
}

function order({ rounds, only }: BenchOptions): Contender[] {
  const turns = Array.from({ length: rounds }, () => IN_TURNS).flat();
  return [...turns, ...ONCE].filter(({ name }) => only.has(name));
}
