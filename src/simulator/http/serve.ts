import { fail } from "../../domain/errors/tidemark-error.ts";
import type { SimulatorOptions } from "../options.ts";

/** A running listener. */
export interface Listener {
  readonly port: number;
  stop(): Promise<void>;
}

export type ListenOptions = Pick<SimulatorOptions, "port" | "hostname" | "tls">;

/** @param path path and query, still percent-encoded */
export type Handle = (request: Request, path: string) => Promise<Response>;

const LARGEST_IMPORT = 2 ** 30;

/**
 * The only door of the simulator to the network. HTTP, or TLS alone when a key is given (Datacentre: same port, PEM).
 * @throws `simulator.listen` when the port cannot be had
 */
export function listen(options: ListenOptions, handle: Handle): Listener {
  const { port = 0, hostname = "127.0.0.1", tls } = options;
  try {
    const server = Bun.serve({
      port,
      hostname,
      ...(tls === undefined ? {} : { tls }),
      // A request that a fault lets hang must hang for as long as the client waits.
      idleTimeout: 0,
      maxRequestBodySize: LARGEST_IMPORT,
      fetch: (request) => handle(request, pathOf(request.url)),
    });
    return { port: server.port ?? port, stop: () => server.stop(true) };
  } catch (error) {
    throw fail("simulator.listen", { hostname, port }, { cause: error });
  }
}

/** What follows the authority, as it came: a URL object would decode and normalise. */
function pathOf(url: string): string {
  const start = url.indexOf("/", url.indexOf("//") + 2);
  return start < 0 ? "/" : url.slice(start);
}

/**
 * A body after whose first bytes the connection is reset. An erroring stream without a reason makes the server do so
 * and say nothing on stderr.
 */
export function brokenBody(start: Uint8Array): ReadableStream<Uint8Array> {
  let sent = start.length === 0;
  return new ReadableStream({
    async pull(controller) {
      // What was written a turn of the event loop ago has left; what is written with the error would be dropped.
      await new Promise((resolve) => setImmediate(resolve));
      if (sent) return controller.error();
      sent = true;
      controller.enqueue(start);
    },
  });
}
