import { summaryText } from "../api/text/run.ts";
import { rebuild } from "../app/rebuild.ts";
import type { Rebuilt } from "../app/rebuild-staging.ts";
import { fail } from "../domain/errors/tidemark-error.ts";
import type { Host } from "../domain/ports/host.ts";
import type { Command } from "./command.ts";
import { progressView } from "./progress-line.ts";
import { reportError } from "./report-error.ts";
import { settingsFrom } from "./settings.ts";
import { summaryLine } from "./sync.ts";

export const rebuildCommand: Command = {
  name: "rebuild",
  summary: "Make the staging file anew from git's history, then read everything once",
  operands: "",
  arity: [0, 0],
  options: [
    { name: "yes", help: "do not ask; needed where no person is at a terminal" },
    { name: "allow-deletes", value: "N", help: "let the full sync delete up to N records of a table without asking" },
  ],
  configured: true,
  examples: [
    { command: "tidemark rebuild", what: "after tidemark verify found the staging file damaged" },
    { command: "tidemark rebuild --yes --json", what: "the same from a script, with the summary as JSON" },
  ],
  run: async ({ host, args, json }) => {
    if (!args.has("yes") && !(await isConfirmed(host))) throw fail("usage.declined");
    const watch = progressView(host, json);
    const { summary, error } = await rebuild(host, settingsFrom(args), {
      allowDeletes: args.number("allow-deletes", 0) ?? 0,
      onProgress: watch.update,
      onRebuilt: (rebuilt) =>
        host.out(json ? `${JSON.stringify({ type: "rebuilt", ...rebuilt })}\n` : rebuiltText(rebuilt)),
    });
    watch.done();
    host.out(json ? `${JSON.stringify(summaryLine(summary))}\n` : summaryText(summary));
    if (error !== null) reportError(host, error);
    return error?.exitCode ?? 0;
  },
};

/** @throws rebuild.needs-yes where nobody can be asked */
async function isConfirmed(host: Host): Promise<boolean> {
  const question =
    "The staging file is made anew from git, and every record is read from MoneyWorks once. Go on? [y/N] ";
  const answer = await host.ask(question);
  if (answer === null) throw fail("rebuild.needs-yes");
  return /^y(es)?$/i.test(answer.trim());
}

function rebuiltText({ head, records, from, setAside }: Rebuilt): string {
  const what = `Staging holds ${records} records of ${head}, with their history, from the ${from} repository.\n`;
  return setAside === null ? what : `${what}The damaged repository is now ${setAside}.\n`;
}
