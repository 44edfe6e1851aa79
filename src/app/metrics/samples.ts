import type { HistogramFigures } from "../../lib/histogram.ts";
import { type Exemplar, type Labels, numberText, type Sample } from "./open-metrics.ts";

/** A gauge without labels; nothing when it is not known. */
export function gauge(value: number | null): Sample[] {
  return value === null ? [] : [{ labels: {}, value }];
}

export function flag(isSo: boolean): Sample[] {
  return gauge(isSo ? 1 : 0);
}

/** A gauge with one label; what is not known is left out. */
export function gaugesBy(label: string, values: Iterable<readonly [string, number | null]>): Sample[] {
  return [...values].flatMap(([name, value]) => (value === null ? [] : [{ labels: { [label]: name }, value }]));
}

export function counter(value: number, labels: Labels = {}): Sample {
  return { suffix: "_total", labels, value };
}

/** @param examples the newest of each bucket */
export function histogramSamples(
  { bounds, counts, sum }: HistogramFigures,
  labels: Labels = {},
  examples: ReadonlyMap<number, Exemplar> = new Map(),
): Sample[] {
  let below = 0;
  const buckets = counts.map((count, index): Sample => {
    below += count;
    const le = leText(bounds[index] ?? Number.POSITIVE_INFINITY);
    const exemplar = examples.get(index);
    return {
      suffix: "_bucket",
      labels: { ...labels, le },
      value: below,
      ...(exemplar === undefined ? {} : { exemplar }),
    };
  });
  return [...buckets, { suffix: "_count", labels, value: below }, { suffix: "_sum", labels, value: sum }];
}

/** OpenMetrics has `1.0` where JavaScript has `1`: every reader is to see one and the same label. */
function leText(bound: number): string {
  return Number.isInteger(bound) ? `${bound}.0` : numberText(bound);
}
