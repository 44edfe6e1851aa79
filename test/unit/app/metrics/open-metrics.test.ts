import { describe, expect, test } from "bun:test";
import { Counters } from "../../../../src/app/metrics/counters.ts";
import { openMetrics } from "../../../../src/app/metrics/open-metrics.ts";
import { counter, histogramSamples } from "../../../../src/app/metrics/samples.ts";
import { Histogram } from "../../../../src/lib/histogram.ts";

test("a family is told by its type, its unit, its help and its samples", () => {
  const spec = { type: "counter", unit: "bytes", help: 'A "quoted" \\ help\non two lines.' } as const;
  const samples = [counter(3), counter(0.5, { way: 'a "b"\\\nc' })];
  expect(openMetrics([{ name: "t_bytes", spec, samples }])).toBe(
    [
      "# TYPE t_bytes counter",
      "# UNIT t_bytes bytes",
      '# HELP t_bytes A \\"quoted\\" \\\\ help\\non two lines.',
      "t_bytes_total 3",
      't_bytes_total{way="a \\"b\\"\\\\\\nc"} 0.5',
      "# EOF",
      "",
    ].join("\n"),
  );
});

test("numbers are as OpenMetrics writes them", () => {
  const values = [0, -1, 1.5, 1e21, 1e-7, 2 ** 53, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN];
  const text = openMetrics([
    { name: "g", spec: { type: "gauge", help: "G." }, samples: values.map((value) => ({ labels: {}, value })) },
  ]);
  expect(text.split("\n").slice(2, -2)).toEqual(
    ["0", "-1", "1.5", "1e+21", "1e-7", "9007199254740992", "+Inf", "-Inf", "NaN"].map((value) => `g ${value}`),
  );
});

describe("a histogram", () => {
  const histogram = new Histogram([1, 2.5]);
  for (const value of [0.5, 1, 2, 2.5, 9]) histogram.observe(value);

  test("counts each value once, its upper end included", () => {
    expect(histogram.figures()).toEqual({ bounds: [1, 2.5], counts: [2, 2, 1], sum: 15 });
  });

  test("is told cumulatively, with an example where there is one", () => {
    const examples = new Map([[1, { labels: { run: "r" }, value: 2, at: 1.5 }]]);
    const samples = histogramSamples(histogram.figures(), { kind: "poll" }, examples);
    const text = openMetrics([{ name: "d", spec: { type: "histogram", help: "D." }, samples }]);
    expect(text.split("\n").slice(2, -2)).toEqual([
      'd_bucket{kind="poll",le="1.0"} 2',
      'd_bucket{kind="poll",le="2.5"} 4 # {run="r"} 2 1.5',
      'd_bucket{kind="poll",le="+Inf"} 5',
      'd_count{kind="poll"} 5',
      'd_sum{kind="poll"} 15',
    ]);
  });
});

test("labels do not grow without bound: the rest is counted together", () => {
  const counters = new Counters(2);
  for (let id = 0; id < 1000; id += 1) counters.add({ route: `/x/${id}`, status: "2xx" });
  expect(counters.samples().map(({ labels, value }) => [labels.route, labels.status, value])).toEqual([
    ["/x/0", "2xx", 1],
    ["/x/1", "2xx", 1],
    ["other", "other", 998],
  ]);
});
