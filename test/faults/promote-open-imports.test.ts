import { describe, expect, test } from "bun:test";
import type { PromotionReport } from "../../src/domain/promotion.ts";
import { Editor, type Edits, placeOf } from "../support/editor.ts";
import { promoteIn, reasonsOf } from "../support/promoting.ts";
import { smallCompany } from "../support/small-company.ts";
import { World } from "../support/world.ts";

const NAME = placeOf("name", "ROWAN");
const PHONE = ["09 555 0101", "09 555 0199"] as const;
const TERN = { "new/name/tern.xml": "<name><code>TERN</code><name>Tern Shipping</name></name>" };

/** A commit whose one import was sent, with an answer that nobody saw. */
async function withLost(edits: (editor: Editor) => Edits, when: "before" | "after") {
  const world = await World.open({ data: smallCompany() });
  await world.full();
  const editor = new Editor(world.remotePath);
  const commit = editor.send(edits(editor));
  world.simulator.controls.fault({ command: "import", times: 2, effect: { kind: "reset", when } });
  await expect(promoteIn(world)).rejects.toMatchObject({ code: "promote.outcome-unknown" });
  return { world, editor, commit };
}

async function turn(world: World): Promise<PromotionReport | "waits"> {
  try {
    const [report] = await promoteIn(world);
    if (report === undefined) throw new Error("nothing was judged");
    return report;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "promote.outcome-unknown") return "waits";
    throw error;
  }
}

const promote = (world: World) => world.promoter.promote({ signal: new AbortController().signal, again: false });

describe("an import that nobody saw the answer to, of a commit that cannot be carried over any more,", () => {
  test("is waited for, and then told as unseen where somebody changed the field meanwhile", async () => {
    const { world, editor, commit } = await withLost((ada) => ada.edited("name", "ROWAN", PHONE), "before");
    await using _world = world;
    using _editor = editor;
    world.records.edit("name", 12, { phone: "04 555 0000" });
    expect(await turn(world)).toBe("waits");
    expect(world.staging.openImports()).toHaveLength(1);
    world.pass(310);
    const report = (await turn(world)) as PromotionReport;
    expect([report.outcome, reasonsOf(report)]).toEqual(["failed", [`${NAME} conflict phone`]]);
    expect(world.staging.openImports()).toEqual([]);
    expect(world.staging.imports(commit)).toMatchObject([{ state: "void", reason: "nobody saw whether it arrived" }]);
    expect(editor.note(commit)?.outcome).toBe("failed");
  });

  test("is closed as one that never arrived where another record has its code", async () => {
    const { world, editor, commit } = await withLost(() => TERN, "before");
    await using _world = world;
    using _editor = editor;
    world.records.edit("name", 13, { code: "TERN" });
    expect(await turn(world)).toBe("waits");
    world.pass(310);
    const report = (await turn(world)) as PromotionReport;
    expect([report.outcome, reasonsOf(report)]).toEqual(["refused", ["new/name/tern.xml code-in-use code"]]);
    expect(world.staging.imports(commit)).toMatchObject([{ state: "void", reason: "it never arrived" }]);
    expect(world.staging.openImports()).toEqual([]);
  });
});

