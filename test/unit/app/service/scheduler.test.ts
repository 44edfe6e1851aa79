import { describe, expect, test } from "bun:test";
import { fail } from "../../../../src/domain/errors/tidemark-error.ts";
import { errorsOf, history } from "../../../support/run-history.ts";
import { type Serving, serve } from "../../../support/serving.ts";
import { smallCompany } from "../../../support/small-company.ts";
import { tables, World } from "../../../support/world.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A mirror, or a source, whose method fails when `before` throws. */
function failing<T extends object>(port: T, method: string, before: (args: unknown[]) => void): T {
  return new Proxy(port, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== "function") return value;
      return (...args: unknown[]) => {
        if (name === method) before(args);
        return Reflect.apply(value, target, args);
      };
    },
  });
}

describe("the service by itself", () => {
  test("polls at its interval until it is stopped", async () => {
    await using world = await World.open({ data: smallCompany() });
    const { service, waited } = serve(world, { waits: 3 });
    await service.go();
    expect(waited).toEqual([MINUTE, MINUTE, MINUTE]);
    expect(history(world)).toEqual(["full ok", "poll ok", "poll ok"]);
  });

  test("sweeps when that is due, and goes on polling when the brake stops a sweep, which is then not repeated", async () => {
    const settings = { tables: tables("name"), deleteLimit: { share: null, count: 0 } };
    await using world = await World.open({ data: smallCompany(), settings });
    await serve(world, { waits: 4, appliance: { sweepEvery: 2 * MINUTE } }).service.go();
    expect(history(world)).toEqual(["full ok", "poll ok", "poll ok", "sweep ok", "poll ok"]);
    world.records.remove("name", "ROWAN");
    const first = history(world).length;
    const { service } = serve(world, { waits: 3, appliance: { sweepEvery: 2 * MINUTE } });
    await service.go();
    expect(history(world).slice(first)).toEqual(["poll ok", "sweep halted", "poll ok", "poll ok"]);
    expect(service.reading.status().halt).toMatchObject({
      code: "sync.delete-brake",
      ways: [{ way: "allow-deletes" }, { way: "try-again" }],
    });
  });

  test("waits longer after each failure, and as usual again after the first success", async () => {
    let left = 3;
    const fails = () => {
      if (left-- > 0) throw fail("data.disk-full", { path: "staging" });
    };
    await using world = await World.open({
      data: smallCompany(),
      wrapPorts: (ports) => ({ ...ports, mirror: failing(ports.mirror, "commit", fails) }),
    });
    const { service, waited } = serve(world, { waits: 5 });
    await service.go();
    expect(waited.map((ms) => ms / MINUTE)).toEqual([2, 4, 8, 1, 1]);
    expect(errorsOf(world)).toEqual(["data.disk-full", "data.disk-full", "data.disk-full"]);
  });

  test("stays when a person is needed, shows what can be done, and looks once an hour whether it was", async () => {
    let isMoved = true;
    const halt = () => {
      if (isMoved) throw fail("sync.other-document", { known: "A", found: "B" });
    };
    await using world = await World.open({
      data: smallCompany(),
      wrapPorts: (ports) => ({ ...ports, mirror: failing(ports.mirror, "commit", halt) }),
    });
    const { service, waited } = serve(world, {
      waits: 3,
      inWait: ({ service: now, waited: waits }) => {
        const { halt: standing, verdict } = now.reading.status();
        if (waits.length === 1) expect([standing?.code, verdict.level]).toEqual(["sync.other-document", "halted"]);
        if (waits.length === 1) isMoved = false;
        else expect([standing, verdict.level]).toEqual([null, "ok"]);
      },
    });
    await service.go();
    expect(waited).toEqual([HOUR, MINUTE, MINUTE]);
    expect(errorsOf(world)).toEqual(["sync.other-document"]);
  });

  test("tells of a table that fails once, where it fails", async () => {
    const noNames = ([request]: unknown[]) => {
      if ((request as { table?: string }).table === "name") throw fail("moneyworks.no-modtime", { table: "name" });
    };
    await using world = await World.open({
      data: smallCompany(),
      wrapPorts: (ports) => ({ ...ports, source: failing(ports.source, "page", noNames) }),
    });
    await serve(world, { waits: 1 }).service.go();
    expect(history(world)).toEqual(["full partial"]);
    expect(errorsOf(world)).toEqual(["moneyworks.no-modtime"]);
  });

  test("does not call it an error that it was stopped during a poll", async () => {
    await using world = await World.open({ data: smallCompany() });
    const { service, stop } = serve(world, { waits: 1 });
    world.onRequest = () => stop.abort(new Error("stop"));
    await service.go();
    expect(history(world)).toEqual(["poll cancelled"]);
    expect(errorsOf(world)).toEqual([]);
  });

  test("ends when the data directory is not its own any more", async () => {
    await using world = await World.open({ data: smallCompany() });
    const beforeEach = () => {
      if (world.staging.runs(1).length > 0) throw fail("data.replaced", { path: "data" });
    };
    const going = serve(world, { waits: 3, parts: { beforeEach } }).service.go();
    await expect(going).rejects.toMatchObject({ code: "data.replaced" });
  });

  test("runs full syncs and checks at their times, and catches up with a time that passed while nothing ran", async () => {
    await using world = await World.open({ data: smallCompany() });
    // Full syncs at the full hour, checks half an hour later.
    const appliance = { pollEvery: 20 * MINUTE, fullAt: "0 * * * *", checkAt: "30 * * * *" };
    const served = serve(world, { waits: 9, appliance });
    await served.service.go();
    const kinds = history(world).filter((run) => run !== "poll ok");
    expect(kinds.slice(1, 4)).toEqual(["check ok", "full ok", "check ok"]);
    world.pass(25 * 3600);
    const before = history(world).length;
    await serve(world, { waits: 2, appliance }).service.go();
    expect(history(world).slice(before)).toEqual(["poll ok", "full ok", "check ok"]);
  });
});

