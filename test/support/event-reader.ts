/** One server-sent event, as a client gets it. */
export interface ReadEvent {
  readonly id: string;
  readonly event: string;
  readonly data: unknown;
}

interface Bytes {
  read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;
  cancel(reason: unknown): Promise<void>;
}

/** Reads a stream of events, one after the other. */
export class EventReader implements AsyncDisposable {
  readonly response: Response;
  /** The last `retry:` that came. */
  retry: string | null = null;
  readonly #reader: Bytes;
  readonly #decoder = new TextDecoder();
  #text = "";

  constructor(response: Response) {
    const { body } = response;
    if (response.status !== 200 || body === null) throw new Error(`no stream: ${response.status}`);
    this.response = response;
    this.#reader = body.getReader();
  }

  /** The next event. @throws when the stream ends before one */
  async next(): Promise<ReadEvent> {
    for (;;) {
      const block = await this.#block();
      const lines = block.split("\n").map((line) => /^(\w*): ?(.*)$/s.exec(line));
      const fields = new Map(lines.map((match) => [match?.[1] ?? "", match?.[2] ?? ""]));
      this.retry = fields.get("retry") ?? this.retry;
      const data = fields.get("data");
      if (data !== undefined)
        return { id: fields.get("id") ?? "", event: fields.get("event") ?? "", data: JSON.parse(data) };
    }
  }

  /** The next block that is a comment and no event. */
  async comment(): Promise<string> {
    for (;;) {
      const block = await this.#block();
      if (block.startsWith(":")) return block;
    }
  }

  /** Up to the next empty line. */
  async #block(): Promise<string> {
    for (let end = this.#text.indexOf("\n\n"); ; end = this.#text.indexOf("\n\n")) {
      if (end >= 0) {
        const block = this.#text.slice(0, end);
        this.#text = this.#text.slice(end + 2);
        return block;
      }
      const { done, value } = await this.#reader.read();
      if (done || value === undefined) throw new Error("the stream ended");
      this.#text += this.#decoder.decode(value, { stream: true });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#reader.cancel(undefined).catch(() => {});
  }
}
