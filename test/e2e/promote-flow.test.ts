import { describe, expect, test } from "bun:test";
import type { PromotionReport } from "../../src/domain/promotion.ts";
import { Editor, placeOf } from "../support/editor.ts";
import { outcomes, promoteIn, reasonsOf } from "../support/promoting.ts";
import { smallCompany } from "../support/small-company.ts";
import { World } from "../support/world.ts";

const NAME = placeOf("name", "ROWAN");
const PHONE = ["09 555 0101", "09 555 0199"] as const;

function rowan(world: World) {
  return world.simulator.rows("name").find(({ seq }) => seq === 12)?.fields ?? {};
}

async function mirrored(): Promise<World> {
  const world = await World.open({ data: smallCompany() });
  await world.full();
  return world;
}

describe("an author and MoneyWorks", () => {
  test("who change different fields of one record both keep their edit", async () => {
    await using world = await mirrored();
    using editor = new Editor(world.remotePath);
    const commit = editor.send(editor.edited("name", "ROWAN", PHONE));
    world.pass(5);
    world.records.edit("name", 12, { address1: "16 Harbour Rd" });
    expect(outcomes(await promoteIn(world))).toEqual([[commit, "accepted"]]);
    expect(rowan(world)).toMatchObject({ phone: "09 555 0199", address1: "16 Harbour Rd" });
    editor.pull();
    expect(editor.read(NAME)).toContain("<address1>16 Harbour Rd</address1>");
    expect(editor.read(NAME)).toContain("<phone>09 555 0199</phone>");
  });

  test("who make the same edit agree", async () => {
    await using world = await mirrored();
    using editor = new Editor(world.remotePath);
    const commit = editor.send(editor.edited("name", "ROWAN", PHONE));
    world.pass(5);
    world.records.edit("name", 12, { phone: "09 555 0199" });
    const [report] = await promoteIn(world);
    expect(report).toMatchObject({ commit, outcome: "accepted", records: [{ path: NAME, state: "held" }] });
    expect(world.simulator.controls.requests.filter(({ command }) => command === "import")).toEqual([]);
  });

  test("who change one field in two ways have a conflict, which an amended commit resolves", async () => {
    await using world = await mirrored();
    using editor = new Editor(world.remotePath);
    const commit = editor.send(editor.edited("name", "ROWAN", PHONE));
    world.pass(5);
    world.records.edit("name", 12, { phone: "04 555 0000" });
    const [conflict] = await promoteIn(world);
    expect(conflict).toMatchObject({ commit, outcome: "conflict" });
    expect(editor.note(commit)?.records[0]?.fields).toEqual([
      { field: "phone", state: "conflict", base: "09 555 0101", theirs: "09 555 0199", moneyworks: "04 555 0000" },
    ]);
    editor.git("fetch", "-q");
    editor.git("reset", "-q", "--hard", "origin/main");
    const amended = editor.commit(editor.edited("name", "ROWAN", ["04 555 0000", "09 555 0199"]));
    editor.push("--force");
    expect(outcomes(await promoteIn(world))).toEqual([[amended, "accepted"]]);
    expect(rowan(world).phone).toBe("09 555 0199");
    expect(editor.note(commit)?.outcome).toBe("conflict");
  });

  test("have a conflict that a merge of main resolves", async () => {
    await using world = await mirrored();
    using editor = new Editor(world.remotePath);
    const first = editor.send(editor.edited("name", "ROWAN", PHONE));
    world.pass(5);
    world.records.edit("name", 12, { phone: "04 555 0000" });
    expect(outcomes(await promoteIn(world))).toEqual([[first, "conflict"]]);
    const merge = editor.mergeMain("-X", "ours");
    editor.push();
    expect(outcomes(await promoteIn(world))).toEqual([[merge, "accepted"]]);
    expect(rowan(world).phone).toBe("09 555 0199");
    expect(editor.isOnMain(first)).toBe(true);
  });

  test("who corrects a refused commit by a second one is heard", async () => {
    await using world = await mirrored();
    using editor = new Editor(world.remotePath);
    const wrong = editor.commit(editor.edited("name", "ROWAN", [PHONE[0], "1".repeat(20)]));
    const right = editor.send(editor.edited("name", "ROWAN", ["1".repeat(20), "12345"]));
    expect(outcomes(await promoteIn(world))).toEqual([
      [wrong, "refused"],
      [right, "accepted"],
    ]);
    expect(rowan(world).phone).toBe("12345");
  });
});

