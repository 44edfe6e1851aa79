/** One message of an event stream. */
export interface StreamMessage {
  /** `message` when none was named. */
  readonly event: string;
  readonly data: string;
  /** The newest id that was seen so far, in this message or before; empty: none. */
  readonly lastId: string;
}

const COLON = ":";

/**
 * Reads `text/event-stream` (WHATWG HTML, 9.2.6) from pieces of any size: lines end in LF, CR or CRLF, a character or a line end
 * may lie in two pieces, and what is not finished by a blank line when the stream ends is dropped.
 */
export class EventStreamParser {
  readonly #decoder = new TextDecoder();
  #rest = "";
  /** The last piece ended in CR: an LF at the beginning of the next one belongs to it. */
  #afterReturn = false;
  #event = "";
  #data: string[] = [];
  #lastId: string;
  /** How long to wait before connecting again, in ms, as the server wishes; null: it said nothing. */
  retryMs: number | null = null;

  /** @param lastId of the connection before */
  constructor(lastId = "") {
    this.#lastId = lastId;
  }

  push(bytes: Uint8Array): StreamMessage[] {
    return this.#lines(this.#decoder.decode(bytes, { stream: true })).flatMap((line) => this.#take(line));
  }

  #lines(text: string): string[] {
    let piece = text;
    if (this.#afterReturn && piece.startsWith("\n")) piece = piece.slice(1);
    if (piece !== "" || text !== "") this.#afterReturn = piece.endsWith("\r");
    const lines = (this.#rest + piece).split(/\r\n|\n|\r/);
    this.#rest = lines.pop() ?? "";
    return lines;
  }

  #take(line: string): StreamMessage[] {
    if (line === "") return this.#dispatch();
    const at = line.indexOf(COLON);
    const name = at === -1 ? line : line.slice(0, at);
    const value = at === -1 ? "" : line.slice(at + 1).replace(/^ /, "");
    if (name === "event") this.#event = value;
    else if (name === "data") this.#data.push(value);
    else if (name === "id" && !value.includes("\0")) this.#lastId = value;
    else if (name === "retry" && /^\d+$/.test(value)) this.retryMs = Number(value);
    return [];
  }

  #dispatch(): StreamMessage[] {
    const message = { event: this.#event || "message", data: this.#data.join("\n"), lastId: this.#lastId };
    const isEmpty = this.#data.length === 0;
    this.#event = "";
    this.#data = [];
    return isEmpty ? [] : [message];
  }
}
