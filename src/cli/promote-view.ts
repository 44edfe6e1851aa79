import { recordLines } from "../api/text/promotion.ts";
import type { PromotionDraft, PromotionReport } from "../domain/promotion.ts";
import { visible } from "../lib/text-table.ts";

/** A line of `tidemark promote --json`: the report, as the git note has it. */
export function promotionLine(report: PromotionReport): string {
  return `${JSON.stringify({ type: "promotion", ...report })}\n`;
}

export function draftLine(draft: PromotionDraft): string {
  return `${JSON.stringify({ type: "draft", ...draft })}\n`;
}

export function draftText({ branch, commit, commits, reasons, records, documents }: PromotionDraft): string {
  const ahead = commits === null ? "" : ` (${commits} ${commits === 1 ? "commit" : "commits"} ahead of main)`;
  const head = [
    `${visible(branch)} ${commit.slice(0, 12)}${ahead}`,
    ...reasons.map(({ text }) => `  ${visible(text)}`),
  ];
  const sent = documents.flatMap(({ path, document }) => [
    `  would be sent for ${visible(path)}:`,
    ...documentLines(document),
  ]);
  return `${[...head, ...records.flatMap(recordLines), ...sent].join("\n")}\n`;
}

function documentLines(document: string): readonly string[] {
  const lines = document.trimEnd().split("\n");
  return lines.map((line) => `    ${visible(line.replaceAll("\t", "  "))}`);
}
