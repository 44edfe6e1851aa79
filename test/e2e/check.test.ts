import { describe, expect, test } from "bun:test";
import { check, told } from "../support/checking.ts";
import { crowd } from "../support/document-changes.ts";
import { tables, totals, World } from "../support/world.ts";

const settings = { tables: tables("name", "product", "transaction"), chunk: 4, overlapSeconds: 0 };

/** The crowd, mirrored, a while ago. */
async function mirrored(options: Partial<typeof settings> & { privateFields?: ReadonlySet<string> } = {}) {
  const world = await World.open({ data: crowd(), settings: { ...settings, ...options } });
  await world.poll();
  world.pass(100);
  return world;
}

describe("a check", () => {
  test("of a mirror that is true finds nothing and counts every record once", async () => {
    await using world = await mirrored();
    const checked = await check(world);
    expect([checked.error, checked.differences, checked.summary.outcome]).toEqual([null, [], "equal"]);
    expect(checked.summary.tables.map(({ table, read, equal }) => [table, read, equal])).toEqual([
      ["name", 20, 20],
      ["product", 8, 8],
      ["transaction", 14, 14],
    ] as never);
  });

  test("tells what was added, changed and deleted, field by field, and that the next poll brings the first two", async () => {
    await using world = await mirrored();
    world.records.edit("name", 5, { phone: "09 555" });
    world.records.add("product", { fields: { code: "NEW" } });
    world.records.remove("transaction", 8);
    world.records.edit("detail", world.records.find("transaction", 2).lines?.[1] ?? 0, { description: "other" });
    const stamp = world.simulator.controls.clock.stamp();
    world.pass(5);
    const checked = await check(world);
    expect(told(checked)).toEqual([
      "name N1 changed",
      "product NEW added",
      "transaction 2 changed",
      "transaction 8 deleted",
    ]);
    const byTable = Object.fromEntries(checked.differences.map((one) => [`${one.table} ${one.key}`, one]));
    expect(byTable["name N1"]).toEqual({
      ...{ table: "name", key: "N1", operation: "changed", seq: 5, modtime: stamp, sinceLastPoll: true },
      fields: [{ field: "phone", main: null, moneyworks: "09 555" }],
    } as never);
    expect(byTable["product NEW"]).toMatchObject({ operation: "added", fields: [], sinceLastPoll: true });
    expect(byTable["transaction 8"]).toMatchObject({
      ...{ seq: 8, modtime: "20250301120000", fields: [], sinceLastPoll: false },
    });
    expect(byTable["transaction 2"]).toMatchObject({
      fields: [{ field: "detail[2].description", main: "line 2", moneyworks: "other" }],
      sinceLastPoll: true,
    });
    expect(checked.summary).toMatchObject({ outcome: "different", differences: 4, shown: 4 });
    expect(totals(checked.summary.tables as never)).toMatchObject({ read: 42, added: 1, changed: 2, deleted: 1 });
  });

  test("after which a poll and a full sync run is equal again", async () => {
    await using world = await mirrored();
    world.records.edit("name", 5, { phone: "09 555" });
    world.records.remove("transaction", 8);
    await world.full();
    expect((await check(world)).summary.outcome).toBe("equal");
  });

  test("does not say that a poll brings an edit that carries an old stamp", async () => {
    await using world = await mirrored();
    world.records.edit("name", 5, { phone: "behind" });
    world.records.bulkStamp("name", [5], "20240101000000" as never);
    const checked = await check(world);
    expect(checked.differences).toMatchObject([{ key: "N1", sinceLastPoll: false, modtime: "20240101000000" }]);
  });

  test("does not let a stamp from the future excuse a difference", async () => {
    await using world = await mirrored();
    world.records.edit("name", 5, { phone: "ahead" });
    world.records.bulkStamp("name", [5], "20990101000000" as never);
    const checked = await check(world);
    expect(checked.differences).toMatchObject([{ key: "N1", operation: "changed", sinceLastPoll: false }]);
  });

  test("reports an edit of the very second in which it begins", async () => {
    await using world = await mirrored();
    world.records.edit("name", 5, { phone: "just now" });
    expect(told(await check(world))).toEqual(["name N1 changed"]);
  });

  test("reports a renamed code as one record that came and one that went, and swapped codes as two changes", async () => {
    await using world = await mirrored();
    world.records.edit("name", 5, { code: "FRESH" });
    world.records.edit("product", 2, { code: "HELD" });
    world.records.edit("product", 20, { code: "P0" });
    world.records.edit("product", 2, { code: "P6" });
    const checked = await check(world);
    expect(told(checked)).toEqual(["name FRESH added", "name N1 deleted", "product P0 changed", "product P6 changed"]);
  });

  test("masks values of private fields", async () => {
    await using world = await mirrored({ privateFields: new Set(["name.phone", "detail.description"]) });
    world.records.edit("name", 5, { phone: "09 555", comment: "open" });
    world.records.edit("detail", world.records.find("transaction", 2).lines?.[1] ?? 0, { description: "secret" });
    const { differences } = await check(world);
    expect(differences.map(({ fields }) => fields)).toEqual([
      [
        { field: "comment", main: null, moneyworks: "open" },
        { field: "phone", main: null, moneyworks: "(private)" },
      ],
      [{ field: "detail[2].description", main: "(private)", moneyworks: "(private)" }],
    ]);
  });

  test("tells no more than it may, and counts all", async () => {
    await using world = await mirrored();
    for (const { seq } of world.simulator.rows("name")) world.records.edit("name", seq, { phone: "09" });
    const checked = await check(world, { maxDifferences: 3 });
    expect(checked.differences.length).toBe(3);
    expect(checked.summary).toMatchObject({ differences: 20, shown: 3 });
  });

  test("compares with main, not with what waits for a commit", async () => {
    await using world = await mirrored();
    world.records.edit("name", 5, { phone: "staged" });
    world.records.remove("name", 8);
    world.records.add("name", { fields: { code: "NEW" } });
    world.pass(5);
    const fail = () => {
      throw new Error("no commit today");
    };
    const commit = world.mirror.commit.bind(world.mirror);
    world.mirror.commit = fail;
    expect((await world.run("full")).error?.message).toContain("no commit today");
    expect(world.staging.dirtyCount()).toBe(3);
    const checked = await check(world);
    expect(told(checked)).toEqual(["name N1 changed", "name N2 deleted", "name NEW added"]);
    expect(checked.differences.find(({ key }) => key === "N1")?.fields).toEqual([
      { field: "phone", main: null, moneyworks: "staged" },
    ]);
    expect(checked.differences.find(({ operation }) => operation === "deleted")).toMatchObject({ seq: null });
    world.records.edit("name", 5, { phone: "" });
    expect(told(await check(world))).toEqual(["name N2 deleted", "name NEW added"]);
    world.mirror.commit = commit;
    await world.poll();
    expect((await check(world)).summary.outcome).toBe("equal");
  });

  test("of a table that was never read whole says so, and goes on with the others", async () => {
    await using world = await mirrored({ tables: tables("name") });
    world.settings = { ...world.settings, tables: tables("name", "product") };
    world.records.edit("name", 5, { phone: "09 555" });
    const checked = await check(world);
    expect(checked.error?.code).toBe("check.first-read-unfinished");
    expect([checked.summary.outcome, told(checked)]).toEqual(["partial", ["name N1 changed"]]);
  });

  test("of another document halts before anything is read, and notes no halt", async () => {
    await using world = await mirrored();
    world.staging.setSetting("document", "another");
    const checked = await check(world);
    expect([checked.error?.code, checked.error?.exitCode, checked.summary.outcome]).toEqual([
      "sync.other-document",
      4,
      "failed",
    ]);
    expect([world.staging.halt(), checked.summary.tables]).toEqual([null, []]);
  });
});
