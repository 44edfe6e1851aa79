import { afterEach, describe, expect, test } from "bun:test";
import { connect } from "node:net";
import type { Connection, HttpListener } from "../../../src/domain/ports/http-server.ts";
import { listen } from "../../../src/platform/http-server.ts";

let listener: HttpListener | null = null;

function start(handler: (request: Request, connection: Connection) => Promise<Response> | Response): string {
  listener = listen({ hostname: "127.0.0.1", port: 0, handler: async (...all) => handler(...all) });
  return `http://127.0.0.1:${listener.port}`;
}
afterEach(async () => {
  await listener?.stop();
  listener = null;
});

describe("the HTTP server", () => {
  test("tells a handler where a request came from", async () => {
    const url = start((_request, { address }) => new Response(address));
    expect(await (await fetch(url)).text()).toBe("127.0.0.1");
  });

  test("and says so still when the peer is gone", async () => {
    const begun = Promise.withResolvers<void>();
    const told = Promise.withResolvers<readonly string[]>();
    const url = start((request, connection) => {
      const early = connection.address;
      begun.resolve();
      request.signal.addEventListener("abort", () => told.resolve([early, connection.address]));
      return new Promise<Response>(() => {});
    });
    const leave = new AbortController();
    const answer = fetch(url, { signal: leave.signal }).catch(() => "gone");
    await begun.promise;
    leave.abort();
    expect(await answer).toBe("gone");
    expect(await told.promise).toEqual(["127.0.0.1", "127.0.0.1"]);
  });

  test("listens at its address alone, and at a port that nobody else has", () => {
    start(() => new Response());
    const again = () =>
      listen({ hostname: "127.0.0.1", port: listener?.port ?? 0, handler: async () => new Response() });
    expect(again).toThrow();
  });

  test("leaves it to the handler how much of a body it wants", async () => {
    const url = start((request) => new Response(`${request.headers.get("content-length")}`, { status: 413 }));
    const response = await fetch(url, { method: "POST", body: new Uint8Array(50_000_000) });
    expect([response.status, await response.text()]).toEqual([413, "50000000"]);
  });

  test("lets requests under way end when it stops, and takes no other", async () => {
    const begun = Promise.withResolvers<void>();
    const go = Promise.withResolvers<void>();
    const url = start(async () => {
      begun.resolve();
      await go.promise;
      return new Response("done");
    });
    const answer = fetch(url);
    await begun.promise;
    const stopped = listener?.stop();
    await expect(fetch(url)).rejects.toThrow();
    go.resolve();
    expect(await (await answer).text()).toBe("done");
    await stopped;
  });

  test("and cuts off what does not end", async () => {
    const begun = Promise.withResolvers<void>();
    const url = start(() => {
      begun.resolve();
      return new Promise<Response>(() => {});
    });
    const answer = fetch(url).catch(() => "cut off");
    await begun.promise;
    await listener?.stop();
    expect(await answer).toBe("cut off");
  });

  test("gives up a connection whose peer takes nothing", async () => {
    const gone = Promise.withResolvers<void>();
    start((request, connection) => {
      connection.keepOpen();
      request.signal.addEventListener("abort", () => gone.resolve());
      const stream = new ReadableStream({
        start: (controller) => {
          for (let at = 0; at < 200; at++) controller.enqueue(new Uint8Array(100_000));
          controller.close();
          connection.giveUp();
        },
      });
      return new Response(stream);
    });
    const socket = connect(listener?.port ?? 0, "127.0.0.1");
    socket.on("error", () => {});
    socket.write("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
    await new Promise((resolve) => socket.once("data", resolve));
    socket.pause();
    await gone.promise;
    socket.destroy();
  }, 15_000);
});
