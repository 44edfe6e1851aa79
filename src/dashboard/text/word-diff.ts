/** A stretch of text that both sides have, or one of them alone. */
export interface Piece {
  readonly kind: "same" | "old" | "new";
  readonly text: string;
}

/** Beyond so many comparisons a difference is told as all of it; a browser's tab must not stand still. */
const MOST_WORK = 400_000;

/**
 * What changed between two texts, in words: the longest common sequence of words, blanks and marks. Common beginnings and ends are cut off first, so that a
 * long note with one changed word costs next to nothing.
 */
export function wordDiff(old: string, now: string): Piece[] {
  const a = wordsOf(old);
  const b = wordsOf(now);
  const head = commonLength(a.length, b.length, (at) => a[at] === b[at]);
  const left = { a: a.slice(head), b: b.slice(head) };
  const tail = commonLength(left.a.length, left.b.length, (at) => left.a.at(-1 - at) === left.b.at(-1 - at));
  const inner = (words: readonly string[]) => words.slice(0, words.length - tail);
  return joined([
    ...a.slice(0, head).map((text): Piece => ({ kind: "same", text })),
    ...middle(inner(left.a), inner(left.b)),
    ...left.a.slice(left.a.length - tail).map((text): Piece => ({ kind: "same", text })),
  ]);
}

/** Words, runs of blanks, and every other character for itself. */
function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{N}_]+|\s+|[^\p{L}\p{N}_\s]/gu) ?? [];
}

function commonLength(one: number, other: number, isSame: (at: number) => boolean): number {
  const most = Math.min(one, other);
  let length = 0;
  while (length < most && isSame(length)) length++;
  return length;
}

function middle(a: readonly string[], b: readonly string[]): Piece[] {
  const whole: Piece[] = [
    { kind: "old", text: a.join("") },
    { kind: "new", text: b.join("") },
  ];
  return a.length === 0 || b.length === 0 || a.length * b.length > MOST_WORK ? whole : walked(a, b, lengths(a, b));
}

/** Lengths of the longest common sequences of what is left from each pair of places on. */
function lengths(a: readonly string[], b: readonly string[]): Uint16Array[] {
  const rows = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--) {
    const [row, below] = [rows[i], rows[i + 1]];
    if (row === undefined || below === undefined) continue;
    for (let j = b.length - 1; j >= 0; j--) {
      row[j] = a[i] === b[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return rows;
}

function walked(a: readonly string[], b: readonly string[], rows: readonly Uint16Array[]): Piece[] {
  const pieces: Piece[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [old, now] = [a[i], b[j]];
    if (old !== undefined && old === now) {
      pieces.push({ kind: "same", text: old });
      i++;
      j++;
    } else if (now === undefined || (old !== undefined && (rows[i + 1]?.[j] ?? 0) >= (rows[i]?.[j + 1] ?? 0))) {
      pieces.push({ kind: "old", text: old ?? "" });
      i++;
    } else {
      pieces.push({ kind: "new", text: now });
      j++;
    }
  }
  return pieces;
}

/** Neighbours of one kind as one piece, and within a changed stretch what went before what came; blanks between two changes belong to both. */
function joined(pieces: readonly Piece[]): Piece[] {
  const done: Piece[] = [];
  let [old, now] = ["", ""];
  const flush = () => {
    if (old !== "") done.push({ kind: "old", text: old });
    if (now !== "") done.push({ kind: "new", text: now });
    [old, now] = ["", ""];
  };
  for (const [at, { kind, text }] of pieces.entries()) {
    const isBetween = kind === "same" && /^\s+$/.test(text) && (old !== "" || now !== "") && isChange(pieces[at + 1]);
    if (kind === "old" || isBetween) old += text;
    if (kind === "new" || isBetween) now += text;
    if (kind !== "same" || isBetween) continue;
    flush();
    const last = done.at(-1);
    if (last?.kind === "same") done[done.length - 1] = { kind, text: last.text + text };
    else done.push({ kind, text });
  }
  flush();
  return done;
}

function isChange(piece: Piece | undefined): boolean {
  return piece !== undefined && piece.kind !== "same";
}
