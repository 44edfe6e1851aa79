import { afterEach, describe, expect, test } from "bun:test";
import type { ServiceEvent } from "../../../../src/api/contract/events.ts";
import type { RunProgress } from "../../../../src/api/contract/run.ts";
import { clockOffset } from "../../../../src/dashboard/live/clock-offset.ts";
import { Live } from "../../../../src/dashboard/live/live.ts";
import { Client } from "../../../../src/sdk/client.ts";

const NOW = Date.UTC(2025, 2, 31, 4, 45);
const PROGRESS: RunProgress = {
  run: "r1",
  kind: "full",
  step: "read",
  table: "name",
  tableNumber: 1,
  tableCount: 3,
  done: 10,
  total: 100,
  percent: 10,
  bytes: 1000,
  recordsPerSecond: 5,
  bytesPerSecond: 500,
  etaSeconds: 18,
  commit: null,
};

const started: Live[] = [];
afterEach(() => {
  for (const live of started.splice(0)) live.stop();
});

/** What the page knows, over a service that answers each path so. */
function liveOver(answers: Readonly<Record<string, () => Response>> = {}): Live {
  const client = new Client({
    base: "http://service/",
    fetch: async (url) => answers[new URL(url).pathname]?.() ?? new Response(null, { status: 503 }),
    token: () => null,
    random: () => 0,
    sleep: (_, signal) => new Promise((resolve) => signal.addEventListener("abort", () => resolve())),
  });
  const live = new Live({ client, now: () => NOW });
  started.push(live);
  return live;
}

const event = (name: string, data: unknown) => ({ id: "1", event: name, data }) as ServiceEvent;
const status = (running: RunProgress | null, at = new Date(NOW).toISOString()) =>
  event("status", { at, service: { running } });
const changed = (...ids: number[]) => ({
  count: ids.length,
  since: null,
  changes: ids.map((id) => ({ id, run: "r", field: "f" })),
});

describe("events", () => {
  test("a status brings the run under way, and takes away one that is over", () => {
    const live = liveOver();
    live.take(status(PROGRESS));
    expect(live.moving.value?.progress.run).toBe("r1");
    live.take(status(null));
    expect(live.moving.value).toBeNull();
  });

  test("progress moves the estimate of its run, and of no other", () => {
    const live = liveOver();
    live.take(event("progress", PROGRESS));
    expect(live.moving.value?.endAt).toBe(NOW + 18_000);
    live.take(event("progress", { ...PROGRESS, etaSeconds: 28 }));
    expect(live.moving.value?.endAt).toBe(NOW + 20_000);
    live.take(event("progress", { ...PROGRESS, run: "r2", etaSeconds: 28 }));
    expect(live.moving.value?.endAt).toBe(NOW + 28_000);
  });

  test("a run that ends is no longer under way; another one's end changes nothing", () => {
    const live = liveOver();
    live.take(event("progress", PROGRESS));
    live.take(event("run", { run: "r0", endedAt: "x" }));
    live.take(event("run", { run: "r1", endedAt: null }));
    expect(live.moving.value).not.toBeNull();
    live.take(event("run", { run: "r1", endedAt: "x" }));
    expect(live.moving.value).toBeNull();
  });

  test("changes come first in the feed, which stays bounded", () => {
    const live = liveOver();
    live.take(event("changes", changed(1, 2)));
    live.take(event("changes", changed(3)));
    expect(live.feed.value.map(({ id }) => id)).toEqual([3, 2, 1]);
    live.take(event("changes", changed(...Array.from({ length: 300 }, (_, at) => at + 4))));
    expect(live.feed.value.map(({ id }) => id).slice(0, 2)).toEqual([303, 302]);
    expect(live.feed.value).toHaveLength(200);
  });

  test("a reset lets everything be loaded again", () => {
    const live = liveOver();
    live.take(event("changes", changed(1)));
    live.take(event("reset", {}));
    expect(live.feed.value).toEqual([]);
    expect(live.epoch.value).toBe(1);
  });

  test("listeners hear what is known already, until they leave", () => {
    const live = liveOver();
    const heard: (string | undefined)[] = [];
    const leave = live.listen(() => heard.push(live.moving.value?.progress.run));
    live.take(event("progress", PROGRESS));
    leave();
    live.take(status(null));
    expect(heard).toEqual(["r1"]);
  });
});

describe("following", () => {
  const until = async (isSo: () => boolean) => {
    for (let turn = 0; turn < 200 && !isSo(); turn++) await Bun.sleep(1);
    expect(isSo()).toBe(true);
  };

  test("the feed is loaded, and events go on from there", async () => {
    const live = liveOver({
      "/changes": () => Response.json({ changes: [{ id: 2 }, { id: 1 }], since: "2", before: null, more: false }),
      "/events": () =>
        new Response(`event: changes\nid: 7\ndata: ${JSON.stringify(changed(3))}\n\n`, {
          headers: { "content-type": "text/event-stream" },
        }),
    });
    live.start();
    await until(() => live.feed.value.length === 3 && live.link.value.state === "lost");
    expect(live.feed.value.map(({ id }) => id)).toEqual([3, 2, 1]);
  });

  test("a service that wants a token is told apart from one that is gone", async () => {
    const problem = { type: "about:blank", title: "x", status: 401, code: "api.needs-token", detail: "d", hint: "h" };
    const denied = liveOver({ "/events": () => Response.json(problem, { status: 401 }) });
    denied.start();
    await until(() => denied.link.value.state === "denied");
    const gone = liveOver();
    gone.start();
    await until(() => gone.link.value.state === "lost");
  });
});

describe("the service's clock", () => {
  test("a message's way is no difference of clocks", () => expect(clockOffset(0, NOW - 900, NOW)).toBe(0));
  test("a real one is taken over", () => expect(clockOffset(0, NOW + 90_000, NOW)).toBe(90_000));
  test("an old message does not set it back", () => expect(clockOffset(90_000, NOW + 30_000, NOW)).toBe(90_000));
  test("a later one that is nearer does count", () => expect(clockOffset(-90_000, NOW - 60_000, NOW)).toBe(-60_000));
});
