import type { FamilySpec } from "./families.ts";

export type Labels = Readonly<Record<string, string>>;

/** One line. */
export interface Sample {
  /** What follows the family's name: `_total`, `_bucket`, `_sum`, `_count`, `_info`; absent: nothing. */
  readonly suffix?: string;
  readonly labels: Labels;
  readonly value: number;
  readonly exemplar?: Exemplar;
}

/** One of the things that were counted: its labels have at most 128 characters. */
export interface Exemplar {
  readonly labels: Labels;
  readonly value: number;
  /** Seconds since 1970. */
  readonly at: number;
}

export interface Family {
  readonly name: string;
  readonly spec: FamilySpec;
  readonly samples: readonly Sample[];
}

/**
 * The text of OpenMetrics 1.0 (prometheus.io/docs/specs/om/open_metrics_spec), with its end mark. A family without samples is told
 * all the same: what there is to know does not depend on the day.
 */
export function openMetrics(families: readonly Family[]): string {
  return `${families.map(familyText).join("")}# EOF\n`;
}

function familyText({ name, spec, samples }: Family): string {
  const unit = spec.unit === undefined ? "" : `# UNIT ${name} ${spec.unit}\n`;
  const lines = samples.map((sample) => sampleLine(name, sample));
  return `# TYPE ${name} ${spec.type}\n${unit}# HELP ${name} ${escaped(spec.help)}\n${lines.join("")}`;
}

function sampleLine(name: string, { suffix = "", labels, value, exemplar }: Sample): string {
  const example =
    exemplar === undefined
      ? ""
      : ` # ${labelSet(exemplar.labels) || "{}"} ${numberText(exemplar.value)} ${numberText(exemplar.at)}`;
  return `${name}${suffix}${labelSet(labels)} ${numberText(value)}${example}\n`;
}

function labelSet(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

/** The same three in label values and in help. */
function escaped(text: string): string {
  return text.replace(/[\\"\n]/g, (c) => (c === "\n" ? "\\n" : `\\${c}`));
}

/** JavaScript writes the other numbers as OpenMetrics does: `1e+21`, `0.25`. */
export function numberText(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return "+Inf";
  return value === Number.NEGATIVE_INFINITY ? "-Inf" : String(value);
}
