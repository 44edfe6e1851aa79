import { describe, expect, test } from "bun:test";
import { runOnce } from "../../../src/app/run-once.ts";
import { readStatus } from "../../../src/app/status.ts";
import { fail } from "../../../src/domain/errors/tidemark-error.ts";
import type { SyncPorts } from "../../../src/sync/context.ts";
import { crowd } from "../../support/document-changes.ts";
import { quietAppliance } from "../../support/quiet-appliance.ts";
import { smallCompany } from "../../support/small-company.ts";
import { tables, World } from "../../support/world.ts";

const full = () => fail("data.disk-full", { path: "staging.sqlite" });

/** Ports of which some methods throw what is given for them. */
function broken<T extends object>(port: T, failures: Partial<Record<keyof T & string, () => Error>>): T {
  return new Proxy(port, {
    get(target, name) {
      const error = failures[name as keyof T & string];
      if (error !== undefined)
        return () => {
          throw error();
        };
      const value: unknown = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

async function once(world: World, ports: SyncPorts, kind: "poll" | "full" = "poll") {
  const appliance = quietAppliance({ ports, settings: world.settings });
  const { signal } = new AbortController();
  return runOnce(appliance, { kind, allowDeletes: 0, signal, onProgress: () => {} });
}

describe("a run", () => {
  test("is in the history with its summary, and in the log with its sums", async () => {
    await using world = await World.open({ data: smallCompany() });
    const { summary, error } = await once(world, world.ports);
    expect(error).toBeNull();
    const [row] = world.staging.runs(2);
    expect(row).toMatchObject({ run: summary.run, outcome: "ok" });
    expect(row?.summary).toEqual(summary);
    const logged = world.log.entries.find(({ message }) => message === "full ok");
    expect(logged?.fields).toMatchObject({ run: summary.run, commit: summary.commit, pushed: true, deleted: 0 });
  });

  test("that cannot begin reads nothing and is a failure", async () => {
    await using world = await World.open({ data: smallCompany() });
    const ports = { ...world.ports, staging: broken(world.ports.staging, { startRun: full }) };
    const { summary, error } = await once(world, ports);
    expect(error?.code).toBe("data.disk-full");
    expect(summary).toMatchObject({ outcome: "failed", tables: [], commit: null, error: { code: "data.disk-full" } });
    expect(world.simulator.controls.requests).toEqual([]);
  });

  test("whose end cannot be written down is a failure, though its commit stands", async () => {
    await using world = await World.open({ data: smallCompany() });
    const ports = { ...world.ports, staging: broken(world.ports.staging, { endRun: full }) };
    const { summary, error } = await once(world, ports);
    expect(error?.code).toBe("data.disk-full");
    expect(summary).toMatchObject({ outcome: "failed", pushed: true, commit: world.git("rev-parse", "main") });
  });

  test("that failed keeps its own error when its end cannot be written down either, and leaves it to the caller to tell", async () => {
    await using world = await World.open({ data: smallCompany() });
    const gone = () => fail("moneyworks.login", { server: "http://h" });
    const source = broken(world.ports.source, { contact: gone });
    const staging = broken(world.ports.staging, { endRun: full });
    expect((await once(world, { ...world.ports, source, staging })).error?.code).toBe("moneyworks.login");
    expect(world.log.entries.map(({ level, message }) => `${level} ${message}`)).toEqual([
      "debug poll started",
      "info poll failed",
    ]);
  });
});

describe("a run that yields", () => {
  test("is in the history as such, without an error, and leaves a halt to the run that goes through", async () => {
    const settings = { tables: tables("name"), chunk: 5, checkpoint: 8 };
    await using world = await World.open({ data: crowd(), settings });
    const halt = { code: "sync.other-document", message: "Another.", hint: "Look.", at: 1 };
    world.staging.setHalt(halt);
    const parts = quietAppliance({ ports: world.ports, settings: world.settings });
    const { signal } = new AbortController();
    const request = { kind: "poll", allowDeletes: 0, signal, onProgress: () => {}, shouldYield: () => true } as const;
    const { summary, error } = await runOnce(parts, request);
    expect(error).toBeNull();
    expect(world.staging.runs(1)[0]).toMatchObject({ outcome: "yielded", summary });
    expect(world.staging.halt()).toEqual(halt);
    const status = () => readStatus(world.staging, { now: world.clock.now(), overlapSeconds: 60 });
    expect(status().lastSuccess).toBeNull();
    expect((await once(world, world.ports)).summary.outcome).toBe("ok");
    expect(world.staging.halt()).toBeNull();
    expect(status().lastSuccess).not.toBeNull();
  });
});

describe("a halt", () => {
  const brake = { code: "sync.delete-brake", message: "Too many.", hint: "Look.", at: 1 };
  const document = { code: "sync.other-document", message: "Another.", hint: "Look.", at: 1 };

  test("is set by the run that meets it", async () => {
    await using world = await World.open({ data: smallCompany() });
    const moved = () => fail("remote.main-moved", { ref: "main", url: "there", found: "a", expected: "b" });
    await once(world, { ...world.ports, mirror: broken(world.ports.mirror, { commit: moved }) });
    expect(world.staging.halt()).toMatchObject({ code: "remote.main-moved", at: world.clock.now() });
  });

  test.each([
    [document, "poll", null],
    [document, "full", null],
    [brake, "poll", brake],
    [brake, "full", null],
  ] as const)("%j is, after a %s that goes through, %j", async (halt, kind, left) => {
    await using world = await World.open({ data: smallCompany() });
    await once(world, world.ports);
    world.staging.setHalt(halt);
    await once(world, world.ports, kind);
    expect(world.staging.halt()).toEqual(left);
  });
});
