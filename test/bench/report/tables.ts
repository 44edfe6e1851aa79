import type { Stages } from "../ours/stages.ts";
import type { SizeReport } from "../runs/bench-size.ts";
import type { FieldResult } from "../runs/field.ts";
import { count, figure, markdownTable, megabytes } from "./markdown.ts";

const TITLES: Readonly<Record<string, string>> = {
  ours: "Tidemark: XML bytes to pushed commit",
  "ours-canonical": "Tidemark: canonical form to pushed commit",
  "fast-import": "git fast-import, push",
  "fast-import-blobs-first": "git fast-import, contents first, push",
  "git-add": "git add -A, commit, push (files written)",
  "isomorphic-git": "isomorphic-git add, commit, push (files there)",
};

const STAGES: readonly (readonly [stage: keyof Stages, title: string])[] = [
  ["parse", "parse: XML bytes to records"],
  ["canonical", "canonical: print, blob id, key"],
  ["staging", "staging: SQLite"],
  ["objects", "objects: zlib, trees, packs, commits"],
  ["pushWait", "push: waiting for it"],
  ["between", "between pages: reading files, sending the pack"],
  ["other", "other"],
  ["pushing", "(push: start to end, beside the others)"],
];

/** One row for each contender. */
export function contenderTable({ results }: SizeReport): string {
  const base = results["fast-import"]?.seconds;
  const head = ["contender", "wall s", "x fast-import", "CPU s", "peak MB", "at the server MB", "steps s"];
  const rows = Object.entries(results).map(([name, result]) => [
    TITLES[name] ?? name,
    figure(result.seconds),
    figure(base === undefined ? null : result.seconds / base),
    figure(result.cpuSeconds),
    megabytes(result.peakBytes),
    megabytes(result.serverBytes),
    steps(result),
  ]);
  return markdownTable(head, rows);
}

function steps({ steps }: FieldResult): string {
  return Object.entries(steps)
    .map(([name, seconds]) => `${name} ${figure(seconds)}`)
    .join(", ");
}

/** Where the time of ours goes, all sizes side by side. */
export function stageTable(sizes: readonly SizeReport[], contender: string): string | null {
  const measured = sizes.flatMap(({ records, results }) => {
    const stages = results[contender]?.stages ?? null;
    return stages === null ? [] : [{ records, stages }];
  });
  if (measured.length === 0) return null;
  const head = [
    TITLES[contender] ?? contender,
    ...measured.flatMap(({ records }) => [`${count(records)}: s`, "records/s"]),
  ];
  const rows = STAGES.map(([stage, title]) => [
    title,
    ...measured.flatMap(({ records, stages }) => [figure(stages[stage]), rate(records, stages[stage])]),
  ]);
  return markdownTable(head, rows);
}

function rate(records: number, seconds: number): string {
  return seconds < 0.001 ? "-" : count(records / seconds);
}

/** Ten changes on top of a first import; null when nobody made any. */
export function tenChangesTable({ tenChanges }: SizeReport): string | null {
  const base = tenChanges["fast-import"] ?? [];
  const rows = Object.entries(tenChanges).flatMap(([name, results]) =>
    results.map((result) => {
      const other = base.find(({ kind }) => kind === result.kind)?.total;
      return [
        `${result.kind}: ${name === "ours" ? "Tidemark" : "git fast-import, push"}`,
        figure(result.commit),
        figure(result.push),
        figure(result.total),
        figure(other === undefined ? null : result.total / other),
        figure(result.bytes / 1000),
        figure(result.poll),
      ];
    }),
  );
  if (rows.length === 0) return null;
  const head = ["ten changes", "commit ms", "push ms", "both ms", "x fast-import", "KB sent", "whole poll ms"];
  return markdownTable(
    head,
    rows.sort(([a = ""], [b = ""]) => (a < b ? -1 : 1)),
  );
}
