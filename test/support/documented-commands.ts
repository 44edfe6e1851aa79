/** A line of a manual that is to be typed, and what the manual shows below it. */
export interface DocumentedCommand {
  readonly command: string;
  /** Empty: nothing is shown. */
  readonly output: readonly string[];
}

/** The indented lines of a Markdown file that begin with `$ <program> `, each with what is indented below it. */
export function documentedCommands(markdown: string, program: string): readonly DocumentedCommand[] {
  const found: { readonly command: string; readonly output: string[] }[] = [];
  let open: string[] | null = null;
  for (const line of markdown.split("\n")) {
    const inside = line === "" ? "" : line.startsWith("    ") ? line.slice(4) : null;
    if (inside?.startsWith(`$ ${program} `)) {
      open = [];
      found.push({ command: inside.slice(2), output: open });
    } else if (inside === null || inside.startsWith("$ ")) open = null;
    else open?.push(inside);
  }
  return found.map(({ command, output }) => ({ command, output: output.slice(0, lastText(output) + 1) }));
}

/** What varies from run to run: ids, times, numbers, and the width of columns. */
const VARYING = /[0-9a-f]{8}-[0-9a-f-]{27}|\b[0-9a-f]{10,40}\b|\d[\d,.]*|\s+|…/g;

/**
 * Whether an output begins as a manual shows it. `…` stands for any text in a line, and for any lines between two others; numbers,
 * ids and times may be others of their kind.
 * @returns the first line that is shown and not there; null: all are
 */
export function missingFrom(output: string, shown: readonly string[]): string | null {
  const lines = output.split("\n");
  let at = 0;
  let mayLieFurther = false;
  for (const line of shown) {
    if (line === "…") {
      mayLieFurther = true;
      continue;
    }
    const pattern = patternOf(line);
    const next = mayLieFurther ? lines.findIndex((each, index) => index >= at && pattern.test(each)) : at;
    if (next < 0 || !pattern.test(lines[next] ?? "")) return line;
    at = next + 1;
    mayLieFurther = false;
  }
  return null;
}

function patternOf(line: string): RegExp {
  let source = "";
  let end = 0;
  for (const { 0: part, index } of line.matchAll(VARYING)) {
    source += RegExp.escape(line.slice(end, index)) + kindOf(part);
    end = index + part.length;
  }
  return new RegExp(`^${source}${RegExp.escape(line.slice(end))}$`);
}

function kindOf(part: string): string {
  if (part === "…") return ".*";
  if (/^\s/.test(part)) return "\\s+";
  return /^[\d,.]+$/.test(part) && part.length < 10 ? "\\d[\\d,.]*" : "[0-9a-f-]+";
}

function lastText(lines: readonly string[]): number {
  return lines.findLastIndex((line) => line !== "");
}
