import { afterEach, describe, expect, test } from "bun:test";
import { connect, type Socket } from "node:net";
import type { ApiParts } from "../../../src/api/api.ts";
import type { Clock } from "../../../src/domain/ports/clock.ts";
import { type ApiServer, serveApi } from "../../support/api-server.ts";
import { EventReader } from "../../support/event-reader.ts";
import type { FakeService } from "../../support/fake-service/fake-service.ts";

let api: ApiServer<FakeService>;

function start(parts: Partial<ApiParts> = {}): void {
  api = serveApi(parts);
}
afterEach(() => api[Symbol.asyncDispose]());

async function open(path = "/events", headers: Readonly<Record<string, string>> = {}): Promise<EventReader> {
  return new EventReader(await api.get(path, { headers }));
}

async function until(holds: () => boolean): Promise<void> {
  for (let looks = 0; looks < 1000 && !holds(); looks++) await Bun.sleep(5);
  expect(holds()).toBe(true);
}

describe("GET /events", () => {
  test("begins with the status, tells when to come back, and goes on with what happens", async () => {
    start();
    await using reader = await open();
    expect(reader.response.headers.get("content-type")).toBe("text/event-stream");
    expect(await reader.next()).toMatchObject({ event: "status", data: { version: 1 } });
    expect(reader.retry).toBe("2000");
    api.service.edit("name", "ROWAN", "phone", "1");
    expect(await reader.next()).toMatchObject({ event: "changes", data: { count: 1 } });
    expect(await reader.next()).toMatchObject({ event: "status" });
  });

  test("goes on behind the last event that a reader got, by header and by parameter", async () => {
    start();
    await using first = await open();
    await first.next();
    api.service.edit("name", "ROWAN", "phone", "1");
    const { id } = await first.next();
    api.service.edit("name", "ALDER", "phone", "2");
    for (const again of [await open("/events", { "last-event-id": id }), await open(`/events?last_event_id=${id}`)]) {
      expect((await again.next()).event).toBe("status");
      expect(await again.next()).toMatchObject({ event: "changes", data: { changes: [{ key: "ALDER" }] } });
      await again[Symbol.asyncDispose]();
    }
  });

  test("says so when something was missed", async () => {
    start();
    await using reader = await open("/events", { "last-event-id": "of another time" });
    expect([(await reader.next()).event, (await reader.next()).event]).toEqual(["reset", "status"]);
  });

  test("sends a line where nothing happens", async () => {
    const slept: number[] = [];
    const beat = Promise.withResolvers<void>();
    const clock: Clock = {
      now: () => 1,
      monotonic: () => 1,
      bootId: () => "boot",
      sleep: (ms) => {
        slept.push(ms);
        return slept.length === 1 ? beat.promise : new Promise(() => {});
      },
    };
    start({ clock });
    await using reader = await open();
    await reader.next();
    beat.resolve();
    expect(await reader.comment()).toBe(": ");
    expect(slept).toEqual([15_000, 15_000]);
  });

  test("frees what a reader held when it goes away, however it does", async () => {
    start();
    const before = api.service.events.readers;
    const readers = await Promise.all(Array.from({ length: 20 }, () => open()));
    for (const reader of readers) await reader.next();
    expect(api.service.events.readers).toBe(before + 20);
    for (const reader of readers) await reader[Symbol.asyncDispose]();
    await until(() => api.service.events.readers === before);
  });

  test("ends when the service stops", async () => {
    start();
    await using reader = await open();
    await reader.next();
    const stopped = api[Symbol.asyncDispose]();
    await expect(reader.next()).rejects.toThrow("the stream ended");
    await stopped;
    start();
  });

  test("HEAD tells what it is, and reads nothing", async () => {
    start();
    const response = await api.get("/events", { method: "HEAD" });
    expect([response.status, response.headers.get("content-type")]).toEqual([200, "text/event-stream"]);
    expect(api.service.events.readers).toBe(0);
  });
});

describe("a reader that does not read", () => {
  /** Asks for events, reads the first of them and no more. */
  async function stuck(): Promise<Socket> {
    const socket = connect(api.port, "127.0.0.1");
    socket.on("error", () => {});
    socket.write("GET /events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
    await new Promise((resolve) => socket.once("data", resolve));
    socket.pause();
    return socket;
  }

  test("is let go once it is too far behind, and holds nobody up", async () => {
    start();
    const socket = await stuck();
    await using good = await open();
    await good.next();
    let told = 0;
    const counting = (async () => {
      for (;;) {
        await good.next();
        told += 1;
      }
    })().catch(() => {});
    const value = "x".repeat(100_000);
    let sent = 0;
    // What the two sockets' own buffers take is not ours to bound.
    for (; sent < 400 && api.service.events.readers > 1; sent++) {
      api.service.events.emit("changes", { count: 1, changes: [], since: value });
      await until(() => told === sent + 1);
    }
    expect(api.service.events.readers).toBe(1);
    expect(sent).toBeGreaterThan(10);
    socket.destroy();
    await good[Symbol.asyncDispose]();
    await counting;
  });
});

describe("/sync/… as events", () => {
  test("tells the run, its progress, and what came of it, then ends", async () => {
    start();
    await using reader = await open("/sync/full?check=true", { accept: "text/event-stream" });
    const events = [];
    for (;;) {
      const event = await reader.next().catch(() => null);
      if (event === null) break;
      events.push(event);
    }
    expect(events.map(({ event }) => event)).toEqual(["started", ...Array(4).fill("progress"), "run"]);
    expect(events[0]?.data).toMatchObject({ kind: "check" });
    expect(events.at(-1)?.data).toMatchObject({ outcome: "ok", check: { outcome: "equal" } });
  });

  test("a second one is a problem like any other", async () => {
    start();
    await api.get("/sync/poll?wait=false");
    const response = await api.get("/sync/poll", { headers: { accept: "text/event-stream" } });
    expect([response.status, response.headers.get("content-type")]).toEqual([409, "application/problem+json"]);
  });

  test("the run goes on when its reader goes away", async () => {
    start();
    const reader = await open("/sync/poll", { accept: "text/event-stream" });
    await reader.next();
    await reader[Symbol.asyncDispose]();
    await until(() => api.service.runs[0]?.outcome === "ok");
  });
});
