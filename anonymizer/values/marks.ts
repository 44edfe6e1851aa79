/** Marks of canonical/protect.ts stand for characters that XML cannot carry; they stay as they are. */
const MARKS = /\u241B\{=?[0-9A-F]{1,6}\}/g;

/** `change` of every piece of the text between marks. */
export function outsideMarks(text: string, change: (piece: string) => string): string {
  if (!text.includes("\u241B")) return change(text);
  const marks = text.match(MARKS) ?? [];
  return text
    .split(MARKS)
    .map((piece, i) => change(piece) + (marks[i] ?? ""))
    .join("");
}
