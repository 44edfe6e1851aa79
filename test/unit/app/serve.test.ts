import { describe, expect, test } from "bun:test";
import type { Appliance } from "../../../src/app/appliance.ts";
import { pollUntilStopped, waitAfter } from "../../../src/app/serve.ts";
import { fail } from "../../../src/domain/errors/tidemark-error.ts";
import type { Clock } from "../../../src/domain/ports/clock.ts";
import { fixedRandom } from "../../support/moneyworks-fakes.ts";
import { noPromoter } from "../../support/promoting.ts";
import { smallCompany } from "../../support/small-company.ts";
import { tables, World } from "../../support/world.ts";

const MINUTE = 60_000;

describe("the wait for the next poll", () => {
  test.each([
    [0, 10 * MINUTE, 10 * MINUTE],
    [1, 10 * MINUTE, 20 * MINUTE],
    [2, 10 * MINUTE, 40 * MINUTE],
    [3, 10 * MINUTE, 60 * MINUTE],
    [50, 10 * MINUTE, 60 * MINUTE],
    [5000, 10 * MINUTE, 60 * MINUTE],
    [1, 1000, 2000],
    [11, 1000, 2_048_000],
    [12, 1000, 60 * MINUTE],
    [0, 24 * 60 * MINUTE, 24 * 60 * MINUTE],
    [3, 24 * 60 * MINUTE, 24 * 60 * MINUTE],
  ])("after %i failures in a row, every %i ms otherwise, is %i ms", (failures, every, wait) => {
    expect(waitAfter(failures, every)).toBe(wait);
  });
});

/** The world as an appliance whose service is stopped after so many waits. */
function applianceOf(
  world: World,
  waits: number,
  sweepEvery: number | null = null,
): { appliance: Appliance; signal: AbortSignal; waited: number[] } {
  const stop = new AbortController();
  const waited: number[] = [];
  const clock: Clock = {
    now: () => world.clock.now(),
    monotonic: () => world.clock.monotonic(),
    bootId: () => world.clock.bootId(),
    sleep: async (ms) => {
      waited.push(ms);
      world.pass(ms / 1000);
      if (waited.length >= waits) stop.abort();
    },
  };
  const ports = { ...world.ports, clock };
  const random = { ...fixedRandom(0.5), uuid: () => crypto.randomUUID() };
  const appliance = {
    ports,
    settings: world.settings,
    random,
    pollEvery: MINUTE,
    sweepEvery,
    promoter: noPromoter(),
    close: () => {},
  };
  return { appliance, signal: stop.signal, waited };
}

describe("the service", () => {
  test("polls at its interval until it is stopped, and ends with 0", async () => {
    await using world = await World.open({ data: smallCompany() });
    const { appliance, signal, waited } = applianceOf(world, 3);
    expect(await pollUntilStopped(appliance, signal)).toBe(0);
    expect(waited).toEqual([MINUTE, MINUTE, MINUTE]);
    expect(world.staging.runs(9).map(({ kind, outcome }) => `${kind} ${outcome}`)).toEqual([
      "poll ok",
      "poll ok",
      "full ok",
    ]);
  });

  test("sweeps when that is due, and goes on polling when the brake stops a sweep, which is then not repeated", async () => {
    const settings = { tables: tables("name"), deleteLimit: { share: null, count: 0 } };
    await using world = await World.open({ data: smallCompany(), settings });
    await pollUntilStopped(...service(applianceOf(world, 4, 2 * MINUTE)));
    const kinds = () =>
      world.staging
        .runs(99)
        .map(({ kind, outcome }) => `${kind} ${outcome}`)
        .reverse();
    expect(kinds()).toEqual(["full ok", "poll ok", "poll ok", "sweep ok", "poll ok"]);
    world.records.remove("name", "ROWAN");
    const first = kinds().length;
    expect(await pollUntilStopped(...service(applianceOf(world, 3, 2 * MINUTE)))).toBe(0);
    expect(kinds().slice(first)).toEqual(["poll ok", "sweep halted", "poll ok", "poll ok"]);
    expect(world.staging.halt()?.code).toBe("sync.delete-brake");
  });

  test("waits longer after each failure, and as usual again after the first success", async () => {
    let failing = 3;
    const fails = () => {
      if (failing-- > 0) throw fail("data.disk-full", { path: "staging" });
    };
    await using world = await World.open({
      data: smallCompany(),
      wrapPorts: (ports) => ({ ...ports, mirror: withCommit(ports.mirror, fails) }),
    });
    const { appliance, signal, waited } = applianceOf(world, 5);
    expect(await pollUntilStopped(appliance, signal)).toBe(0);
    expect(waited.map((ms) => ms / MINUTE)).toEqual([2, 4, 8, 1, 1]);
    expect(errorsOf(world)).toEqual(["data.disk-full", "data.disk-full", "data.disk-full"]);
  });

  test("ends with 4 when a person is needed", async () => {
    const halt = () => {
      throw fail("sync.other-document", { known: "A", found: "B" });
    };
    await using world = await World.open({
      data: smallCompany(),
      wrapPorts: (ports) => ({ ...ports, mirror: withCommit(ports.mirror, halt) }),
    });
    const { appliance, signal, waited } = applianceOf(world, 5);
    expect([await pollUntilStopped(appliance, signal), waited]).toEqual([4, []]);
    expect(world.staging.halt()).toMatchObject({ code: "sync.other-document" });
    expect(errorsOf(world)).toEqual(["sync.other-document"]);
  });

  test("tells of a table that fails once, where it fails", async () => {
    await using world = await World.open({
      data: smallCompany(),
      wrapPorts: (ports) => ({ ...ports, source: without("name", ports.source) }),
    });
    const { appliance, signal } = applianceOf(world, 1);
    await pollUntilStopped(appliance, signal);
    expect(world.staging.runs(1)[0]).toMatchObject({ outcome: "partial" });
    expect(errorsOf(world)).toEqual(["moneyworks.no-modtime"]);
  });

  test("does not call it an error that it was stopped during a poll", async () => {
    await using world = await World.open({ data: smallCompany() });
    const { appliance } = applianceOf(world, 1);
    const stop = new AbortController();
    world.onRequest = () => stop.abort(new Error("stop"));
    expect(await pollUntilStopped(appliance, stop.signal)).toBe(0);
    expect(world.log.entries.map(({ message }) => message)).toContain("poll cancelled");
    expect(errorsOf(world)).toEqual([]);
  });
});

function service({ appliance, signal }: ReturnType<typeof applianceOf>): [Appliance, AbortSignal] {
  return [appliance, signal];
}

/** The codes of the log's error lines. */
function errorsOf(world: World): unknown[] {
  return world.log.entries.filter(({ level }) => level === "error").map(({ fields }) => fields?.code);
}

function withCommit(mirror: World["ports"]["mirror"], before: () => void): World["ports"]["mirror"] {
  return new Proxy(mirror, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== "function") return value;
      return (...args: unknown[]) => {
        if (name === "commit") before();
        return Reflect.apply(value, target, args);
      };
    },
  });
}

/** A source that cannot read one table. */
function without(table: string, source: World["ports"]["source"]): World["ports"]["source"] {
  return new Proxy(source, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== "function") return value;
      return async (...args: unknown[]) => {
        const [request] = args as [{ table?: string }?];
        if (name === "page" && request?.table === table) throw fail("moneyworks.no-modtime", { table });
        return Reflect.apply(value, target, args);
      };
    },
  });
}
