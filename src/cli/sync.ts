import { promotionText } from "../api/text/promotion.ts";
import { summaryText } from "../api/text/run.ts";
import { syncOnce } from "../app/sync-once.ts";
import { fail } from "../domain/errors/tidemark-error.ts";
import type { RunSummary } from "../domain/run.ts";
import { CHECK_OPTIONS, runCheckCommand, wantsCheck } from "./check-view.ts";
import type { Command } from "./command.ts";
import { progressView } from "./progress-line.ts";
import { promotionLine } from "./promote-view.ts";
import { reportError } from "./report-error.ts";
import { settingsFrom } from "./settings.ts";
import { tableNames } from "./table-name.ts";

export const syncCommand: Command = {
  name: "sync",
  summary: "Read from MoneyWorks, commit what differs, push",
  operands: "",
  arity: [0, 0],
  options: [
    { name: "full", help: "read every record instead of what was modified since the last run" },
    { name: "sweep", help: "compare number and stamp of every record: finds deletions and changes that polls missed" },
    { name: "table", value: "TABLE", list: true, help: "only this table; may be repeated" },
    {
      name: "allow-deletes",
      value: "N",
      help: "with --full or --sweep: delete up to N records of a table without asking",
    },
    ...CHECK_OPTIONS,
  ],
  configured: true,
  examples: [
    { command: "tidemark sync", what: "poll once; the first time, read everything" },
    { command: "tidemark sync --full --table name --table product", what: "read two tables whole" },
    { command: "tidemark sync --sweep", what: "find deletions and missed changes at a fraction of the cost of --full" },
    { command: "tidemark sync --full --check", what: "see whether main is what MoneyWorks holds, and change nothing" },
    { command: "tidemark sync --json", what: "progress and a summary as JSON lines" },
  ],
  run: async (invocation) => {
    const { host, args, json } = invocation;
    if (wantsCheck(args)) return runCheckCommand(invocation);
    if (args.has("full") && args.has("sweep")) throw fail("usage.one-of", { one: "full", other: "sweep" });
    const watch = progressView(host, json);
    const tables = args.list("table");
    const { runs, promotions } = await syncOnce(host, settingsFrom(args), {
      kind: args.has("full") ? "full" : args.has("sweep") ? "sweep" : "poll",
      tables: tables === undefined ? undefined : tableNames(tables.join(","), "--table"),
      allowDeletes: args.number("allow-deletes", 0) ?? 0,
      onProgress: watch.update,
    });
    watch.done();
    for (const { summary, error } of runs) {
      host.out(json ? `${JSON.stringify(summaryLine(summary))}\n` : summaryText(summary));
      if (error !== null) reportError(host, error);
    }
    for (const report of promotions?.reports ?? []) host.out(json ? promotionLine(report) : promotionText(report));
    if (promotions?.error != null) reportError(host, promotions.error);
    return Math.max(
      ...[...runs, ...(promotions === null ? [] : [promotions])].map(({ error }) => error?.exitCode ?? 0),
    );
  },
};

/** The last line of `sync --json`. */
export function summaryLine({ error, ...summary }: RunSummary): object {
  return { type: "summary", ...summary, ...(error === null ? {} : { error }) };
}
