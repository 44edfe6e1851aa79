import { afterAll, beforeAll, expect, test } from "bun:test";
import { connect } from "node:net";
import { type ApiServer, serveApi } from "../../support/api-server.ts";
import type { FakeService } from "../../support/fake-service/fake-service.ts";

/*
 * What anybody can send, byte for byte: it must not read as a fault of the service, nor fill its log.
 */
let api: ApiServer<FakeService>;

beforeAll(() => {
  api = serveApi();
});
afterAll(() => api[Symbol.asyncDispose]());

/** The first line of the answer; empty where there is none. */
function send(request: string, { hangUp = false } = {}): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  let answer = "";
  const socket = connect(api.port, "127.0.0.1", () => {
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
  ["a Host that is none", "GET /status HTTP/1.1\r\nHost: a b c[\r\n\r\n"],
  ["half an address as its Host", "GET /status HTTP/1.1\r\nHost: [::1\r\n\r\n"],
  ["an empty Host", "GET /status HTTP/1.1\r\nHost:\r\n\r\n"],
  ["no Host", "GET /status HTTP/1.0\r\n\r\n"],
  ["a path with a broken escape", `GET /runs/%zz HTTP/1.1\r\n${HOST}\r\n`],
  ["a path with bytes that are no text", `GET /runs/%ff HTTP/1.1\r\n${HOST}\r\n`],
  ["a body that is not what it says", `POST /hooks/git HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\n\r\nzz\r\n`],
])("%s is a bad request", async (_name, request) => {
  expect(await send(request)).toBe("HTTP/1.1 400 Bad Request");
});

test("a body that never ends and whose sender goes away is no delivery", async () => {
  const told = () => api.log.entries.filter(({ message }) => message === "a delivery broke off").length;
  const before = told();
  await send(`POST /hooks/git HTTP/1.1\r\n${HOST}Content-Length: 500\r\n\r\n{"ref":"refs/heads/changes"}`, {
    hangUp: true,
  });
  for (let looks = 0; looks < 200 && told() === before; looks++) await Bun.sleep(10);
  expect([told(), api.service.asked]).toEqual([before + 1, []]);
});

test("and the log is not filled with it", () => {
  expect(api.log.entries.every(({ level }) => level === "debug")).toBe(true);
});
