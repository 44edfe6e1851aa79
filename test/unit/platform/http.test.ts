import { describe, expect, test } from "bun:test";
import type { Socket } from "node:net";
import { HttpFailure, type HttpFailureKind, type HttpRequest } from "../../../src/domain/ports/http.ts";
import { createHttp } from "../../../src/platform/http.ts";
import { makeCertificates, type RawServer, rawServer, rawTlsServer, respond } from "../../support/raw-server.ts";
import { describeWithTool } from "../../support/tools.ts";

const http = createHttp();
const get = (url: string, more: Partial<HttpRequest> = {}) =>
  http.request({ method: "GET", url, headers: {}, idleTimeoutMs: 5_000, ...more });
const at = (server: RawServer, path = "/") => `http://127.0.0.1:${server.port}${path}`;
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

async function failureOf(attempt: Promise<unknown>): Promise<HttpFailure> {
  const reason = await attempt.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(reason instanceof HttpFailure)) throw new Error(`expected a HttpFailure, got ${String(reason)}`);
  return reason;
}

const OK = "HTTP/1.1 200 OK\r\n";

describe("a request that gets no answer", () => {
  const cases: { name: string; kind: HttpFailureKind; behave: (socket: Socket) => void }[] = [
    { name: "closed before the first byte", kind: "reset", behave: respond("", (s) => s.end()) },
    { name: "reset before the first byte", kind: "reset", behave: respond("", (s) => s.resetAndDestroy()) },
    { name: "closed in the middle of the headers", kind: "reset", behave: respond(`${OK}Content-Le`, (s) => s.end()) },
    { name: "something other than HTTP", kind: "other", behave: respond("SSH-2.0-OpenSSH\r\n") },
  ];
  test.each(cases)("$name is $kind", async ({ kind, behave }) => {
    using server = await rawServer(behave);
    expect((await failureOf(get(at(server)))).kind).toBe(kind);
    expect(server.connections()).toBe(1);
  });

  test("nobody listening is refused", async () => {
    const server = await rawServer(() => undefined);
    server[Symbol.dispose]();
    expect((await failureOf(get(at(server)))).kind).toBe("refused");
  });

  test("a name without an address is unresolved", async () => {
    expect((await failureOf(get("http://no-such-host.invalid/"))).kind).toBe("unresolved");
  });

  test("silence before the headers is a timeout", async () => {
    using server = await rawServer(() => undefined);
    expect((await failureOf(get(at(server), { idleTimeoutMs: 30 }))).kind).toBe("timeout");
  });

  test("an abort ends the wait", async () => {
    using server = await rawServer(() => undefined);
    const controller = new AbortController();
    const waiting = failureOf(get(at(server), { signal: controller.signal }));
    controller.abort();
    expect((await waiting).kind).toBe("aborted");
  });

  test("an aborted signal sends nothing", async () => {
    using server = await rawServer(() => undefined);
    expect((await failureOf(get(at(server), { signal: AbortSignal.abort() }))).kind).toBe("aborted");
    expect(server.connections()).toBe(0);
  });

  test("no message or cause names the path or its password", async () => {
    const failure = await failureOf(get("https://127.0.0.1:1/REST/ada:hunter2@Acme/export"));
    expect(failure.message).toContain("127.0.0.1:1");
    expect(`${failure.message} ${String(failure.cause)}`).not.toMatch(/hunter2|REST/);
  });
});

