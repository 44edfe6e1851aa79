import { afterEach, describe, expect, test } from "bun:test";
import type { ServiceEvent } from "../../../src/api/contract/events.ts";
import { ApiError } from "../../../src/sdk/api-error.ts";
import { Client } from "../../../src/sdk/client.ts";
import type { Connection } from "../../../src/sdk/events.ts";
import { waitBeforeTry } from "../../../src/sdk/reconnect.ts";

/** What the server does with one connection. */
type Answer = (request: Request) => Response;

const servers: Bun.Server<undefined>[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop(true)));
});

interface Followed {
  readonly events: ServiceEvent[];
  readonly states: Connection[];
  /** `Last-Event-ID` of each connection. */
  readonly places: (string | null)[];
  readonly waits: number[];
  readonly failure: unknown;
}

/** Follows a real server, which answers one connection after the other, until it has no more answers. */
async function follow(answers: Answer[], options: { token?: string; after?: string } = {}): Promise<Followed> {
  const end = new AbortController();
  const followed = { events: [], states: [], places: [], waits: [], failure: null } as Followed & { failure: unknown };
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch: (request) => {
      followed.places.push(request.headers.get("last-event-id"));
      const answer = answers.shift();
      if (answer === undefined) end.abort();
      return answer?.(request) ?? new Response(null, { status: 503 });
    },
  });
  servers.push(server);
  const client = new Client({
    base: `${server.url}`,
    fetch: (url, init) => fetch(url, init),
    token: () => options.token ?? null,
    random: () => 0,
    // Waiting between two tries is passed over; silence would take longer than any of these tests.
    sleep: (ms, signal) => {
      if (ms >= 45_000) return new Promise((resolve) => signal.addEventListener("abort", () => resolve()));
      followed.waits.push(ms);
      return Promise.resolve();
    },
  });
  const onConnection = (state: Connection) => void followed.states.push(state);
  const after = options.after === undefined ? {} : { after: options.after };
  try {
    for await (const event of client.events.follow({ signal: end.signal, onConnection, ...after }))
      followed.events.push(event);
  } catch (failure) {
    followed.failure = failure;
  }
  return followed;
}

const stream =
  (...parts: string[]) =>
  () =>
    new Response(parts.join(""), { headers: { "content-type": "text/event-stream" } });
const reset = (id: string) => `event: reset\nid: ${id}\ndata: {}\n\n`;

describe("following", () => {
  test("events arrive in order, with their ids", async () => {
    const { events } = await follow([stream(reset("a.1"), reset("a.2"))]);
    expect(events).toEqual([
      { id: "a.1", event: "reset", data: {} },
      { id: "a.2", event: "reset", data: {} },
    ]);
  });

  test("a connection that ended is made again behind the last event", async () => {
    const { places, events } = await follow([stream(reset("1"), reset("2")), stream(reset("3"))]);
    expect(places).toEqual([null, "2", "3"]);
    expect(events.map(({ id }) => id)).toEqual(["1", "2", "3"]);
  });

  test("it can begin behind an event", async () => {
    expect((await follow([], { after: "9" })).places).toEqual(["9"]);
  });

  test("an event of a later version is passed over, and its id counts", async () => {
    const { events, places } = await follow([stream("event: tide\nid: 8\ndata: {}\n\n")]);
    expect(events).toEqual([]);
    expect(places).toEqual([null, "8"]);
  });

  test("errors of the service are waited out, longer each time, and an event ends the waiting", async () => {
    const busy: Answer = () => new Response("busy", { status: 503 });
    const { waits, events } = await follow([busy, busy, busy, stream(reset("1")), busy]);
    expect(waits).toEqual([250, 500, 1000, 250, 500]);
    expect(events).toHaveLength(1);
  });

  test("the wait that the service asks for is kept", async () => {
    const { waits } = await follow([stream("retry: 4000\n", reset("1"))]);
    expect(waits).toEqual([4000]);
  });

  test("every state of the connection is told", async () => {
    const { states } = await follow([stream(reset("1"))]);
    expect(states.map(({ state }) => state)).toEqual(["connecting", "open", "lost", "connecting"]);
    expect(states[2]).toMatchObject({ retryMs: 250, error: { code: "sdk.unreachable" } });
  });

  test("an answer that is no event stream is an error of its own", async () => {
    const { states } = await follow([() => new Response("<html>", { headers: { "content-type": "text/html" } })]);
    expect(states[1]).toMatchObject({ state: "lost", error: { code: "sdk.unreadable" } });
  });

  test("data that is no JSON makes the connection anew", async () => {
    const { states, events } = await follow([stream("event: status\ndata: {\n\n"), stream(reset("1"))]);
    expect(states[2]).toMatchObject({ state: "lost", error: { code: "sdk.unreadable" } });
    expect(events).toHaveLength(1);
  });

  test("a connection that breaks in the middle of an event gives none of it", async () => {
    const cut: Answer = () => {
      const body = new ReadableStream({
        pull(controller) {
          controller.enqueue(new TextEncoder().encode(`${reset("1")}event: reset\ndata: {`));
          controller.close();
        },
      });
      return new Response(body, { headers: { "content-type": "text/event-stream" } });
    };
    expect((await follow([cut])).events.map(({ id }) => id)).toEqual(["1"]);
  });
});

