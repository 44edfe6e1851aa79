import type { Anonymity } from "../../../../anonymizer/audit/classes.ts";
import type { Finding } from "../../../../anonymizer/audit/finding.ts";
import type { AuditReport } from "../../../../anonymizer/audit/report.ts";
import { textTable } from "../../../lib/text-table.ts";

/** Findings shown; --json has more of them. */
const SHOWN = 20;

const WHAT: Readonly<Record<Finding["kind"], string>> = {
  survived: "an original is there",
  foreign: "not written by the anonymizer",
  unmoved: "as it was",
  duplicate: "a key comes twice",
  missing: "not there",
};

/** The report for a person. */
export function auditText(report: AuditReport): string {
  const { files, bytes, values, leftOut, searched, coincidences } = report;
  const kinds = alike(report.findings);
  const megabytes = Math.ceil(bytes / 1e6);
  return [
    report.isClean ? "audit: clean\n" : `audit: ${countsText(report)}\n`,
    ...kinds.slice(0, SHOWN).map(([first, more]) => findingText(first, more)),
    kinds.length > SHOWN ? `… and ${kinds.length - SHOWN} more; --json shows them\n` : "",
    `searched ${searched} values in ${files} files (${megabytes} MB) for ${values} originals; `,
    `${leftOut} were too short or too common, ${coincidences} matches are chance\n`,
    anonymityText(report.anonymity),
  ].join("");
}

function countsText({ counts }: AuditReport): string {
  const there = Object.entries(counts).filter(([, count]) => count > 0);
  return `FAILED: ${there.map(([kind, count]) => `${count} ${kind}`).join(", ")}`;
}

/** Findings of one making together: the first of them, and how many more there are. */
function alike(findings: readonly Finding[]): (readonly [first: Finding, more: number])[] {
  const kinds = new Map<string, Finding[]>();
  for (const finding of findings) {
    const { kind, table, file, record, field, origin, hint } = finding;
    const making = JSON.stringify([kind, table, record === null ? file : null, field, origin?.field, hint]);
    kinds.set(making, [...(kinds.get(making) ?? []), finding]);
  }
  return [...kinds.values()].map((those) => [those[0] as Finding, those.length - 1]);
}

function findingText(finding: Finding, more: number): string {
  const { kind, file, table, record, offset, field, likeness, origin, masked, hint } = finding;
  const place = [
    file ?? table ?? "the output",
    record === null ? "" : `record ${record}`,
    offset === null ? "" : `byte ${offset}`,
    field ?? "",
  ];
  const whose =
    origin === null ? "" : ` from ${origin.field}${origin.record === null ? "" : ` of record ${origin.record}`}`;
  const what = likeness === null ? "" : `: ${masked}${whose}, ${likeness}`;
  const others = more === 0 ? "" : ` (and ${more} like it)`;
  return `- ${place.filter((part) => part !== "").join(", ")}: ${WHAT[kind]}${what}${others}\n  ${hint}\n`;
}

function anonymityText(anonymity: readonly Anonymity[]): string {
  if (anonymity.length === 0) return "";
  const rows = anonymity.map(({ table, fields, records, classes, smallest, alone, belowFive, isPart }) => {
    return [table, fields.join(" "), records, `${classes}${isPart ? "+" : ""}`, smallest, alone, belowFive];
  });
  const head = ["k-anonymity", "fields", "records", "classes", "k", "alone", "in fewer than 5"];
  return textTable(head, rows);
}