describe("what people ask for", () => {
  test("runs at once, while the service waits, and tells how it ended", async () => {
    await using world = await World.open({ data: smallCompany() });
    const results: unknown[] = [];
    const { service } = serve(world, {
      waits: 4,
      inWait: async ({ service: now, waited }) => {
        if (waited.length !== 1) return;
        const { run, done } = now.control.start({ kind: "full", allowDeletes: 0 });
        expect(now.reading.status().service.running).toMatchObject({ run, kind: "full" });
        const detail = await done;
        results.push([detail.run === run, detail.kind, detail.outcome]);
        expect(now.reading.status().service.running).toBeNull();
      },
    });
    await service.go();
    expect(results).toEqual([[true, "full", "ok"]]);
    expect(history(world)).toEqual(["full ok", "full ok", "poll ok"]);
  });

  test("is refused while another run is under way, with its id, and leaves the schedule as it is", async () => {
    await using world = await World.open({ data: smallCompany() });
    const refused: unknown[] = [];
    const { service, stop } = serve(world, { waits: 1 });
    world.onRequest = () => {
      const { running } = service.reading.status().service;
      try {
        service.control.start({ kind: "poll", allowDeletes: 0 });
      } catch (reason) {
        refused.push([
          (reason as { code: string }).code,
          running?.run === (reason as { details: { run: string } }).details.run,
        ]);
      }
    };
    await service.go();
    expect(refused.length).toBeGreaterThan(10);
    expect(new Set(refused.map(String))).toEqual(new Set(["api.busy,true"]));
    expect([history(world), stop.signal.aborted]).toEqual([["full ok"], true]);
  });

  test("may be for a table that is not mirrored, which is said before anything begins", async () => {
    await using world = await World.open({ data: smallCompany(), settings: { tables: tables("name") } });
    const { service } = serve(world, { waits: 1 });
    const start = () => service.control.start({ kind: "full", tables: tables("product"), allowDeletes: 0 });
    expect(start).toThrow(expect.objectContaining({ code: "sync.unmirrored-table" }));
    expect(history(world)).toEqual([]);
  });

  test("a cancelled run ends between two requests, and the next poll goes on", async () => {
    await using world = await World.open({ data: smallCompany() });
    let requests = 0;
    const { service, waited } = serve(world, { waits: 2 });
    world.onRequest = () => {
      requests += 1;
      if (requests === 20)
        expect(service.control.cancel()).toBe(service.reading.status().service.running?.run as never);
    };
    await service.go();
    expect(history(world)).toEqual(["full cancelled", "full ok"]);
    expect([(waited[0] ?? HOUR) <= MINUTE, errorsOf(world), service.control.cancel()]).toEqual([true, [], null]);
  });

  test("pausing keeps everything from starting by itself, over restarts; what is asked for runs", async () => {
    await using world = await World.open({ data: smallCompany() });
    const first = serve(world, {
      waits: 3,
      inWait: async ({ service: now, waited }) => {
        if (waited.length === 1) expect(now.control.pause()).toBe(now.reading.status().service.pausedSince as never);
        if (waited.length === 2) await now.control.start({ kind: "poll", allowDeletes: 0 }).done;
      },
    });
    await first.service.go();
    expect(history(world)).toEqual(["full ok", "poll ok"]);
    const second = serve(world, {
      waits: 4,
      inWait: ({ service: now, waited }) => {
        if (waited.length !== 3)
          expect(now.reading.status().verdict.level).toBe(waited.length < 3 ? "attention" : "ok");
        if (waited.length === 2) now.control.resume();
      },
    });
    await second.service.go();
    expect(history(world)).toEqual(["full ok", "poll ok", "poll ok"]);
    expect(second.waited.slice(0, 2)).toEqual([HOUR, HOUR]);
  });

  test("a push is looked at at once", async () => {
    await using world = await World.open({ data: smallCompany() });
    const appliance = { pollEvery: 10 * MINUTE };
    const inWait = ({ service: now, waited: waits }: Serving) => {
      if (waits.length === 1) now.control.wake();
    };
    const { service, waited } = serve(world, { waits: 3, appliance, inWait });
    await service.go();
    expect(history(world)).toEqual(["full ok", "poll ok"]);
    expect(waited).toEqual([10 * MINUTE, 2000, 10 * MINUTE]);
  });
});
