import type { AnswerForm, ByteDifference, RepeatResult } from "../domain/repeat.ts";
import { visible } from "../lib/text-table.ts";
import type { Invocation } from "./command.ts";

const REDRAW_MS = 200;

/** Prints each result as it comes, and keeps it. */
export function printRepeat({ host, json }: Invocation) {
  const results: RepeatResult[] = [];
  let drawn: number | null = null;
  const clear = () => {
    if (drawn !== null && !json) host.err("\r\x1b[K");
    drawn = null;
  };
  const onResults = (some: readonly RepeatResult[]) => {
    clear();
    results.push(...some);
    for (const result of some)
      host.out(json ? `${JSON.stringify({ type: "repeat", ...result })}\n` : resultText(result));
  };
  const onProgress = (progress: { readonly table: string; readonly records: number }, now: number) => {
    if ((!json && !host.errIsTerminal) || (drawn !== null && now - drawn < REDRAW_MS)) return;
    drawn = now;
    if (json) host.out(`${JSON.stringify({ type: "progress", ...progress })}\n`);
    else host.err(`\r\x1b[K${progress.table}  ${progress.records} records`);
  };
  return { results, watcher: { onResults, onProgress } };
}

/** The last line. @returns 0 all repeat · 3 something does not, or changed each time · 1 something could not be read */
export function repeatSummary({ host, json }: Invocation, results: readonly RepeatResult[]): number {
  const count = (verdict: RepeatResult["verdict"]) => results.filter((result) => result.verdict === verdict).length;
  const [repeats, differs, changed, failed] = [count("repeats"), count("differs"), count("changed"), count("failed")];
  const sums = { repeats, differs, changed, failed };
  if (json) host.out(`${JSON.stringify({ type: "summary", ...sums })}\n`);
  else {
    const parts = Object.entries(sums).filter(([, number]) => number > 0);
    host.out(
      `doctor: ${parts.map(([verdict, number]) => `${number} ${TEXT[verdict as keyof typeof sums]}`).join(", ")}\n`,
    );
  }
  if (differs + changed > 0) return 3;
  return failed > 0 ? 1 : 0;
}

const TEXT: Readonly<Record<RepeatResult["verdict"], string>> = {
  repeats: "repeat byte by byte",
  differs: "differ",
  changed: "changed each time, so it cannot be told",
  failed: "could not be read",
};

function resultText(result: RepeatResult): string {
  const { table, format, verdict, records, difference, form, error } = result;
  const what = { repeats: "repeats", differs: "DIFFERS", changed: "changed meanwhile", failed: "not read" }[verdict];
  const lines = [`${table}  ${format}  ${what}  (${records} records)`];
  if (error !== null) lines.push(`  ${visible(error.message)}`, `  ${visible(error.hint)}`);
  if (difference !== null) lines.push(...differenceLines(difference));
  if (form !== null && records > 0) lines.push(`  ${formText(form)}`);
  return `${lines.join("\n")}\n`;
}

function differenceLines({ at, after, record, element, isPrivate, context, lasting }: ByteDifference): string[] {
  const where = record === 0 ? "before the first record" : `record ${record}`;
  const field = `in <${visible(element)}>${isPrivate ? ", whose values are private" : ""}`;
  return [
    `  at byte ${at} of the page behind number ${after}: ${where}, ${field}`,
    `    first:  ${visible(context[0])}`,
    `    second: ${visible(context[1])}`,
    ...(lasting ? [] : ["    Asked once more, it repeated: perhaps a figure that changes without a stamp."]),
  ];
}

function formText(form: AnswerForm): string {
  const parts = [
    `line ends ${form.lineEnds}`,
    form.endsWithNewline ? "newline at the end" : "no newline at the end",
    `> ${form.greaterThan}`,
    `" ${form.quote}`,
    `blanks ${form.blanks}`,
    `records ${form.records}`,
    `fields ${form.fields}`,
    "counts right",
  ];
  return parts.join(" · ");
}
