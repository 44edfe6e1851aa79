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
const LESS = 60;
const GREATER = 62;
const SLASH = 47;
const EXCLAMATION = 33;
const QUESTION = 63;
const SPACE = 32;
const SYSTEM = ' system="true"';
/** The inside of a start tag that says nothing beside its name. */
const PLAIN = /^[a-z0-9.]+(?: system="true")?$/;
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
    if (this.text.charCodeAt(at) === LESS) return this.#markup(at);
    const end = this.#indexOf("<", at);
    this.#give(at, end);
    return end;
  }

  #markup(at: number): number {
    const next = this.text.charCodeAt(at + 1);
    if (next === SLASH) return this.#closing(at);
    if (next === EXCLAMATION || next === QUESTION) return this.#special(at);
    // Nearly all there is: a name, or a name and the mark of a system field.
    const end = this.text.indexOf(">", at);
    const inside = this.text.slice(at + 1, end);
    if (end !== -1 && PLAIN.test(inside)) {
      this.#enter(inside.endsWith(SYSTEM) ? inside.slice(0, -SYSTEM.length) : inside);
      return end + 1;
    }
    return this.#opening(at);
  }

  #opening(at: number): number {
    NAME.lastIndex = at + 1;
    const name = NAME.exec(this.text)?.[0];
    // A lone `<`: what follows it is text.
    if (name === undefined) return this.#loneSign(at);
    const start = at + 1 + name.length;
    ATTRIBUTES.lastIndex = start;
    const rest = ATTRIBUTES.exec(this.text)?.[0];
    if (rest === undefined) return this.#loneSign(at);
    this.#attributes(rest.replace(/\/?>$/, ""), name, start);
    if (!rest.endsWith("/>")) this.#enter(name);
    return start + rest.length;
  }

  #attributes(text: string, name: string, at: number): void {
    if (text.trim() === "") return;
    this.#piece(decodeReferences(text), { field: `attribute of ${name}`, parent: this.#open.at(-1), at });
  }

  #closing(at: number): number {
    const top = this.#open.at(-1) ?? "";
    const expected = at + 2 + top.length;
    if (this.text.charCodeAt(expected) === GREATER && this.text.startsWith(top, at + 2)) {
      this.#open.pop();
      return expected + 1;
    }
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
    let start = from;
    while (start < to && this.text.charCodeAt(start) <= SPACE) start++;
    if (start === to) return;
    const open = this.#open;
    this.#piece(decodeReferences(this.text.slice(from, to)), { field: open.at(-1), parent: open.at(-2), at: from });
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
