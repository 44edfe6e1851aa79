import { ERROR_CODES } from "../../src/domain/errors/registry.ts";
import type { ErrorSpec } from "../../src/domain/errors/spec.ts";

const HEAD = `# Errors

Generated from \`src/domain/errors/\` by \`bun run fix\`; do not edit.

Every error has a code that does not change, says what happened and what to do next. Names in braces are filled in when it
happens. With \`--json\` it is one line on standard output: \`{"type":"error","code":…,"message":…,"hint":…}\`.

Exit codes: 0 fine · 1 failed · 2 usage or configuration · 3 differences found · 4 halted, a person is needed ·
5 another instance holds the data directory · 130 cancelled.`;

/** `docs/errors.md`: every error code, by area and name. */
export function errorsPage(): string {
  const codes = Object.entries(ERROR_CODES).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const areas = [...new Set(codes.map(([code]) => areaOf(code)))];
  const sections = areas.map((area) => {
    const entries = codes.filter(([code]) => areaOf(code) === area).map(([code, spec]) => entry(code, spec));
    return [`## ${area}`, ...entries].join("\n\n");
  });
  return `${[HEAD, ...sections].join("\n\n")}\n`;
}

function areaOf(code: string): string {
  return code.slice(0, code.indexOf("."));
}

function entry(code: string, { message, hint, exit, retryable, scope }: ErrorSpec): string {
  const notes = [
    `Exit code ${exit}.`,
    retryable === true ? "Tried again by itself." : "",
    scope === "table" ? "Concerns one table; the run goes on with the others." : "",
  ];
  return `### ${code}\n\n${plain(message)}\n\n${plain(hint)}\n\n${notes.filter((note) => note !== "").join(" ")}`;
}

/** Angle brackets would be taken for HTML. */
function plain(text: string): string {
  return text.replaceAll("<", "&lt;");
}
