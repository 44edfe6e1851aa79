/** A tag or the text between two tags. Offsets are bytes. */
export interface Piece {
  readonly kind: "open" | "close" | "empty" | "other" | "text";
  /** Of a tag: its name. Of a text: the innermost element it is in, empty outside the root. */
  readonly name: string;
  readonly text: string;
  readonly start: number;
  /** Elements that it is in. */
  readonly depth: number;
}

const PIECE = /<[^>]*>?|[^<]+/g;
const TAG = /^<(\/?)([^\s/>?!]+)/;

/** The bytes as a text in which each character is one byte. */
export function bytesAsText(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}

/** A text of single bytes as the UTF-8 it is; pieces of characters at its ends become U+FFFD. */
export function textOfBytes(text: string): string {
  return Buffer.from(text, "latin1").toString("utf8");
}

/** Cuts an answer at its tags, from the start. It need not be well-formed. @param text as `bytesAsText` makes it */
export function* pieces(text: string): Generator<Piece> {
  const open: string[] = [];
  for (const { 0: piece, index: start } of text.matchAll(PIECE)) {
    const inside = open.at(-1) ?? "";
    if (!piece.startsWith("<")) {
      yield { kind: "text", name: inside, text: piece, start, depth: open.length };
      continue;
    }
    const [, slash, name = ""] = TAG.exec(piece) ?? [];
    const kind = name === "" ? "other" : slash === "/" ? "close" : piece.endsWith("/>") ? "empty" : "open";
    if (kind === "close") open.pop();
    yield { kind, name: kind === "other" ? inside : name, text: piece, start, depth: open.length };
    if (kind === "open") open.push(name);
  }
}
