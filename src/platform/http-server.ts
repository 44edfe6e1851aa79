import type { Connection, HttpListener, ListenRequest } from "../domain/ports/http-server.ts";

/** Seconds of silence after which a connection ends, unless its handler keeps it open. */
const IDLE_SECONDS = 30;
/** Bun looks at idle connections every four seconds, so that this means about four. */
const GIVE_UP_SECONDS = 1;
/** Time that requests under way have when the listener stops. */
const GRACE_MS = 3_000;
/** Bun would answer a larger body itself, and not in our words. It keeps nothing of a body that nobody reads. */
const NO_LIMIT = 2 ** 40;

/** The port over Bun.serve. Only this address is listened at, and no other process may share it. */
export function listen({ hostname, port, handler }: ListenRequest): HttpListener {
  const server = Bun.serve({
    hostname,
    port,
    reusePort: false,
    idleTimeout: IDLE_SECONDS,
    maxRequestBodySize: NO_LIMIT,
    development: false,
    fetch: (request, bun) => handler(request, connectionOf(request, bun)),
  });
  return { port: server.port ?? port, stop: () => stop(server) };
}

function connectionOf(request: Request, server: Bun.Server<undefined>): Connection {
  let address: string | null = null;
  return {
    // Asked for several times a request, and slow to find out.
    get address() {
      address ??= server.requestIP(request)?.address ?? "";
      return address;
    },
    keepOpen: () => server.timeout(request, 0),
    giveUp: () => server.timeout(request, GIVE_UP_SECONDS),
  };
}

async function stop(server: Bun.Server<undefined>): Promise<void> {
  let timer: Timer | undefined;
  const grace = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, GRACE_MS);
  });
  await Promise.race([server.stop(false), grace]);
  clearTimeout(timer);
  await server.stop(true);
}
