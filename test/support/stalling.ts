/** Where an answer hangs: before its first byte, or in the middle of its body. */
export type Stall = "before" | "inside";

/** A server in front of another one whose answers can be made to hang for ever. */
export class StallingProxy implements Disposable {
  readonly #server: ReturnType<typeof Bun.serve>;
  readonly #stalled = Promise.withResolvers<void>();
  /** Says of each request, by method and path, where its answer hangs; null: it does not. */
  stall: (request: string) => Stall | null = () => null;

  /** @param origin `http://127.0.0.1:6710` */
  constructor(origin: string) {
    const answer = (request: Request) => this.#answer(request, origin);
    this.#server = Bun.serve({ hostname: "127.0.0.1", port: 0, idleTimeout: 0, fetch: answer });
  }

  get origin(): string {
    return `http://127.0.0.1:${this.#server.port}`;
  }

  /** The first answer hangs. */
  get stalled(): Promise<void> {
    return this.#stalled.promise;
  }

  [Symbol.dispose](): void {
    this.#server.stop(true);
  }

  async #answer(request: Request, origin: string): Promise<Response> {
    const { pathname, search } = new URL(request.url);
    const stall = this.stall(`${request.method} ${pathname}${search}`);
    if (stall === "before") return this.#never();
    const body = request.method === "GET" ? null : await request.arrayBuffer();
    const { method, headers } = request;
    const response = await fetch(`${origin}${pathname}${search}`, { method, headers, body, redirect: "manual" });
    const bytes = await response.bytes();
    const type = { "content-type": response.headers.get("content-type") ?? "text/plain" };
    if (stall === null) return new Response(bytes, { status: response.status, headers: type });
    const half = new ReadableStream<Uint8Array>({
      start: (controller) => {
        controller.enqueue(bytes.subarray(0, bytes.length >> 1));
        setTimeout(() => this.#stalled.resolve(), 20);
      },
    });
    return new Response(half, { status: response.status, headers: type });
  }

  #never(): Promise<Response> {
    this.#stalled.resolve();
    return new Promise(() => {});
  }
}
