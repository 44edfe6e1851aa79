import type { PromotedField, PromotedRecord, PromotionDraft, PromotionReport } from "../domain/promotion.ts";
import { quoted, visible } from "../lib/text-table.ts";

/** Fields of one record that are shown; all of them are in `--json`. */
const MOST_FIELDS = 20;

/** A line of `tidemark promote --json`: the report, as the git note has it. */
export function promotionLine(report: PromotionReport): string {
  return `${JSON.stringify({ type: "promotion", ...report })}\n`;
}

export function promotionText({ outcome, commit, branch, main, reasons, records, omitted }: PromotionReport): string {
  const where = main === null ? "" : `, merged as ${main.slice(0, 12)}`;
  const head = [`${visible(branch)} ${commit.slice(0, 12)}: ${outcome}${where}`];
  const why = reasons.map(({ text }) => `  ${visible(text)}`);
  const more = omitted > 0 ? [`  … and ${omitted} more records`] : [];
  return `${[...head, ...why, ...records.flatMap(recordLines), ...more].join("\n")}\n`;
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

function recordLines({ path, state, mainPath, fields, reasons }: PromotedRecord): readonly string[] {
  const place = mainPath === null ? "" : ` -> ${visible(mainPath)}`;
  const shown = fields.slice(0, MOST_FIELDS).map(fieldLine);
  const more = fields.length > MOST_FIELDS ? [`    … and ${fields.length - MOST_FIELDS} more fields`] : [];
  return [
    `  ${visible(path)}: ${state}${place}`,
    ...reasons.map(({ text }) => `    ${visible(text)}`),
    ...shown,
    ...more,
  ];
}

/** `phone: "1" -> "2"`, and what MoneyWorks holds where that is another value. */
function fieldLine({ field, state, base, theirs, moneyworks }: PromotedField): string {
  const change = `    ${visible(field)}: ${quoted(base)} -> ${quoted(theirs)}`;
  if (state === "asked" || state === "applied") return change;
  return `${change} (${state}; MoneyWorks has ${quoted(moneyworks)})`;
}
