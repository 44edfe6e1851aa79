import type { AnswerForm, Way } from "../../domain/repeat.ts";
import type { FieldOrder } from "./field-order.ts";
import { bytesAsText, type Piece, pieces } from "./markup.ts";

/** Gathers how the answers of one table and format are written. */
export class FormReader {
  readonly #order: FieldOrder;
  readonly #lineEnds = new Seen<"LF" | "CRLF">();
  readonly #greaterThan = new Seen<"escaped" | "raw">();
  readonly #quote = new Seen<"escaped" | "raw">();
  readonly #blanks = new Seen<"pair" | "self-closing">();
  #endsWithNewline = true;
  #numbers = 0;
  #last = 0;
  #ascending = true;
  #answers = 0;

  /** @param order what the fields are held against; it learns them from this reader too */
  constructor(order: FieldOrder) {
    this.#order = order;
  }

  /** One answer; pages of a table come in order. */
  read(bytes: Uint8Array): void {
    const text = bytesAsText(bytes);
    this.#answers += 1;
    this.#endsWithNewline &&= text.endsWith("\n");
    if (text.includes("\r\n")) this.#lineEnds.add("CRLF");
    if (/(?:^|[^\r])\n/.test(text)) this.#lineEnds.add("LF");
    const rows = new RowNames(this.#order);
    let previous: Piece | null = null;
    for (const piece of pieces(text)) {
      this.#blank(previous, piece);
      if (piece.kind === "text") this.#text(piece);
      rows.see(piece);
      previous = piece;
    }
  }

  /** null: no answer was read. */
  form(): AnswerForm | null {
    if (this.#answers === 0) return null;
    return {
      endsWithNewline: this.#endsWithNewline,
      lineEnds: this.#lineEnds.way(),
      greaterThan: this.#greaterThan.way(),
      quote: this.#quote.way(),
      blanks: this.#blanks.way(),
      records: this.#numbers < 2 ? "unknown" : this.#ascending ? "ascending" : "other",
      fields: this.#order.verdict(),
    };
  }

  #blank(previous: Piece | null, piece: Piece): void {
    if (piece.kind === "empty") this.#blanks.add("self-closing");
    if (piece.kind === "close" && previous?.kind === "open") this.#blanks.add("pair");
  }

  #text({ text, name }: Piece): void {
    if (text.includes("&gt;")) this.#greaterThan.add("escaped");
    if (text.includes(">")) this.#greaterThan.add("raw");
    if (text.includes("&quot;")) this.#quote.add("escaped");
    if (text.includes('"')) this.#quote.add("raw");
    if (name !== "sequencenumber") return;
    this.#numbers += 1;
    this.#ascending &&= Number(text) > this.#last;
    this.#last = Number(text);
  }
}

/** Depths at which records, and rows of a subfile, are closed: `<table><name>`, `<table><transaction><subfile><detail>`. */
const ROW_DEPTHS: ReadonlySet<number> = new Set([1, 3]);

/** Which names follow each other in each record, and in each row of a subfile. */
class RowNames {
  readonly #order: FieldOrder;
  /** The names inside each element that is open. */
  readonly #open: string[][] = [[]];

  constructor(order: FieldOrder) {
    this.#order = order;
  }

  see({ kind, name }: Piece): void {
    if (kind === "open" || kind === "empty") this.#open.at(-1)?.push(name);
    if (kind === "open") this.#open.push([]);
    if (kind !== "close") return;
    const names = this.#open.pop() ?? [];
    if (ROW_DEPTHS.has(this.#open.length - 1)) this.#order.see(names.filter((one) => one !== "subfile"));
  }
}

/** The ways in which something was seen to be written. */
class Seen<T extends string> {
  readonly #ways = new Set<T>();

  add(way: T): void {
    this.#ways.add(way);
  }

  way(): Way<T> {
    const [first, second] = this.#ways;
    return first === undefined ? "none" : second === undefined ? first : "both";
  }
}
