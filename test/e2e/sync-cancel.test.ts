import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { join } from "node:path";
import { fail } from "../../src/domain/errors/tidemark-error.ts";
import type { Clock } from "../../src/domain/ports/clock.ts";
import type { RunKind } from "../../src/domain/run.ts";
import { createSource } from "../../src/moneyworks/source.ts";
import { createClock } from "../../src/platform/clock.ts";
import { createHttp } from "../../src/platform/http.ts";
import type { RunRequest } from "../../src/sync/context.ts";
import { check } from "../support/checking.ts";
import { crowd } from "../support/document-changes.ts";
import { expectMirrored } from "../support/expect-mirrored.ts";
import { GitServer } from "../support/git-server.ts";
import { fixedRandom } from "../support/moneyworks-fakes.ts";
import { type Stall, StallingProxy } from "../support/stalling.ts";
import { TemporaryDirectory } from "../support/temporary.ts";
import { tables, World, type WorldOptions } from "../support/world.ts";

/*
 * What hangs here hangs for ever, with the client's own patience of two minutes and a clock whose waits are real: a run that does not
 * mind its signal does not end within the time that a test has.
 */
setDefaultTimeout(20_000);

const settings = { tables: tables("name", "transaction"), chunk: 5, checkpoint: 8 };

interface Scene extends AsyncDisposable {
  readonly world: World;
  readonly proxy: StallingProxy;
}

/** A world whose MoneyWorks is reached through a proxy. */
async function open(options: WorldOptions = {}): Promise<Scene> {
  let proxy: StallingProxy | null = null;
  const world = await World.open({
    data: crowd(),
    settings,
    ...options,
    wrapPorts: (ports) => {
      const { origin } = new URL(world.url);
      proxy ??= new StallingProxy(origin);
      const clock: Clock = { ...bound(world.clock), sleep: createClock().sleep };
      const url = world.url.replace(new URL(origin).host, new URL(proxy.origin).host);
      const source = createSource({ url, http: createHttp(), clock, log: world.log, random: fixedRandom(0.5) });
      return { ...ports, source };
    },
  });
  // The ports are opened by who first asks for them.
  expect(world.ports.source).toBeDefined();
  if (proxy === null) throw new Error("there is no proxy");
  const front: StallingProxy = proxy;
  return {
    world,
    proxy: front,
    [Symbol.asyncDispose]: async () => {
      front[Symbol.dispose]();
      await world[Symbol.asyncDispose]();
    },
  };
}

function bound(clock: Clock): Omit<Clock, "sleep"> {
  return { now: () => clock.now(), monotonic: () => clock.monotonic(), bootId: () => clock.bootId() };
}

/** Ends the run with this reason once an answer hangs, or something else happened. */
async function cancelled(
  { world, proxy }: Scene,
  kind: RunKind,
  { reason = new Error("enough"), when = proxy.stalled }: { reason?: Error; when?: Promise<unknown> } = {},
  request: Partial<RunRequest> = {},
) {
  const controller = new AbortController();
  const running = world.run(kind, { signal: controller.signal, ...request });
  await Promise.race([when, running.then(() => Promise.reject(new Error("the run ended before it was cancelled")))]);
  controller.abort(reason);
  return running;
}

const EXPORT = /\/export\?table=(name|transaction)/;
const MOMENTS: readonly [name: string, kind: RunKind, path: RegExp, stall: Stall, mirrored: boolean][] = [
  ["its first contact", "poll", /\/version/, "before", true],
  ["the sample of the clock", "poll", /Timestamp/i, "before", true],
  ["a page of a poll", "poll", EXPORT, "before", true],
  ["the body of a page of a poll", "poll", EXPORT, "inside", true],
  ["the lines of a poll", "poll", /\/export\?table=detail/, "inside", true],
  ["a page of a first read", "poll", /sequencenumber%3E14/, "before", false],
  ["the body of a page of a first read", "poll", /sequencenumber%3E14/, "inside", false],
  ["a page of a full sync", "full", /sequencenumber%3E29/, "inside", true],
  ["a list of a sweep", "sweep", EXPORT, "before", true],
];

