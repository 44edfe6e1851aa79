/**
 * A file that both sides changed: theirs where only they changed a line, ours otherwise. Sides of different numbers of lines
 * are not merged: theirs stands as it is. null: the file is gone.
 */
export function mergedText(base: string | null, theirs: string | null, ours: string | null): string | null {
  if (base === null || theirs === null || ours === null) return theirs ?? ours;
  const [was, is, now] = [base, theirs, ours].map((text) => text.split("\n"));
  if (was === undefined || is === undefined || now === undefined) return theirs;
  if (was.length !== is.length || was.length !== now.length) return theirs;
  return is.map((line, at) => (line === was[at] ? (now[at] as string) : line)).join("\n");
}
