import { quoted, textTable, visible } from "../../lib/text-table.ts";
import type { PromotedRecord, PromotionList, PromotionReport } from "../contract/promotion.ts";
import { moreText } from "./run.ts";

/** Fields of one record that are shown; all of them are in JSON. */
const MOST_FIELDS = 20;

/** What became of an incoming commit, record by record. */
export function promotionText({ outcome, commit, branch, main, reasons, records, omitted }: PromotionReport): string {
  const where = main === null ? "" : `, merged as ${main.slice(0, 12)}`;
  const head = [`${visible(branch)} ${commit.slice(0, 12)}: ${outcome}${where}`];
  const why = reasons.map(({ text }) => `  ${visible(text)}`);
  const more = omitted > 0 ? [`  … and ${omitted} more records`] : [];
  return `${[...head, ...why, ...records.flatMap(recordLines), ...more].join("\n")}\n`;
}

export function recordLines({ path, state, mainPath, fields, reasons }: PromotedRecord): readonly string[] {
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
function fieldLine({ field, state, base, theirs, moneyworks }: PromotedRecord["fields"][number]): string {
  const change = `    ${visible(field)}: ${quoted(base)} -> ${quoted(theirs)}`;
  if (state === "asked" || state === "applied") return change;
  return `${change} (${state}; MoneyWorks has ${quoted(moneyworks)})`;
}

export function promotionsText({ promotions, next }: PromotionList): string {
  if (promotions.length === 0) return "No incoming commits.\n";
  const rows = promotions.map(({ at, outcome, branch, commit, reasons }) => [
    at,
    outcome,
    visible(branch),
    commit,
    visible(reasons[0]?.text ?? ""),
  ]);
  return `${textTable(["at", "outcome", "branch", "commit", "reason"], rows)}${moreText("before", next)}`;
}
