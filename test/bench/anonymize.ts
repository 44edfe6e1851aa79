import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { builtProgram } from "../support/built-program.ts";
import { CompanyFiles } from "./anonymizer/company-data.ts";
import { HELP, parseOptions, STEPS } from "./anonymizer/options.ts";
import { AnonymizeSteps, type StepReport } from "./anonymizer/steps.ts";
import { readOptions } from "./read-options.ts";

/** `bun run bench:anonymize`: a company with true books through the built program, in every way that must not matter. */
const options = readOptions(parseOptions, HELP);
const place = mkdtempSync(join(options.directory, "tidemark-anonymize-"));
const cleanUp = () => rmSync(place, { recursive: true, force: true });
process.on("SIGINT", () => {
  cleanUp();
  process.exit(130);
});

try {
  const files = new CompanyFiles(options.data ?? join(place, "company"), options.transactions);
  const program = [options.program ?? (await builtProgram(place))];
  const steps = new AnonymizeSteps({ options, files, program, place: join(place, "work") });
  await files.of(options.from);
  const reports: StepReport[] = [];
  for (const step of STEPS) {
    if (!options.steps.has(step)) continue;
    const report = await steps.run(step);
    reports.push(report);
    console.log(lineOf(report));
  }
  if (options.json !== null) writeFileSync(options.json, `${JSON.stringify({ options, reports }, null, 2)}\n`);
  if (reports.some(({ ok }) => ok === false)) process.exitCode = 1;
} finally {
  cleanUp();
}

function lineOf({ step, figures, ok, note }: StepReport): string {
  const mark = ok === null ? "      " : ok ? "ok    " : "FAILED";
  return `${step.padEnd(9)} ${mark} ${figures === null ? "" : `${figuresText(figures)}; `}${note}`;
}

function figuresText({
  seconds,
  cpuSeconds,
  peakBytes,
  records,
  transactions,
}: NonNullable<StepReport["figures"]>): string {
  const rate = (count: number, time: number) => Math.round(count / Math.max(time, 0.001));
  const perCore = `${rate(records, cpuSeconds)} records/s a core (${rate(transactions, cpuSeconds)} transactions/s)`;
  const memory = `${Math.round(peakBytes / 1e6)} MB`;
  return `${records} records in ${seconds.toFixed(1)} s, ${rate(records, seconds)}/s; CPU ${cpuSeconds.toFixed(1)} s, ${perCore}; ${memory}`;
}
