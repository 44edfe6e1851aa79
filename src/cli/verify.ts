import type { VerifyResult } from "../app/verify.ts";
import type { AreaResult } from "../app/verify-report.ts";
import type { Host } from "../domain/ports/host.ts";
import type { Finding, LookedAt, VerifyArea } from "../domain/verification.ts";
import { textTable, visible } from "../lib/text-table.ts";
import type { Command } from "./command.ts";
import { settingsFrom } from "./settings.ts";
import { megabytes } from "./step-view.ts";

const DEFAULT_MOST = 100;
const REDRAW_MS = 200;

export const verifyCommand: Command = {
  name: "verify",
  summary: "Check repository, staging and remote object by object, and tell every difference",
  operands: "",
  arity: [0, 0],
  options: [
    { name: "moneyworks", help: "also hold number and stamp of every record against MoneyWorks" },
    { name: "no-remote", help: "leave the remote out" },
    {
      name: "max-findings",
      value: "N",
      help: `show at most so many (0: none); all are counted (default ${DEFAULT_MOST})`,
    },
  ],
  configured: true,
  examples: [
    { command: "tidemark verify", what: "is everything that was mirrored still there, here and at the remote?" },
    { command: "tidemark verify --moneyworks --json", what: "and is it what MoneyWorks has? As JSON lines" },
  ],
  run: async ({ host, args, json }) => {
    const view = verifyView(host, json, args.number("max-findings", 0) ?? DEFAULT_MOST);
    const { verify } = await import("../app/verify.ts");
    const result = await verify(host, settingsFrom(args), {
      moneyworks: args.has("moneyworks"),
      remote: !args.has("no-remote"),
      ...view.watcher,
    });
    view.done();
    host.out(json ? `${JSON.stringify({ type: "summary", ...result })}\n` : summaryText(result, view.hidden()));
    for (const { area, error } of result.areas) {
      if (error === null) continue;
      host.err(`tidemark: ${area} was not looked at to the end: ${visible(error.message)}\n`);
      host.err(`  ${visible(error.hint)}\n  (${error.code})\n`);
    }
    return exitCode(result);
  },
};

function exitCode({ findings, areas }: VerifyResult): number {
  if (findings > 0) return 3;
  return areas.some(({ error }) => error !== null) ? 1 : 0;
}

type VerifyProgress = LookedAt & { readonly area: VerifyArea };

function verifyView(host: Host, json: boolean, most: number) {
  let shown = 0;
  let findings = 0;
  let drawn: number | null = null;
  const clear = () => {
    if (drawn !== null && !json) host.err("\r\x1b[K");
  };
  const tell = (type: "finding" | "remark", finding: Finding) => {
    clear();
    host.out(json ? `${JSON.stringify({ type, ...finding })}\n` : findingText(type, finding));
  };
  const onFinding = (finding: Finding) => {
    findings++;
    if (shown >= most) return;
    shown++;
    tell("finding", finding);
  };
  const onProgress = (progress: VerifyProgress, now: number) => {
    if ((!json && !host.errIsTerminal) || (drawn !== null && now - drawn < REDRAW_MS)) return;
    drawn = now;
    if (json) host.out(`${JSON.stringify({ type: "progress", ...progress })}\n`);
    else host.err(`\r\x1b[K${progressText(progress).slice(0, host.columns() - 1)}`);
  };
  let remarks = 0;
  const onRemark = (remark: Finding) => {
    if (remarks++ < most) tell("remark", remark);
  };
  return { watcher: { onFinding, onRemark, onProgress }, done: clear, hidden: () => findings - shown };
}

function findingText(type: string, { area, code, subject, detail }: Finding): string {
  const mark = type === "remark" ? " (no difference)" : "";
  return `${area}  ${code}  ${visible(subject)}: ${visible(detail)}${mark}\n`;
}

function progressText({ area, objects, records, bytes }: VerifyProgress): string {
  return `${area}  ${objects} objects  ${records} records  ${megabytes(bytes)} MB`;
}

function summaryText({ areas, findings, ms }: VerifyResult, hidden: number): string {
  const rows = areas.map((area) => [
    area.area,
    area.objects,
    area.records,
    megabytes(area.bytes),
    (area.ms / 1000).toFixed(1),
    verdict(area),
  ]);
  const table = textTable(["area", "objects", "records", "MB", "seconds", ""], rows);
  const more = hidden > 0 ? ` (${hidden} more than shown)` : "";
  const none = areas.every(({ error }) => error === null) ? "no difference" : "no difference in what was looked at";
  const sum = findings === 0 ? none : `${findings} ${findings === 1 ? "difference" : "differences"}${more}`;
  return `${table}verify: ${sum} in ${(ms / 1000).toFixed(1)} s\n`;
}

function verdict({ findings, error }: AreaResult): string {
  const found = `${findings} ${findings === 1 ? "finding" : "findings"}`;
  if (error !== null) return findings === 0 ? "not looked at to the end" : `${found}, not looked at to the end`;
  return findings === 0 ? "clean" : found;
}
