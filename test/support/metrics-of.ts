import { SYSTEM_PYTHON } from "./tools.ts";

/** A sample as Prometheus' own parser sees it. */
export interface ParsedSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  readonly exemplar: Readonly<Record<string, string>> | null;
}

export interface ParsedFamily {
  readonly name: string;
  readonly type: string;
  readonly unit: string;
  readonly help: string;
  readonly samples: readonly ParsedSample[];
}

const READER = `
import json, sys
from prometheus_client.openmetrics.parser import text_string_to_metric_families
print(json.dumps([{"name": f.name, "type": f.type, "unit": f.unit, "help": f.documentation, "samples": [
  {"name": s.name, "labels": s.labels, "value": s.value, "exemplar": s.exemplar.labels if s.exemplar else None}
  for s in f.samples]} for f in text_string_to_metric_families(sys.stdin.read())]))
`;

/** Reads OpenMetrics text with the parser of prometheus_client. @throws what the parser says against it */
export function parseMetrics(text: string): readonly ParsedFamily[] {
  const done = Bun.spawnSync([SYSTEM_PYTHON, "-c", READER], { stdin: Buffer.from(text), stderr: "pipe" });
  if (!done.success) throw new Error(`not OpenMetrics: ${done.stderr.toString().trim().split("\n").at(-1)}`);
  return JSON.parse(done.stdout.toString());
}

/** The value of one sample; undefined: there is none. */
export function sampleOf(
  families: readonly ParsedFamily[],
  name: string,
  labels: Readonly<Record<string, string>> = {},
): number | undefined {
  const wanted = Object.entries(labels);
  const isIt = (sample: ParsedSample) =>
    sample.name === name &&
    Object.keys(sample.labels).length === wanted.length &&
    wanted.every(([label, value]) => sample.labels[label] === value);
  return families.flatMap(({ samples }) => samples).find(isIt)?.value;
}