describe("who may follow", () => {
  test("the token goes with each connection", async () => {
    const seen: (string | null)[] = [];
    const note: Answer = (request) => {
      seen.push(request.headers.get("authorization"));
      return stream(reset("1"))();
    };
    await follow([note, note], { token: "tm_secret" });
    expect(seen).toEqual(["Bearer tm_secret", "Bearer tm_secret"]);
  });

  test.each([401, 403])("%d ends it: another try would be answered the same way", async (status) => {
    const problem = {
      type: "about:blank",
      title: "x",
      status,
      code: "api.needs-token",
      detail: "No token.",
      hint: "One.",
    };
    const { failure, places } = await follow([() => Response.json(problem, { status })]);
    expect(failure).toBeInstanceOf(ApiError);
    expect(failure).toMatchObject({ status, code: "api.needs-token", message: "No token.", hint: "One." });
    expect(places).toHaveLength(1);
  });
});

test("a silent connection is taken for dead", async () => {
  const end = new AbortController();
  const states: string[] = [];
  const client = new Client({
    base: "http://service/",
    fetch: async () => new Response(new ReadableStream({}), { headers: { "content-type": "text/event-stream" } }),
    token: () => null,
    random: () => 0,
    sleep: async () => {},
  });
  const onConnection = ({ state }: Connection) => {
    states.push(state);
    if (states.length === 6) end.abort();
  };
  for await (const _ of client.events.follow({ signal: end.signal, onConnection }));
  expect(states).toEqual(["connecting", "open", "lost", "connecting", "open", "lost"]);
});

test("who stops listening closes the connection", async () => {
  let isClosed = false;
  const body = new ReadableStream({
    start: (controller) => controller.enqueue(new TextEncoder().encode(reset("1"))),
  });
  const client = new Client({
    base: "http://service/",
    fetch: async (_, { signal }) => {
      signal?.addEventListener("abort", () => {
        isClosed = true;
      });
      return new Response(body, { headers: { "content-type": "text/event-stream" } });
    },
    token: () => null,
    random: () => 0,
    sleep: (_, signal) => new Promise((resolve) => signal.addEventListener("abort", () => resolve())),
  });
  for await (const event of client.events.follow({ signal: new AbortController().signal })) {
    expect(event.id).toBe("1");
    break;
  }
  expect(isClosed).toBe(true);
});

test("waits double up to half a minute, and vary within their upper half", () => {
  expect([0, 1, 2, 3].map((tries) => waitBeforeTry(tries, 0, null))).toEqual([250, 500, 1000, 2000]);
  expect(waitBeforeTry(1, 0.999, null)).toBe(1000);
  expect(waitBeforeTry(60, 0, null)).toBe(15_000);
  expect(waitBeforeTry(60, 0.9999999, null)).toBe(30_000);
  expect(waitBeforeTry(0, 0, 3000)).toBe(3000);
  expect(waitBeforeTry(0, 0, 3_600_000)).toBe(30_000);
});
