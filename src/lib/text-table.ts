/** Rows as aligned columns; numbers to the right. The last column is not padded. */
export function textTable(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const all = [head, ...rows].map((row) => row.map(String));
  const widths = head.map((_, column) => Math.max(...all.map((row) => displayWidth(row[column] ?? ""))));
  const right = head.map((_, column) => rows.length > 0 && rows.every((row) => typeof row[column] === "number"));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => pad(cell, widths[column] ?? 0, right[column] === true))
      .join("  ")
      .trimEnd();
  return `${all.map(line).join("\n")}\n`;
}

function pad(text: string, width: number, right: boolean): string {
  const fill = " ".repeat(Math.max(0, width - displayWidth(text)));
  return right ? fill + text : text + fill;
}

function displayWidth(text: string): number {
  return Bun.stringWidth(text);
}

/** Text that came from elsewhere, safe for a terminal: what controls it, breaks its lines or turns their direction is shown, not obeyed. */
export function visible(text: string): string {
  return text.replace(/[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/gu, (char) => {
    const code = (char.codePointAt(0) ?? 0).toString(16);
    return code.length > 2 ? `\\u${code.padStart(4, "0")}` : `\\x${code.padStart(2, "0")}`;
  });
}

/** A line shows so many characters of a value; `--json` has all of it. */
const MOST_CHARACTERS = 200;

/** A field's value in a line for people. */
export function quoted(value: string | null): string {
  if (value === null) return "(blank)";
  if (value.length <= MOST_CHARACTERS) return `"${visible(value)}"`;
  return `"${visible(value.slice(0, MOST_CHARACTERS))}…" (${value.length} characters)`;
}