describe("an import that nobody saw the answer to, of a commit that its author took back,", () => {
  test("is told as unknown where somebody changed the field meanwhile", async () => {
    const { world, editor, commit } = await withLost((ada) => ada.edited("name", "ROWAN", PHONE), "before");
    await using _world = world;
    using _editor = editor;
    editor.amend({ [NAME]: editor.read(NAME).replace(PHONE[1], PHONE[0]) });
    world.records.edit("name", 12, { phone: "04 555 0000" });
    expect(await turn(world)).toBe("waits");
    world.pass(310);
    await promoteIn(world);
    const report = world.staging.promotion(commit)?.report;
    expect(report).toMatchObject({ outcome: "failed", records: [{ path: NAME, state: "unknown" }] });
    expect(world.staging.openImports()).toEqual([]);
  });

  test("is found where it arrived", async () => {
    const { world, editor, commit } = await withLost(() => TERN, "before");
    await using _world = world;
    using _editor = editor;
    editor.git("reset", "-q", "--hard", "HEAD~1");
    editor.commit({ ...editor.edited("name", "ROWAN", PHONE) });
    editor.push("--force");
    world.records.add("name", { fields: { code: "TERN", name: "Tern Shipping", usertext: "tidemark:tern" } });
    await turn(world);
    const report = world.staging.promotion(commit)?.report;
    expect(report).toMatchObject({ outcome: "failed", records: [{ state: "applied", key: "TERN" }] });
    expect(world.staging.openImports()).toEqual([]);
  });
});

describe("while nobody knows whether an edit arrived,", () => {
  test("another branch's edit of the same record waits for it, since it could arrive over that one", async () => {
    await using world = await World.open({ data: smallCompany() });
    await world.full();
    using first = new Editor(world.remotePath, "edits/a");
    using other = new Editor(world.remotePath, "edits/b");
    const sent = first.send(first.edited("name", "ROWAN", PHONE));
    other.commit({});
    const waiting = other.send(other.edited("name", "ROWAN", ["Rowan", "Rowena"]));
    world.simulator.controls.fault({ command: "import", times: 2, effect: { kind: "reset", when: "before" } });
    expect(await turn(world)).toBe("waits");
    expect([sent, waiting].map((commit) => world.staging.promotion(commit)?.outcome)).toEqual(["pending", undefined]);
    world.pass(310);
    expect((await promoteIn(world)).map(({ outcome }) => outcome)).toEqual(["accepted", "accepted"]);
    const { phone, name } = world.simulator.rows("name").find(({ seq }) => seq === 12)?.fields ?? {};
    expect([phone, name?.startsWith("Rowena")]).toEqual([PHONE[1], true]);
  });

  test("and its author took it back, commits of other branches go on", async () => {
    const { world, editor, commit } = await withLost(() => TERN, "before");
    await using _world = world;
    using _editor = editor;
    editor.git("push", "-q", "origin", ":changes");
    using other = new Editor(world.remotePath, "edits/b");
    const edit = other.send(other.edited("job", "HOUSE", ["House on the hill", "House in the dale"]));
    await world.poll();
    const { reports, error } = await promote(world);
    expect(reports.map(({ outcome, ...report }) => [report.commit, outcome])).toEqual([[edit, "accepted"]]);
    expect([error?.code, world.staging.promotion(commit)?.outcome]).toEqual(["promote.outcome-unknown", "pending"]);
    world.pass(310);
    await promoteIn(world);
    expect(reasonsOf(world.staging.promotion(commit)?.report as PromotionReport)).toEqual(["withdrawn"]);
  });

  test("and its author took it back, others that were taken back are settled", async () => {
    await using world = await World.open({ data: smallCompany() });
    await world.full();
    using first = new Editor(world.remotePath, "edits/a");
    using other = new Editor(world.remotePath, "edits/b");
    const sent = first.send(TERN);
    world.simulator.controls.fault({ command: "import", times: 2, effect: { kind: "reset", when: "before" } });
    expect(await turn(world)).toBe("waits");
    other.commit({});
    const unsent = other.send(other.edited("name", "ROWAN", PHONE));
    await world.poll();
    world.simulator.controls.poison("name", 12, "error");
    await promote(world);
    world.simulator.controls.heal("name", 12);
    const outcomes = () => [sent, unsent].map((commit) => world.staging.promotion(commit)?.outcome);
    expect(outcomes()).toEqual(["pending", "pending"]);
    first.git("push", "-q", "origin", ":edits/a", ":edits/b");
    expect(await turn(world)).toBe("waits");
    expect(outcomes()).toEqual(["pending", undefined]);
  });
});
