import { checkTable, differenceText, foundText } from "../api/text/check.ts";
import { type CheckOnceResult, checkOnce } from "../app/check-once.ts";
import type { Difference } from "../domain/check.ts";
import { fail } from "../domain/errors/tidemark-error.ts";
import type { Arguments } from "./arguments.ts";
import type { Invocation, OptionSpec } from "./command.ts";
import { progressView } from "./progress-line.ts";
import { reportError } from "./report-error.ts";
import { settingsFrom } from "./settings.ts";
import { tableNames } from "./table-name.ts";

const DEFAULT_MOST = 100;
/** Of the lines of `--json`, as docs/check-output.md describes them. */
const FORMAT_VERSION = 1;

type Summary = CheckOnceResult["summary"];

export const CHECK_OPTIONS: readonly OptionSpec[] = [
  { name: "check", help: "with --full: only compare with main; write nothing, anywhere (exit code 3: they differ)" },
  {
    name: "max-differences",
    value: "N",
    help: `with --check: tell the first N differences (default ${DEFAULT_MOST}; 0: all); all are counted`,
  },
];

/** Whether the command line asks for a check. @throws check.* for options that do not go together */
export function wantsCheck(args: Arguments): boolean {
  if (!args.has("check")) {
    if (args.has("max-differences")) throw fail("check.no-check");
    return false;
  }
  for (const option of ["allow-deletes", "sweep"]) {
    if (args.has(option)) throw fail("check.writes-nothing", { option });
  }
  if (!args.has("full")) throw fail("check.needs-full");
  return true;
}

/** `tidemark sync --full --check`. Returns 0 for equal, 3 for different, else the code of what went wrong. */
export async function runCheckCommand({ host, args, json }: Invocation): Promise<number> {
  const most = args.number("max-differences", 0) ?? DEFAULT_MOST;
  const watch = progressView(host, json);
  const tables = args.list("table");
  const { summary, error } = await checkOnce(host, settingsFrom(args), {
    tables: tables === undefined ? undefined : tableNames(tables.join(","), "--table"),
    maxDifferences: most === 0 ? null : most,
    onProgress: watch.update,
    onDifference: (difference) => {
      watch.done();
      host.out(json ? `${JSON.stringify(differenceLine(difference))}\n` : differenceText(difference));
    },
  });
  watch.done();
  host.out(json ? `${JSON.stringify(summaryLine(summary))}\n` : summaryText(summary));
  if (error !== null) reportError(host, error);
  return error?.exitCode ?? (summary.differences === 0 ? 0 : 3);
}

function differenceLine({ table, key, operation, seq, modtime, fields, sinceLastPoll }: Difference): object {
  return { type: "difference", table, key, operation, seq, modtime, fields, sinceLastPoll };
}

/** The last line of `sync --full --check --json`. */
function summaryLine({ outcome, tables, differences, shown, at, requests, ms, error }: Summary): object {
  const sums = { outcome, tables, differences, shown, at, requests, ms };
  return { type: "summary", version: FORMAT_VERSION, check: true, ...sums, ...(error === null ? {} : { error }) };
}

function summaryText(summary: Summary): string {
  const { outcome, tables, differences, shown, requests, ms } = summary;
  const hidden = differences - shown;
  const rest = hidden === 0 ? "" : `… and ${hidden} more (--max-differences 0 tells all)\n`;
  const time = `${(ms / 1000).toFixed(1)} s`;
  return `${rest}${checkTable(tables)}check ${outcome} in ${time}: ${foundText(summary)}, ${requests} requests\n`;
}
