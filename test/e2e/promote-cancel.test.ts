import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { fail } from "../../src/domain/errors/tidemark-error.ts";
import { Editor } from "../support/editor.ts";
import { expectMirrored } from "../support/expect-mirrored.ts";
import { promoteIn } from "../support/promoting.ts";
import { smallCompany } from "../support/small-company.ts";
import { World } from "../support/world.ts";

/** What hangs here hangs for two minutes; a turn that does not mind its signal does not end in the time that a test has. */
setDefaultTimeout(20_000);

const MOMENTS = [
  ["an import that MoneyWorks did not begin", { command: "import", effect: { kind: "hang", when: "before" } }],
  ["an import that MoneyWorks has done", { command: "import", effect: { kind: "hang", when: "after" } }],
  ["what is looked for before it is sent", { command: "export", effect: { kind: "hang" } }],
] as const;
const REASONS = [
  ["by a person", new Error("enough"), "run.cancelled"],
  ["by a watchdog", fail("run.no-progress", { minutes: 10 }), "run.no-progress"],
] as const;

describe.each(REASONS)("a promotion that is ended %s", (_by, reason, code) => {
  test.each(MOMENTS)("leaves %s to the next turn, which brings it once", async (_name, fault) => {
    await using world = await World.open({ data: smallCompany() });
    await world.full();
    using editor = new Editor(world.remotePath);
    const commit = editor.send(editor.edited("name", "ROWAN", ["09 555 0101", "09 555 0199"]));
    await world.poll();
    world.simulator.controls.fault(fault);
    const controller = new AbortController();
    world.onRequest = ({ command }) => {
      if (command === fault.command) setTimeout(() => controller.abort(reason), 20);
    };
    const { error, reports } = await world.promoter.promote({ signal: controller.signal, again: false });
    world.onRequest = () => {};
    expect([error?.code, reports.map(({ outcome }) => outcome)]).toEqual([code, ["pending"]]);
    world.simulator.controls.clearFaults();
    world.pass(400);
    await promoteIn(world);
    expect(world.staging.promotion(commit)).toMatchObject({ outcome: "accepted", noted: true });
    expect(world.simulator.rows("name").find(({ seq }) => seq === 12)?.fields.phone).toBe("09 555 0199");
    await world.poll();
    expectMirrored(world);
  });
});