describe("an answer", () => {
  test("has its status, headers in any case, and body", async () => {
    using server = await rawServer(respond(`HTTP/1.1 404 Nope\r\nX-Kind: a\r\nContent-Length: 5\r\n\r\nhello`));
    const response = await get(at(server));
    expect([response.status, response.statusText]).toEqual([404, "Nope"]);
    expect([response.header("x-kind"), response.header("X-KIND"), response.header("other")]).toEqual(["a", "a", null]);
    expect(text(await response.bytes())).toBe("hello");
  });

  test.each([301, 302, 303, 307, 308])("of %d is not followed", async (status) => {
    using server = await rawServer(respond(`HTTP/1.1 ${status} Moved\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n`));
    const response = await get(at(server));
    expect([response.status, response.header("location")]).toEqual([status, "/b"]);
    expect(server.connections()).toBe(1);
  });

  test("without a length ends with the connection", async () => {
    using server = await rawServer(respond(`${OK}Connection: close\r\n\r\nhello`, (s) => s.end()));
    expect(text(await (await get(at(server))).bytes())).toBe("hello");
  });

  test("of 204 has an empty body", async () => {
    using server = await rawServer(respond("HTTP/1.1 204 No Content\r\n\r\n"));
    expect((await (await get(at(server))).bytes()).length).toBe(0);
  });

  const broken: { name: string; kind: HttpFailureKind; behave: (socket: Socket) => void }[] = [
    {
      name: "shorter than its Content-Length",
      kind: "reset",
      behave: respond(`${OK}Content-Length: 100\r\n\r\nhello`, (s) => s.end()),
    },
    {
      name: "chunked and without its last chunk",
      kind: "reset",
      behave: respond(`${OK}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n`, (s) => s.end()),
    },
    {
      name: "reset in its middle",
      kind: "reset",
      behave: respond(`${OK}Content-Length: 100\r\n\r\nhello`, (s) => setTimeout(() => s.resetAndDestroy(), 5)),
    },
    { name: "that falls silent", kind: "timeout", behave: respond(`${OK}Content-Length: 100\r\n\r\nhello`) },
  ];
  test.each(broken)("$name is $kind", async ({ kind, behave }) => {
    using server = await rawServer(behave);
    const response = await get(at(server), { idleTimeoutMs: 60 });
    expect((await failureOf(response.bytes())).kind).toBe(kind);
  });

  test("that drips is not idle, however long it takes", async () => {
    using server = await rawServer(
      respond(`${OK}Content-Length: 12\r\n\r\n`, (socket) => {
        let left = 12;
        const timer = setInterval(() => {
          socket.write("x");
          left -= 1;
          if (left === 0) clearInterval(timer);
        }, 15);
      }),
    );
    const response = await get(at(server), { idleTimeoutMs: 120 });
    expect(text(await response.bytes())).toBe("x".repeat(12));
  });

  test("whose reader is slow is not idle", async () => {
    using server = await rawServer(respond(`${OK}Content-Length: 5\r\n\r\nhello`));
    const response = await get(at(server), { idleTimeoutMs: 20 });
    await Bun.sleep(60);
    expect(text(await response.bytes())).toBe("hello");
  });

  test("is closed when its reader leaves early", async () => {
    const closed = Promise.withResolvers<boolean>();
    using server = await rawServer((socket) => {
      socket.on("close", () => closed.resolve(true));
      respond(`${OK}Content-Length: 100\r\n\r\nhello`)(socket);
    });
    for await (const piece of (await get(at(server))).stream()) {
      expect(text(piece)).toBe("hello");
      break;
    }
    expect(await closed.promise).toBe(true);
  });

  test("is cancelled by an abort between two pieces", async () => {
    using server = await rawServer(respond(`${OK}Content-Length: 100\r\n\r\nhello`));
    const controller = new AbortController();
    const response = await get(at(server), { signal: controller.signal });
    const body = failureOf(response.bytes());
    controller.abort();
    expect((await body).kind).toBe("aborted");
  });
});

