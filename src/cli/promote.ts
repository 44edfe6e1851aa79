import { promotionText } from "../api/text/promotion.ts";
import { draftOnce, promoteOnce } from "../app/promote-once.ts";
import { fail } from "../domain/errors/tidemark-error.ts";
import type { PromotionDraft } from "../domain/promotion.ts";
import type { Command } from "./command.ts";
import { progressView } from "./progress-line.ts";
import { draftLine, draftText, promotionLine } from "./promote-view.ts";
import { reportError } from "./report-error.ts";
import { settingsFrom } from "./settings.ts";

export const promoteCommand: Command = {
  name: "promote",
  summary: "Carry commits on incoming branches into MoneyWorks, verify and merge them",
  operands: "",
  arity: [0, 0],
  options: [
    {
      name: "dry-run",
      help: "show what the branches ask for and the XML that would be sent; nothing is polled or sent",
    },
    { name: "again", help: "judge once more what was refused, conflicted or failed before" },
  ],
  configured: true,
  examples: [
    {
      command: "tidemark promote",
      what: "poll, then promote what waits; the exit code is 0 when all of it was accepted",
    },
    { command: "tidemark promote --dry-run", what: "look first" },
    { command: "tidemark promote --json", what: "one JSON line a commit: docs/promotion.md describes it" },
  ],
  run: async ({ host, args, json }) => {
    const input = settingsFrom(args);
    if (args.has("dry-run")) {
      if (args.has("again")) throw fail("usage.one-of", { one: "dry-run", other: "again" });
      const drafts = await draftOnce(host, input);
      for (const draft of drafts) host.out(json ? draftLine(draft) : draftText(draft));
      if (drafts.length === 0 && !json) host.out("No incoming branch is ahead of main.\n");
      return drafts.every(isFree) ? 0 : 1;
    }
    const watch = progressView(host, json);
    const { reports, error } = await promoteOnce(host, input, { again: args.has("again"), onProgress: watch.update });
    watch.done();
    for (const report of reports) host.out(json ? promotionLine(report) : promotionText(report));
    if (reports.length === 0 && error === null && !json) host.out("Nothing waits on the incoming branches.\n");
    if (error !== null) {
      reportError(host, error);
      return error.exitCode;
    }
    return reports.every(({ outcome }) => outcome === "accepted") ? 0 : 1;
  },
};

/** Nothing stands against it. */
function isFree({ reasons, records }: PromotionDraft): boolean {
  return reasons.length === 0 && records.every((record) => record.reasons.length === 0);
}
