import type { Certificates } from "./raw-server.ts";

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: Headers;
  readonly body: string;
}

type Answer = (received: Received) => Response | Promise<Response>;

/** A real HTTP server on loopback that keeps what it is sent. */
export class HttpReceiver implements AsyncDisposable {
  readonly received: Received[] = [];
  /** What it answers; may be replaced. */
  answer: Answer = () => new Response(null, { status: 204 });
  readonly #server;

  constructor(tls?: Pick<Certificates, "cert" | "key">) {
    this.#server = Bun.serve({
      hostname: "127.0.0.1",
      port: 0,
      ...(tls === undefined ? {} : { tls }),
      fetch: async (request) => {
        const { pathname, search } = new URL(request.url);
        const { method, headers } = request;
        const received = { method, path: pathname + search, headers, body: await request.text() };
        this.received.push(received);
        return await this.answer(received);
      },
    });
  }

  url(path = "/"): string {
    const { protocol, port } = this.#server.url;
    return `${protocol}//localhost:${port}${path}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.stop(true);
  }
}
