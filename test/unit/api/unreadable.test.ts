import { afterAll, beforeAll, expect, test } from "bun:test";
import { connect } from "node:net";
import { createApi } from "../../../src/api/api.ts";
import type { HttpListener } from "../../../src/domain/ports/http-server.ts";
import { listen } from "../../../src/platform/http-server.ts";
import { CollectingLog } from "../../support/moneyworks-fakes.ts";

/*
 * What anybody can send, byte for byte: it must not read as a fault of the service, nor fill its log.
 */
const log = new CollectingLog();
let listener: HttpListener;
let pushes = 0;

beforeAll(() => {
  const handler = createApi({
    hostname: "127.0.0.1",
    log,
    hooks: {
      secret: null,
      isIncoming: () => true,
      onPush: () => {
        pushes++;
      },
    },
    promotions: { list: () => [], find: () => null },
  });
  listener = listen({ hostname: "127.0.0.1", port: 0, mostBytes: 1000, handler });
});
afterAll(() => listener.stop());

/** The first line of the answer; empty where there is none. */
function send(request: string, { hangUp = false } = {}): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  let answer = "";
  const socket = connect(listener.port, "127.0.0.1", () => {
    socket.write(request);
    if (hangUp) setTimeout(() => socket.destroy(), 50);
  });
  socket.on("data", (data) => {
    answer += data;
    socket.end();
  });
  socket.on("error", () => {});
  socket.on("close", () => resolve(answer.split("\r\n", 1)[0] ?? ""));
  return promise;
}

const HOST = "Host: 127.0.0.1\r\n";

test.each([
  ["a Host that is none", "GET /promotions HTTP/1.1\r\nHost: a b c[\r\n\r\n"],
  ["half an address as its Host", "GET /promotions HTTP/1.1\r\nHost: [::1\r\n\r\n"],
  ["an empty Host", "GET /promotions HTTP/1.1\r\nHost:\r\n\r\n"],
  ["no Host", "GET /promotions HTTP/1.0\r\n\r\n"],
  ["a path with a broken escape", `GET /promotions/%zz HTTP/1.1\r\n${HOST}\r\n`],
  ["a path with bytes that are no text", `GET /promotions/%ff HTTP/1.1\r\n${HOST}\r\n`],
  ["a body that is not what it says", `POST /hooks/git HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\n\r\nzz\r\n`],
])("%s is a bad request", async (_name, request) => {
  expect(await send(request)).toBe("HTTP/1.1 400 Bad Request");
});

test("a body that never ends and whose sender goes away is no delivery", async () => {
  const told = () => log.entries.filter(({ message }) => message === "a delivery broke off").length;
  const before = told();
  await send(`POST /hooks/git HTTP/1.1\r\n${HOST}Content-Length: 500\r\n\r\n{"ref":"refs/heads/changes"}`, {
    hangUp: true,
  });
  for (let looks = 0; looks < 200 && told() === before; looks++) await Bun.sleep(10);
  expect([told(), pushes]).toEqual([before + 1, 0]);
});

test("and the log says so for those who look for it alone", () => {
  expect(log.entries.length).toBeGreaterThan(5);
  expect(log.entries.every(({ level }) => level === "debug")).toBe(true);
});
