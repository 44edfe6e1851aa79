import type { HttpListener, ListenRequest } from "../domain/ports/http-server.ts";

/** The port over Bun.serve. Only this address is listened at, and no other process may share it. */
export function listen({ hostname, port, mostBytes, handler }: ListenRequest): HttpListener {
  const server = Bun.serve({
    hostname,
    port,
    reusePort: false,
    maxRequestBodySize: mostBytes,
    development: false,
    fetch: handler,
  });
  return { port: server.port ?? port, stop: () => server.stop(true) };
}
