import { ChunkedBody } from "./chunked-body.ts";
import type { Fanout } from "./fanout.ts";

/** What came to one reader of events. */
export interface ReaderFigures {
  readonly events: number;
  readonly bytes: number;
  /** Ids that were not the next one. */
  readonly gaps: number;
  /** The service, or an error, ended the stream. */
  readonly ended: boolean;
}

export interface Address {
  readonly hostname: string;
  readonly port: number;
}

/** A client of `GET /events` on a socket of its own. */
export class EventReader {
  readonly #fanout: Fanout;
  readonly #body = new ChunkedBody();
  #socket: Bun.Socket | null = null;
  #head: string | null = "";
  #text = "";
  #figures = { events: 0, bytes: 0, gaps: 0, ended: false };
  #last: number | null = null;

  constructor(fanout: Fanout) {
    this.#fanout = fanout;
  }

  get figures(): ReaderFigures {
    return { ...this.#figures };
  }

  /** @param isSilent it asks, and never reads what comes */
  async open({ hostname, port }: Address, isSilent: boolean): Promise<void> {
    this.#socket = await Bun.connect({
      ...{ hostname, port },
      socket: {
        open: (socket) => {
          socket.write(`GET /events HTTP/1.1\r\nHost: ${hostname}:${port}\r\nAccept: text/event-stream\r\n\r\n`);
          if (isSilent) socket.pause();
        },
        data: (_, bytes) => this.#take(bytes),
        close: () => this.#end(),
        error: () => this.#end(),
      },
    });
  }

  close(): void {
    this.#socket?.terminate();
    this.#socket = null;
  }

  /** Closing it ourselves is no end. */
  #end(): void {
    this.#figures.ended = this.#socket !== null;
  }

  #take(bytes: Buffer): void {
    this.#figures.bytes += bytes.length;
    const body = this.#head === null ? bytes : this.#behindHead(bytes);
    for (const piece of this.#body.pieces(body)) this.#text += piece.toString("latin1");
    const end = this.#text.lastIndexOf("\n\n");
    if (end < 0) return;
    for (const block of this.#text.slice(0, end).split("\n\n")) this.#event(block);
    this.#text = this.#text.slice(end + 2);
  }

  #behindHead(bytes: Buffer): Buffer {
    this.#head += bytes.toString("latin1");
    const head = this.#head ?? "";
    const end = head.indexOf("\r\n\r\n");
    if (end < 0) return bytes.subarray(bytes.length);
    if (!head.startsWith("HTTP/1.1 200 ")) throw new Error(`no events: ${head.slice(0, 300)}`);
    this.#head = null;
    return Buffer.from(head.slice(end + 4), "latin1");
  }

  #event(block: string): void {
    const id = /^id: \w+-(\d+)$/m.exec(block.slice(0, 80))?.[1];
    if (id === undefined) return;
    const number = Number(id);
    // The first is under the id of what was told last before.
    if (this.#last !== null && number !== this.#last + 1) this.#figures.gaps += 1;
    if (this.#last !== null) this.#fanout.arrived(number);
    this.#last = number;
    this.#figures.events += 1;
  }
}
