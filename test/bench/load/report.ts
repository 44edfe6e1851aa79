import { count, figure, markdownTable } from "../report/markdown.ts";
import { median } from "../runs/statistics.ts";
import type { Backfill } from "./backfill.ts";
import type { LoadFigures } from "./load-process.ts";
import type { Quantiles } from "./quantiles.ts";

export interface Pair {
  readonly quiet: Backfill;
  readonly loaded: Backfill;
}

/** The whole report as Markdown. */
export function loadReport(pairs: readonly Pair[]): string {
  return `${[timeTable(pairs), ratios(pairs), latencyTable(pairs), readerTable(pairs), crowdTable(pairs)].join("\n\n")}\n`;
}

function timeTable(pairs: readonly Pair[]): string {
  const head = [
    "first read",
    "s",
    "CPU s",
    "main thread s",
    "waited for a core s",
    "records/s",
    "peak MB",
    "descriptors",
  ];
  const row = (name: string, { seconds, records, time, peak, descriptors }: Backfill) => [
    name,
    ...[seconds, time.cpu, time.running, time.waiting].map(figure),
    count(records / seconds),
    figure(peak / 1e6),
    String(descriptors),
  ];
  const rows = pairs.flatMap(({ quiet, loaded }, index) => [
    row(`${index + 1}: nobody asks`, quiet),
    row(`${index + 1}: under load`, loaded),
  ]);
  return markdownTable(head, rows);
}

function ratios(pairs: readonly Pair[]): string {
  const of = (what: (one: Backfill) => number) => {
    const all = pairs.map(({ quiet, loaded }) => what(loaded) / what(quiet));
    return [figure(median(all)), all.map(figure).join(", ")];
  };
  const rows = [
    ["time", ...of(({ seconds }) => seconds)],
    ["time without waiting for a core", ...of(({ seconds, time }) => seconds - time.waiting)],
    ["CPU time", ...of(({ time }) => time.cpu)],
  ];
  return markdownTable(["under load / nobody asks", "median", "of each pair"], rows);
}

function latencyTable(pairs: readonly Pair[]): string {
  const rows = pairs.flatMap(({ loaded: { load, seconds } }, index) => {
    if (load === null) return [];
    const { latency, lateness, errors, unanswered } = load.requests;
    const line = (name: string, of: Quantiles) => [
      `${index + 1}: ${name}`,
      ...[of.p50, of.p95, of.p99, of.max].map(figure),
      count(of.count),
      figure(of.count / seconds),
      String(errors),
      String(unanswered),
    ];
    return [line("answer", latency), [...line("(asked late by)", lateness).slice(0, 6), "", "", ""]];
  });
  return markdownTable(
    ["/status ms", "p50", "p95", "p99", "max", "requests", "a second", "errors", "unanswered"],
    rows,
  );
}

function readerTable(pairs: readonly Pair[]): string {
  const rows = pairs.flatMap(({ loaded: { load, crowd, whole } }, index) => [
    ...(load === null ? [] : [readerRow(`${index + 1}: during the first read`, load)]),
    ...(crowd === null || whole === null ? [] : [readerRow(`${index + 1}: with the events after it`, whole)]),
  ]);
  const head = ["readers", "count", "events each", "KB each", "missed", "ended"];
  return markdownTable([...head, "first to last ms p50", "p99", "max"], rows);
}

function readerRow(name: string, { readers, fanout }: LoadFigures): string[] {
  const events = readers.map((reader) => reader.events);
  const sum = (pick: "gaps" | "bytes") => readers.reduce((total, reader) => total + reader[pick], 0);
  return [
    name,
    String(readers.length),
    `${count(Math.min(...events))}–${count(Math.max(...events))}`,
    figure(sum("bytes") / readers.length / 1000),
    String(sum("gaps")),
    String(readers.filter(({ ended }) => ended).length),
    ...[fanout.p50, fanout.p99, fanout.max].map(figure),
  ];
}

function crowdTable(pairs: readonly Pair[]): string {
  const rows = pairs.flatMap(({ loaded: { crowd } }, index) =>
    crowd === null
      ? []
      : [
          [
            String(index + 1),
            count(crowd.events),
            figure(crowd.seconds),
            String(crowd.readersBefore),
            String(crowd.readersAfter),
            figure(crowd.peak / 1e6),
          ],
        ],
  );
  return markdownTable(["events after it", "made", "s", "readers before", "readers after", "peak MB"], rows);
}