describe("a request body", () => {
  async function exchange(body: NonNullable<HttpRequest["body"]>): Promise<string> {
    let received = "";
    using server = await rawServer((socket) => {
      socket.on("data", (data) => {
        received += data.toString();
        if (received.endsWith("end!")) socket.write(`${OK}Content-Length: 0\r\n\r\n`);
      });
    });
    await (await get(at(server), { method: "POST", body, headers: { "X-A": "Basic a, Basic b" } })).bytes();
    return received;
  }

  test("of bytes goes out with its length and the given headers", async () => {
    const sent = await exchange(new TextEncoder().encode("hello end!"));
    expect(sent).toContain("Content-Length: 10\r\n");
    expect(sent).toContain("X-A: Basic a, Basic b\r\n");
  });

  test("that is streamed goes out with its known length, not in chunks", async () => {
    const open = () => new Blob(["hello ", "end!"]).stream();
    const sent = await exchange({ length: 10, open });
    expect(sent).toContain("Content-Length: 10\r\n");
    expect(sent).not.toContain("chunked");
    expect(sent).toEndWith("\r\n\r\nhello end!");
  });

  test("that cannot be read fails the request", async () => {
    using server = await rawServer(() => undefined);
    const open = () => new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(new Error("disk")) });
    const failure = await failureOf(get(at(server), { method: "POST", body: { length: 5, open } }));
    expect([failure.kind, String(failure.cause)]).toEqual(["other", "Error: disk"]);
  });

  test("answered before its end is answered", async () => {
    using server = await rawServer(
      respond("HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", (s) => s.end()),
    );
    const open = () => new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(65_536)) });
    const response = await get(at(server), { method: "POST", body: { length: 2 ** 40, open } });
    expect(response.status).toBe(413);
  });

  test.each(["GET", "POST"] as const)(
    "%s is never sent twice, even where an earlier connection broke",
    async (method) => {
      let requests = 0;
      using server = await rawServer((socket) => {
        let first = true;
        socket.on("data", () => {
          requests += 1;
          if (first && requests === 1) socket.write(`${OK}Content-Length: 0\r\n\r\n`);
          else socket.resetAndDestroy();
          first = false;
        });
      });
      await (await get(at(server), { method })).bytes();
      await Bun.sleep(5);
      expect((await failureOf(get(at(server), { method }))).kind).toBe("reset");
      expect(requests).toBe(2);
    },
  );
});

describeWithTool("openssl", "over TLS", () => {
  const pki = makeCertificates();
  const answer = respond(`${OK}Content-Length: 2\r\n\r\nok`);
  const url = (server: RawServer, host = "localhost") => `https://${host}:${server.port}/`;

  test("an unknown authority is not trusted", async () => {
    using server = await rawTlsServer(pki, answer);
    expect((await failureOf(get(url(server)))).kind).toBe("tls");
  });

  test("a private authority is trusted when named, for that request alone", async () => {
    using server = await rawTlsServer(pki, answer);
    expect(text(await (await get(url(server), { ca: pki.ca })).bytes())).toBe("ok");
    expect((await failureOf(get(url(server)))).kind).toBe("tls");
  });

  test("a certificate for another host is not trusted", async () => {
    using server = await rawTlsServer(pki, answer);
    expect((await failureOf(get(url(server, "127.0.0.1"), { ca: pki.ca }))).kind).toBe("tls");
  });

  test("text that is no certificate is a tls failure, and nothing is sent", async () => {
    using server = await rawTlsServer(pki, answer);
    expect((await failureOf(get(url(server), { ca: "not a certificate" }))).kind).toBe("tls");
    expect(server.connections()).toBe(0);
  });

  test("a server without TLS is a tls failure", async () => {
    using server = await rawServer(respond("HTTP/1.1 400 Bad Request\r\n\r\n", (s) => s.end()));
    expect((await failureOf(get(url(server)))).kind).toBe("tls");
  });

  test("a truncated body is a reset here too", async () => {
    using server = await rawTlsServer(
      pki,
      respond(`${OK}Content-Length: 9\r\n\r\nok`, (s) => s.end()),
    );
    expect((await failureOf(get(url(server), { ca: pki.ca }).then((r) => r.bytes()))).kind).toBe("reset");
  });
});