describe("a run that is cancelled ends, although the server hangs in", () => {
  test.each(MOMENTS)("%s", async (_name, kind, path, stall, mirrored) => {
    await using scene = await open();
    const { world, proxy } = scene;
    if (mirrored) await world.poll();
    world.pass(600);
    world.records.edit("name", 2, { phone: "edited meanwhile" });
    proxy.stall = (request) => (path.test(request) ? stall : null);
    const { summary, error } = await cancelled(scene, kind);
    expect([summary.outcome, error?.code]).toEqual(["cancelled", "run.cancelled"]);
    proxy.stall = () => null;
    await world.poll();
    expectMirrored(world);
  });

  test("a check, which leaves no trace", async () => {
    await using scene = await open();
    const { world, proxy } = scene;
    await world.poll();
    proxy.stall = (request) => (/sequencenumber%3E14/.test(request) ? "inside" : null);
    const controller = new AbortController();
    const checking = check(world, { signal: controller.signal });
    await proxy.stalled;
    controller.abort(new Error("enough"));
    expect((await checking).summary).toMatchObject({ outcome: "cancelled", error: { code: "run.cancelled" } });
  });

  test("the search for a record that cannot be read", async () => {
    await using scene = await open();
    const { world, proxy } = scene;
    world.simulator.controls.poison("name", 17, "error");
    let narrowed = 0;
    proxy.stall = (request) =>
      /limit=[12]&/.test(request) && EXPORT.test(request) && ++narrowed === 2 ? "before" : null;
    const { summary } = await cancelled(scene, "poll");
    expect(summary.outcome).toBe("cancelled");
    expect(world.staging.quarantined()).toEqual([]);
    proxy.stall = () => null;
    world.simulator.controls.heal("name", 17);
    await world.poll();
    expectMirrored(world);
  });
});

describe("a run that is cancelled ends, although", () => {
  test("it waits a minute and more because all log-ins are taken", async () => {
    await using scene = await open();
    const { world } = scene;
    world.simulator.controls.fault({ command: "export", times: 0, effect: { kind: "users-limit" } });
    const waits = Promise.withResolvers<void>();
    const { log } = world;
    const write = log.write.bind(log);
    log.write = (level, message, fields) => {
      write(level, message, fields);
      if (message.endsWith("Asking again.")) setTimeout(() => waits.resolve(), 20);
    };
    const { summary } = await cancelled(scene, "poll", { when: waits.promise });
    expect(summary.outcome).toBe("cancelled");
    world.simulator.controls.clearFaults();
    await world.poll();
    expectMirrored(world);
  });

  const PUSHES: readonly [name: string, path: RegExp, stall: Stall][] = [
    ["lists no refs", /GET .*service=git-receive-pack/, "before"],
    ["takes the pack and says nothing", /POST .*git-receive-pack/, "before"],
    ["did what it was asked, and says half of it", /POST .*git-receive-pack/, "inside"],
  ];

  test.each(PUSHES)("the remote %s", async (_name, path, stall) => {
    using place = new TemporaryDirectory();
    using server = new GitServer({ root: place.path, token: "token" });
    server.create("mirror.git");
    using front = new StallingProxy(new URL(server.url("x")).origin);
    const target = { kind: "http", url: `${front.origin}/mirror.git`, username: "git", branch: "main" } as const;
    await using scene = await open({ remote: { target, token: "token" } });
    const { world } = scene;
    front.stall = (request) => (path.test(request) ? stall : null);
    const { summary } = await cancelled(scene, "poll", { when: front.stalled });
    expect(summary.outcome).toBe("cancelled");
    front.stall = () => null;
    await world.poll();
    expectMirrored(world, join(place.path, "mirror.git"));
    expect(world.staging.unpushed()).toEqual([]);
  });

  test("its push hangs while it reads on: that push is given up", async () => {
    using place = new TemporaryDirectory();
    using server = new GitServer({ root: place.path, token: "token" });
    server.create("mirror.git");
    using front = new StallingProxy(new URL(server.url("x")).origin);
    const target = { kind: "http", url: `${front.origin}/mirror.git`, username: "git", branch: "main" } as const;
    await using scene = await open({ remote: { target, token: "token" } });
    const { world, proxy } = scene;
    front.stall = (request) => (/POST/.test(request) ? "before" : null);
    proxy.stall = (request) => (/sequencenumber%3E44/.test(request) ? "before" : null);
    const { summary } = await cancelled(scene, "poll", { when: Promise.all([front.stalled, proxy.stalled]) });
    expect([summary.outcome, summary.pushed]).toEqual(["cancelled", false]);
    front.stall = () => null;
    proxy.stall = () => null;
    await world.poll();
    expectMirrored(world, join(place.path, "mirror.git"));
  });
});

describe("a watchdog's reason is the error of what it ended", () => {
  const reason = fail("run.no-progress", { minutes: 10 });

  test.each(["poll", "full", "sweep"] as const)("of a %s, which failed", async (kind) => {
    await using scene = await open();
    await scene.world.poll();
    scene.proxy.stall = (request) => (EXPORT.test(request) ? "before" : null);
    const { summary, error } = await cancelled(scene, kind, { reason });
    expect([summary.outcome, error]).toEqual(["failed", reason]);
  });

  test("of a check, which failed", async () => {
    await using scene = await open();
    const { world, proxy } = scene;
    await world.poll();
    proxy.stall = (request) => (EXPORT.test(request) ? "inside" : null);
    const controller = new AbortController();
    const checking = check(world, { signal: controller.signal });
    await proxy.stalled;
    controller.abort(reason);
    const { summary, error } = await checking;
    expect([summary.outcome, error]).toEqual(["failed", reason]);
  });
});
