import { describe, expect, test } from "bun:test";
import type { PromotionReport } from "../../src/domain/promotion.ts";
import type { RequestNote } from "../../src/simulator/options.ts";
import { Editor, type Edits, placeOf } from "../support/editor.ts";
import { expectMirrored } from "../support/expect-mirrored.ts";
import { outcomes, promoteIn, reasonsOf } from "../support/promoting.ts";
import { smallCompany } from "../support/small-company.ts";
import { World } from "../support/world.ts";

const NAME = placeOf("name", "ROWAN");

/** A commit that waits, and a hand in MoneyWorks at the very moment in which its record is looked at before it is changed. */
async function withHand(edits: (editor: Editor) => Edits, hand: (world: World, times: number) => void) {
  const world = await World.open({ data: smallCompany() });
  await world.full();
  const editor = new Editor(world.remotePath);
  const commit = editor.send(edits(editor));
  await world.poll();
  let times = 0;
  world.onRequest = (request) => {
    if (!isLook(request)) return;
    times++;
    world.pass(2);
    hand(world, times);
  };
  const { reports, error } = await world.promoter.promote({ signal: new AbortController().signal, again: false });
  world.onRequest = () => {};
  return { world, editor, commit, report: reports[0] as PromotionReport, error, imports: importsOf(world) };
}

/** The question for records by number, which no poll asks for these tables. */
function isLook({ command, table, target }: RequestNote): boolean {
  return command === "export" && /name|transaction/.test(table) && /sequencenumber%3D(12|1042)&/i.test(target);
}

function importsOf(world: World): number {
  return world.simulator.controls.requests.filter(({ command }) => command === "import").length;
}

function phone(editor: Editor): Edits {
  return editor.edited("name", "ROWAN", ["09 555 0101", "09 555 0199"]);
}

describe("somebody in MoneyWorks, just before a record is changed,", () => {
  test("edits another field: both edits survive", async () => {
    const { world, editor, commit, report, imports } = await withHand(phone, ({ records }, times) => {
      if (times === 1) records.edit("name", 12, { address1: "16 Harbour Rd" });
    });
    await using _world = world;
    using _editor = editor;
    expect(report).toMatchObject({ commit, outcome: "accepted" });
    expect(imports).toBe(1);
    const [row] = world.simulator.rows("name");
    expect(row?.fields).toMatchObject({ phone: "09 555 0199", address1: "16 Harbour Rd" });
    expectMirrored(world);
  });

  test("edits the same field: it is a conflict, and nothing is sent", async () => {
    const { world, editor, report, imports } = await withHand(phone, ({ records }) => {
      records.edit("name", 12, { phone: "04 555 0000" });
    });
    await using _world = world;
    using _editor = editor;
    expect([report.outcome, reasonsOf(report), imports]).toEqual(["conflict", [`${NAME} conflict phone`], 0]);
    expect(world.simulator.rows("name")[0]?.fields.phone).toBe("04 555 0000");
  });

  test("changes it without a stamp: that is seen all the same", async () => {
    const { world, editor, report, imports } = await withHand(phone, ({ records }) => {
      records.silentChange("name", 12, { phone: "04 555 0000" });
    });
    await using _world = world;
    using _editor = editor;
    expect([report.outcome, imports]).toEqual(["conflict", 0]);
  });

  test("deletes it: it is a conflict, and the record is not made anew", async () => {
    const { world, editor, report, imports } = await withHand(phone, ({ records }, times) => {
      if (times === 1) records.remove("name", 12);
    });
    await using _world = world;
    using _editor = editor;
    expect([report.outcome, reasonsOf(report), imports]).toEqual(["conflict", [`${NAME} deleted-in-moneyworks -`], 0]);
    expect(world.simulator.rows("name")).toHaveLength(1);
    expectMirrored(world);
  });

  test("posts the invoice that was to be replaced: it is refused, and stays", async () => {
    const edits = (editor: Editor) => editor.edited("transaction", "1042", ["Widget sales", "As agreed"]);
    const { world, editor, report, imports } = await withHand(edits, (there, times) => {
      if (times === 1) there.simulator.controls.post(1042);
    });
    await using _world = world;
    using _editor = editor;
    const path = placeOf("transaction", "1042");
    expect([report.outcome, reasonsOf(report), imports]).toEqual(["refused", [`${path} posted -`], 0]);
  });

  test("edits it again and again: the commit waits, and goes over once that ends", async () => {
    const { world, editor, commit, report, error, imports } = await withHand(phone, ({ records }, times) => {
      records.edit("name", 12, { comment: `edit ${times}` });
    });
    await using _world = world;
    using _editor = editor;
    expect([report.outcome, error?.code, imports]).toEqual(["pending", "promote.unsteady", 0]);
    expect(editor.note(commit)?.outcome).toBe("pending");
    expect(outcomes(await promoteIn(world))).toEqual([[commit, "accepted"]]);
    expect(editor.note(commit)?.outcome).toBe("accepted");
  });
});

test("somebody who changes a record back after it was carried over and before it was merged is not overruled", async () => {
  await using world = await World.open({ data: smallCompany() });
  await world.full();
  using editor = new Editor(world.remotePath);
  const commit = editor.send(phone(editor));
  const isImport = ({ command }: RequestNote) => command === "import";
  let imported = false;
  world.onRequest = (request) => {
    if (imported) world.simulator.controls.fault({ effect: { kind: "reset", when: "before" } });
    imported ||= isImport(request);
  };
  await promoteIn(world).catch(() => {});
  expect(world.staging.promotion(commit)?.outcome).toBe("pending");
  world.onRequest = () => {};
  world.simulator.controls.clearFaults();
  world.pass(60);
  world.records.edit("name", 12, { phone: "09 555 0101" });
  world.restart();
  const [report] = await promoteIn(world);
  expect(report).toMatchObject({ commit, outcome: "failed" });
  expect(world.simulator.rows("name")[0]?.fields.phone).toBe("09 555 0101");
  expect(importsOf(world)).toBe(1);
});
