import { describe, expect, test } from "bun:test";
import type { FaultEffect } from "../../src/simulator/http/faults.ts";
import { crowd } from "../support/document-changes.ts";
import { expectMirrored } from "../support/expect-mirrored.ts";
import { tables, World } from "../support/world.ts";

const settings = { tables: tables("name", "product", "transaction"), chunk: 5, checkpoint: 10 };

const EFFECTS: readonly (readonly [name: string, effect: FaultEffect])[] = [
  ["a status 500", { kind: "status", status: 500, body: "Internal" }],
  ["an error text with status 200", { kind: "text", body: "DoConnect failed -1" }],
  ["the user limit", { kind: "users-limit" }],
  ["a body that ends early", { kind: "truncate", bytes: 900 }],
  ["a connection that breaks in the body", { kind: "cut", bytes: 900 }],
  ["fewer records than it counts", { kind: "short", records: 1 }],
  ["a count that is too small", { kind: "miscount", records: 1 }],
  ["a connection that breaks before the answer", { kind: "reset", when: "after" }],
  ["an empty body", { kind: "text", body: "" }],
];

describe("a server that answers a page with", () => {
  test.each(EFFECTS)("%s, once: it is asked again and nothing is lost", async (_, effect) => {
    for (const nth of [2, 4]) {
      await using world = await World.open({ data: crowd(), settings });
      world.simulator.controls.fault({ command: "export", table: "name", nth: nth + 1, effect });
      const { error } = await world.run("poll");
      if (error !== null) await world.poll();
      expectMirrored(world);
    }
  });

  test.each(EFFECTS)(
    "%s, for good: the run fails, nothing is half read, and the next one goes on",
    async (_, effect) => {
      await using world = await World.open({ data: crowd(), settings });
      await world.poll();
      const names = world.git("rev-parse", "main:name");
      world.pass(600);
      for (const seq of [5, 11, 41]) world.records.remove("name", seq);
      world.records.edit("transaction", 2, { description: "after the fault" });
      world.simulator.controls.fault({ command: "export", table: "name", nth: 2, times: 0, effect });
      const { error, summary } = await world.run("full");
      expect(error).not.toBeNull();
      expect(summary.tables.filter(({ deleted }) => deleted > 0)).toEqual([]);
      expect(world.git("rev-parse", "main:name")).toBe(names);
      world.simulator.controls.clearFaults();
      await world.full();
      expectMirrored(world);
    },
  );
});
