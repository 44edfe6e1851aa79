import type { ByteDifference } from "../../domain/repeat.ts";
import { bytesAsText, pieces, textOfBytes } from "./markup.ts";

/** Bytes shown before and after the place. */
const BEFORE = 40;
const AFTER = 40;
const MASK = "(private)";

/** Offset of the first byte that differs; null: none does. */
export function firstDifference(a: Uint8Array, b: Uint8Array): number | null {
  if (Buffer.compare(a, b) === 0) return null;
  const shorter = Math.min(a.length, b.length);
  let at = 0;
  while (at < shorter && a[at] === b[at]) at += 1;
  return at;
}

/** Where two answers part, and what stands there. Values of private fields are in nothing of it. */
export function describeDifference(
  [a, b]: readonly [Uint8Array, Uint8Array],
  at: number,
  isPrivate: (element: string) => boolean,
): Omit<ByteDifference, "after" | "lasting"> {
  const [first, second] = [lookAt(bytesAsText(a), at, isPrivate), lookAt(bytesAsText(b), at, isPrivate)];
  return {
    at,
    record: first.record,
    element: first.element,
    isPrivate: isPrivate(first.element) || isPrivate(second.element),
    context: [first.context, second.context],
  };
}

/** Reads from the start, so that it is known in which element each byte of the context is. */
function lookAt(text: string, at: number, isPrivate: (element: string) => boolean) {
  const [from, to] = [Math.max(0, at - BEFORE), Math.min(text.length, at + AFTER)];
  let [records, element, context] = [0, "", ""];
  for (const piece of pieces(text)) {
    if (piece.start >= to) break;
    const end = piece.start + piece.text.length;
    if (piece.start <= at) {
      if (piece.kind === "open" && piece.depth === 1) records += 1;
      element = piece.name;
    }
    if (end <= from) continue;
    const hidden = piece.kind === "text" && isPrivate(piece.name);
    context += hidden ? MASK : piece.text.slice(Math.max(0, from - piece.start), to - piece.start);
  }
  return { record: records, element: textOfBytes(element), context: textOfBytes(context) };
}
