import type { Sample } from "./sample.ts";
import type { Stage } from "./stages.ts";

const ROUNDS = 7;
const LEAST_MS = 300;

/** A line a stage: the median of several rounds, each of some tenths of a second. */
export function stageReport(stages: readonly Stage[], { records }: Sample, word: string): string {
  const wanted = stages.filter(
    (stage) =>
      stage.name.includes(word) || stages.some((other) => other.baseline === stage.name && other.name.includes(word)),
  );
  const micros = new Map(wanted.map((stage) => [stage.name, (1000 * medianOf(stage.run)) / records]));
  const lines = wanted.map(({ name, baseline }) => {
    const own = micros.get(name) ?? Number.NaN;
    const times = baseline === null ? "" : `${((micros.get(baseline) ?? Number.NaN) / own).toFixed(1)} × ${baseline}`;
    return `${name.padEnd(30)} ${own.toFixed(2).padStart(8)} µs  ${times}`;
  });
  return [`${records} transactions`, ...lines].join("\n");
}

/** Milliseconds of processor time of one run, the collector's threads included: others may be busy on the same machine. */
function medianOf(run: () => void): number {
  run();
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const started = process.cpuUsage();
    const spent = () => {
      const { user, system } = process.cpuUsage(started);
      return (user + system) / 1000;
    };
    let runs = 0;
    while (spent() < LEAST_MS) {
      run();
      runs++;
    }
    times.push(spent() / runs);
  }
  return times.sort((a, b) => a - b)[ROUNDS >> 1] as number;
}
