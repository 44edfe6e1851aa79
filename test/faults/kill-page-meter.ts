/** One page of records that a client was sent. */
interface Page {
  readonly table: string;
  /** It holds the records with greater sequence numbers. */
  readonly after: number;
}

const PAGE = /\/export\?table=(\w+)&search=sequencenumber%3E(\d+)&.*limit=(\d+)&format=xml-verbose/;

/**
 * Stands between a client and a Datacentre and measures what is read twice: pages of records, known by their table and
 * the number they begin after, which name the same records as long as nothing changes there. A page that was sent to a
 * process which died before it could use it counts as read.
 */
export class PageMeter implements Disposable {
  readonly #server;
  readonly #target: string;
  readonly #chunk: number;
  readonly #pages = new Map<string, number>();
  readonly #watchers = new Set<() => void>();
  /** Records sent in pages that had been sent before. */
  again = 0;
  /** Records sent in pages that had not. */
  fresh = 0;

  /** @param url the Datacentre's, log-in included; @param chunk the client's, which tells its pages from its probes */
  constructor(url: string, chunk: number) {
    this.#target = new URL(url).origin;
    this.#chunk = chunk;
    this.#server = Bun.serve({
      hostname: "127.0.0.1",
      port: 0,
      idleTimeout: 60,
      fetch: (request) => this.#pass(request),
    });
  }

  /** The URL for the client. */
  through(url: string): string {
    return url.replace(/127\.0\.0\.1:\d+/, `127.0.0.1:${this.#server.port}`);
  }

  /** Pages sent so far, each counted once. */
  get pages(): number {
    return this.#pages.size;
  }

  /** Resolves when so many pages were sent for the first time. */
  async reached(pages: number): Promise<void> {
    while (this.pages < pages) {
      await new Promise<void>((resolve) => {
        this.#watchers.add(resolve);
      });
    }
  }

  /** Begins to measure anew. */
  clear(): void {
    this.#pages.clear();
    this.again = 0;
    this.fresh = 0;
  }

  [Symbol.dispose](): void {
    this.#server.stop(true);
  }

  async #pass(request: Request): Promise<Response> {
    const { pathname, search } = new URL(request.url);
    const headers = { authorization: request.headers.get("authorization") ?? "" };
    const answer = await fetch(`${this.#target}${pathname}${search}`, { headers });
    const body = await answer.bytes();
    const page = this.#pageOf(`${pathname}${search}`);
    if (page !== null) this.#count(page, body);
    return new Response(body, { status: answer.status, headers: answer.headers });
  }

  #pageOf(target: string): Page | null {
    const [, table = "", after, limit] = PAGE.exec(target) ?? [];
    return Number(limit) === this.#chunk ? { table, after: Number(after) } : null;
  }

  #count({ table, after }: Page, body: Uint8Array): void {
    const records = Number(/ count="(\d+)"/.exec(new TextDecoder().decode(body.subarray(0, 300)))?.[1] ?? 0);
    const name = `${table}>${after}`;
    if (this.#pages.has(name)) this.again += records;
    else this.fresh += records;
    this.#pages.set(name, records);
    for (const watcher of this.#watchers) watcher();
    this.#watchers.clear();
  }
}
