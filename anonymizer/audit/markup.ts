import { decodeReferences } from "./references.ts";

/** A piece of what a file says, decoded. */
export interface Piece {
  readonly text: string;
  /** The element it stands in, or `XML comment`, `attribute of x`; empty outside of all. */
  readonly field: string;
  /** The element around that: `detail`, `name`. */
  readonly parent: string;
  /** 0: of the record itself; from 1 on: of a row inside it, counted over all its subfiles. */
  readonly row: number;
  /** Where it begins: characters of the text that was given. */
  readonly at: number;
}

export type PieceSink = (piece: Piece) => void;
export type PieceReader = (text: string, sink: PieceSink) => void;

const SPECIALS = [
  { opens: "<!--", closes: "-->", field: "XML comment" },
  { opens: "<![CDATA[", closes: "]]>", field: null },
  { opens: "<?", closes: "?>", field: "declaration" },
  { opens: "<!", closes: ">", field: "declaration" },
] as const;

/** What a tag has behind its name, up to a `>` that stands in no quotes; else up to the first `>`. */
const ATTRIBUTES = /(?:[^<>"']|"[^"]*"|'[^']*')*>|[^>]*>/y;
const NAME = /[^\s<>/]+/y;

interface PiecePlace {
  readonly field: string | undefined;
  readonly parent: string | undefined;
  readonly at: number;
}

/** Elements around a row of a record: the record and its subfile. */
const ROW_DEPTH = 2;

/**
 * The pieces of any text that has markup in it, well-formed or not: what stands between tags, in attributes, comments,
 * declarations, CDATA. Nothing is refused and nothing left out: what cannot be told apart is given as text.
 */
export function eachPiece(text: string, sink: PieceSink): void {
  const reader = new MarkupReader(text, sink);
  let at = 0;
  while (at < text.length) at = reader.next(at);
}

class MarkupReader {
  readonly #open: string[] = [];
  #rows = 0;

  constructor(
    private readonly text: string,
    private readonly sink: PieceSink,
  ) {}

  /** @returns where the rest begins */
  next(at: number): number {
    if (this.text.charCodeAt(at) === 60) return this.#markup(at);
    const end = this.#indexOf("<", at);
    this.#give(at, end);
    return end;
  }

  #markup(at: number): number {
    const next = this.text.charCodeAt(at + 1);
    if (next === 47) return this.#closing(at);
    if (next === 33 || next === 63) return this.#special(at);
    NAME.lastIndex = at + 1;
    const name = NAME.exec(this.text)?.[0];
    // A lone `<`: what follows it is text.
    if (name === undefined) return this.#loneSign(at);
    return this.#opening(at, name);
  }

  #opening(at: number, name: string): number {
    const start = at + 1 + name.length;
    if (this.text.charCodeAt(start) === 62) {
      this.#enter(name);
      return start + 1;
    }
    ATTRIBUTES.lastIndex = start;
    const rest = ATTRIBUTES.exec(this.text)?.[0];
    if (rest === undefined) return this.#loneSign(at);
    if (rest !== ' system="true">') this.#attributes(rest.replace(/\/?>$/, ""), name, start);
    if (!rest.endsWith("/>")) this.#enter(name);
    return start + rest.length;
  }

  #attributes(text: string, name: string, at: number): void {
    if (text.trim() === "") return;
    this.#piece(decodeReferences(text), { field: `attribute of ${name}`, parent: this.#open.at(-1), at });
  }

  #closing(at: number): number {
    const end = this.#indexOf(">", at);
    const name = this.text.slice(at + 2, end).trim();
    const place = this.#open.lastIndexOf(name);
    // Closes nothing: then it says something that no reader would see.
    if (place === -1) this.#give(at, end);
    else this.#open.length = place;
    return end + 1;
  }

  #special(at: number): number {
    const special = SPECIALS.find(({ opens }) => this.text.startsWith(opens, at));
    if (special === undefined) return this.#loneSign(at);
    const from = at + special.opens.length;
    const end = this.#indexOf(special.closes, from);
    const inside = this.text.slice(from, end);
    const text = special.field === null ? inside : decodeReferences(inside);
    const around = special.field === null ? this.#open.at(-2) : this.#open.at(-1);
    this.#piece(text, { field: special.field ?? this.#open.at(-1), parent: around, at: from });
    return end + special.closes.length;
  }

  #loneSign(at: number): number {
    const end = this.#indexOf("<", at + 1);
    this.#give(at, end);
    return end;
  }

  #give(from: number, to: number): void {
    const text = this.text.slice(from, to);
    if (text.trim() === "") return;
    const open = this.#open;
    this.#piece(decodeReferences(text), { field: open.at(-1), parent: open.at(-2), at: from });
  }

  #piece(text: string, { field = "", parent = "", at }: PiecePlace): void {
    // A record, a subfile, a row, a field.
    this.sink({ text, field, parent, row: this.#open.length > ROW_DEPTH ? this.#rows : 0, at });
  }

  #enter(name: string): void {
    if (this.#open.length === ROW_DEPTH) this.#rows++;
    this.#open.push(name);
  }

  #indexOf(sign: string, from: number): number {
    const at = this.text.indexOf(sign, from);
    return at === -1 ? this.text.length : at;
  }
}
