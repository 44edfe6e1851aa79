import { describe, expect, test } from "bun:test";
import { errorsOf, history } from "../../../support/run-history.ts";
import { serve } from "../../../support/serving.ts";
import { smallCompany } from "../../../support/small-company.ts";
import { tables, World } from "../../../support/world.ts";

const MINUTE = 60_000;

describe("a first read", () => {
  test("lets polls go first, so that fresh edits do not wait for history", async () => {
    const settings = { chunk: 3, checkpoint: 3, tables: tables("account", "name", "product") };
    await using world = await World.open({ records: 120, settings });
    // Every request takes so long that a poll is due at each checkpoint.
    world.onRequest = () => world.pass(30);
    const { service } = serve(world, { waits: 1, appliance: { pollEvery: 2 * MINUTE } });
    await service.go();
    const kinds = history(world);
    expect(kinds.filter((run) => run.endsWith("yielded")).length).toBeGreaterThan(2);
    // What is read already is polled in between.
    expect(kinds.slice(0, 4)).toEqual(["full yielded", "poll ok", "poll yielded", "poll ok"]);
    expect(kinds.at(-1)).toBe("poll ok");
    expect(service.reading.status().tables.map(({ coverage }) => coverage)).toEqual(["poll", "poll", "poll"]);
  });

  test("stops at a checkpoint when it is paused, and goes on when it is resumed", async () => {
    const settings = { chunk: 3, checkpoint: 3, tables: tables("account", "name", "product") };
    await using world = await World.open({ data: smallCompany(), settings });
    let requests = 0;
    const { service } = serve(world, { waits: 3, inWait: ({ service: now }) => now.control.resume() });
    world.onRequest = () => {
      requests += 1;
      if (requests === 14) service.control.pause();
    };
    await service.go();
    expect(history(world)).toEqual(["full yielded", "full ok"]);
  });

  test("that somebody asks for while it is paused goes to its end; pausing once more stops it", async () => {
    const settings = { chunk: 3, checkpoint: 3, tables: tables("account", "name", "product") };
    await using world = await World.open({ data: smallCompany(), settings });
    let requests = 0;
    const { service } = serve(world, {
      waits: 2,
      inWait: async ({ service: now }) => {
        await now.control.start({ kind: "full", allowDeletes: 0 }).done;
      },
    });
    service.control.pause();
    world.onRequest = () => {
      requests += 1;
      if (requests === 14) service.control.pause();
    };
    await service.go();
    expect(history(world)).toEqual(["full yielded", "full ok"]);
  });
});

describe("upkeep", () => {
  test("is done while nothing else is, a slice at a time, and a poll that has become due goes before the next slice", async () => {
    await using world = await World.open({ data: smallCompany() });
    const told: string[] = [];
    let slices = 5;
    const upkeep = {
      slice() {
        // Each takes half the time to the next poll.
        if (--slices < 0) return false;
        world.pass(30);
        told.push(`slice after ${history(world).length}`);
        return true;
      },
      stop: () => told.push("stop"),
    };
    const { service, waited } = serve(world, { waits: 6, parts: { upkeep } });
    await service.go();
    expect(told).toEqual(["slice after 1", "slice after 1", "slice after 2", "slice after 2", "slice after 3", "stop"]);
    expect(waited.slice(0, 5)).toEqual(Array.from({ length: 5 }, () => 25));
  });
});

describe("while MoneyWorks is closed", () => {
  test("one question a wait finds out whether it is back, and no run fails in vain", async () => {
    await using world = await World.open({ data: smallCompany() });
    let requests = 0;
    let isBack = false;
    const { service, waited } = serve(world, {
      waits: 5,
      appliance: { pollEvery: 2 * MINUTE },
      inWait: ({ service: now, waited: waits }) => {
        if (waits.length === 1) world.simulator.controls.fault({ times: 0, effect: { kind: "status", status: 503 } });
        if (waits.length === 2) expect(now.reading.status().verdict.level).toBe("failing");
        if (waits.length === 3) {
          expect(now.reading.status().service.closedSince).not.toBeNull();
          isBack = true;
          world.simulator.controls.clearFaults();
        }
      },
    });
    world.onRequest = () => {
      if (waited.length === 3 && !isBack) requests += 1;
    };
    await service.go();
    expect(history(world)).toEqual(["full ok", "poll failed", "poll ok", "poll ok"]);
    expect(errorsOf(world)).toHaveLength(1);
    expect(world.log.entries.map(({ message }) => message)).toContain("MoneyWorks answers again");
    expect(requests).toBeLessThanOrEqual(1);
  });
});
