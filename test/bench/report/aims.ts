import type { SizeReport } from "../runs/bench-size.ts";
import { count, figure, markdownTable } from "./markdown.ts";

/** What the design set out to reach. Ratios are to fast-import and push of the same run. */
interface Aim {
  readonly name: string;
  readonly atMost: number;
  /** null: not measured. */
  figure(size: SizeReport): number | null;
}

const RATIO_AIMS: readonly Aim[] = [
  { name: "XML bytes to pushed commit, x fast-import", atMost: 0.8, figure: (size) => ratio(size, "ours") },
  {
    name: "canonical form to pushed commit, x fast-import",
    atMost: 0.5,
    figure: (size) => ratio(size, "ours-canonical"),
  },
  { name: "ten neighbours, x fast-import", atMost: 1, figure: (size) => changeRatio(size, "neighbours") },
  { name: "ten spread, x fast-import", atMost: 1, figure: (size) => changeRatio(size, "spread") },
  { name: "ten neighbours, KB sent", atMost: 30, figure: (size) => sent(size, "neighbours") },
  { name: "ten spread, KB sent", atMost: 30, figure: (size) => sent(size, "spread") },
  { name: "peak MB", atMost: 200, figure: (size) => peak(size) },
];

export function aimTable(sizes: readonly SizeReport[]): string {
  const head = ["aim", "at most", ...sizes.map(({ records }) => `at ${count(records)}`)];
  const rows = RATIO_AIMS.map((aim) => [aim.name, figure(aim.atMost), ...sizes.map((size) => judged(aim, size))]);
  return markdownTable(head, rows);
}

function judged(aim: Aim, size: SizeReport): string {
  const value = aim.figure(size);
  if (value === null) return "-";
  return value <= aim.atMost ? figure(value) : `${figure(value)} (missed)`;
}

function ratio({ results }: SizeReport, name: string): number | null {
  const [own, base] = [results[name]?.seconds, results["fast-import"]?.seconds];
  return own === undefined || base === undefined ? null : own / base;
}

function changeRatio({ tenChanges }: SizeReport, kind: string): number | null {
  const [own, base] = ["ours", "fast-import"].map(
    (name) => tenChanges[name]?.find((result) => result.kind === kind)?.total,
  );
  return own === undefined || base === undefined ? null : own / base;
}

function sent({ tenChanges }: SizeReport, kind: string): number | null {
  const bytes = tenChanges.ours?.find((result) => result.kind === kind)?.bytes;
  return bytes === undefined ? null : bytes / 1000;
}

function peak({ results }: SizeReport): number | null {
  const bytes = results.ours?.peakBytes;
  return bytes === undefined ? null : bytes / 1e6;
}
