/** Why a text is no TOML, and in which line (1-based); null when it parses. The reason quotes nothing of the text but key names. */
export function tomlProblem(text: string): { readonly line: number; readonly reason: string } | null {
  const problem = problemOf(text);
  return problem === null ? null : { line: brokenLine(text), reason: withoutValues(problem) };
}

/**
 * The parser names no line. The statement at fault begins right after the longest run of leading lines that parses: a
 * shorter run may end inside a list or a text of several lines, a longer one holds the fault.
 */
function brokenLine(text: string): number {
  const lines = text.split("\n");
  let good = 0;
  for (let count = 1; count < lines.length; count += 1) {
    if (problemOf(lines.slice(0, count).join("\n")) === null) good = count;
  }
  const next = lines.findIndex((line, at) => at >= good && !/^\s*(#.*)?$/.test(line));
  return (next < 0 ? good : next) + 1;
}

function problemOf(text: string): string | null {
  try {
    Bun.TOML.parse(text);
    return null;
  } catch (reason) {
    return reason instanceof Error ? reason.message : String(reason);
  }
}

/** The parser quotes what it stumbled over, which may be an unquoted token. */
function withoutValues(message: string): string {
  return message
    .replace(/^TOML Parse error: /, "")
    .replace(/:?\s*"[\s\S]*$/, "")
    .replace(/\s+/g, " ");
}