describe("commits that are no edits", () => {
  test("another layout of a file is merged, and nothing is sent", async () => {
    await using world = await mirrored();
    using editor = new Editor(world.remotePath);
    const file = editor.read(NAME);
    const lines = file.trimEnd().split("\n");
    const shuffled = [lines[0], ...lines.slice(1, -1).reverse(), lines.at(-1)].join("\r\n");
    const commit = editor.send({
      [NAME]: `\uFEFF<?xml version="1.0"?>\n<!-- mine -->${shuffled.replace("</name>", "</name><fax/>")}`,
    });
    const before = JSON.stringify(world.simulator.controls.snapshot().document);
    expect(outcomes(await promoteIn(world))).toEqual([[commit, "accepted"]]);
    expect(JSON.stringify(world.simulator.controls.snapshot().document)).toBe(before);
    editor.pull();
    expect(editor.read(NAME)).toBe(file);
  });

  test("an empty commit and a merge of main are merged", async () => {
    await using world = await mirrored();
    using editor = new Editor(world.remotePath);
    const empty = editor.send({});
    expect(outcomes(await promoteIn(world))).toEqual([[empty, "accepted"]]);
    world.pass(5);
    world.records.edit("name", 12, { phone: "04 555 0000" });
    await world.poll();
    const edit = editor.commit(editor.edited("job", "HOUSE", ["hill", "dune"]));
    const merge = editor.mergeMain();
    editor.push();
    expect(outcomes(await promoteIn(world))).toEqual([
      [edit, "accepted"],
      [merge, "accepted"],
    ]);
    expect(rowan(world).phone).toBe("04 555 0000");
  });
});

describe("several branches", () => {
  test("are promoted oldest first, one commit at a time", async () => {
    await using world = await mirrored();
    using ada = new Editor(world.remotePath, "edits/ada");
    using ben = new Editor(world.remotePath, "edits/team/ben");
    const a1 = ada.commit(ada.edited("name", "ROWAN", PHONE));
    ben.commit({});
    ben.git("reset", "-q", "--hard", "HEAD~1");
    const b1 = ben.commit(ben.edited("name", "ROWAN", ["14 Harbour Rd", "15 Harbour Rd"]));
    ada.commit({});
    const a3 = ada.commit(ada.edited("name", "ROWAN", ["Whangarei", "Nelson"]));
    ada.push();
    ben.push();
    const judged = outcomes(await promoteIn(world));
    expect(judged.map(([commit]) => commit).filter((commit) => [a1, b1, a3].includes(commit))).toEqual([a1, b1, a3]);
    expect(judged.every(([, outcome]) => outcome === "accepted")).toBe(true);
    expect(rowan(world)).toMatchObject({ phone: "09 555 0199", address1: "15 Harbour Rd", address2: "Nelson" });
    ada.pull();
    ben.pull();
    expect([ada.read(NAME), ben.read(NAME)].map((text) => text.includes("15 Harbour Rd"))).toEqual([true, true]);
  });

  test("other branches are nobody's business", async () => {
    await using world = await mirrored();
    using editor = new Editor(world.remotePath, "feature");
    editor.send(editor.edited("name", "ROWAN", PHONE));
    expect(await promoteIn(world)).toEqual([]);
    expect(rowan(world).phone).toBe("09 555 0101");
  });

  test("a history of its own is refused", async () => {
    await using world = await mirrored();
    using editor = new Editor(world.remotePath);
    editor.git("checkout", "-q", "--orphan", "alone");
    const commit = editor.send({});
    const [report] = await promoteIn(world);
    expect(report).toMatchObject({ commit, outcome: "refused", base: null });
    expect(reasonsOf(report as PromotionReport)).toEqual(["no-common-commit"]);
  });
});

test("a branch that its author moves on is judged anew, one that stays is not", async () => {
  await using world = await mirrored();
  using editor = new Editor(world.remotePath);
  const wrong = editor.send({ "README.md": "hello" });
  expect(outcomes(await promoteIn(world))).toEqual([[wrong, "refused"]]);
  expect(outcomes(await promoteIn(world))).toEqual([]);
  expect(outcomes(await promoteIn(world, { again: true }))).toEqual([[wrong, "refused"]]);
  world.freshDirectory();
  expect(outcomes(await promoteIn(world))).toEqual([]);
  const right = editor.send({ "README.md": null, ...editor.edited("name", "ROWAN", PHONE) });
  expect(outcomes(await promoteIn(world))).toEqual([[right, "accepted"]]);
});
