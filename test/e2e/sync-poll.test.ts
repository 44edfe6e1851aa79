import { describe, expect, test } from "bun:test";
import type { RecordKey } from "../../src/domain/ids.ts";
import { expectMirrored } from "../support/expect-mirrored.ts";
import { history, packedObjects } from "../support/mirror-files.ts";
import { smallCompany } from "../support/small-company.ts";
import { tables, totals, World } from "../support/world.ts";

const NAMES = tables("name");
const BULK = 2000;

function manyNames(count: number, modtime = "20250301120000") {
  const name = (_: unknown, index: number) => ({
    seq: index + 1,
    modtime,
    fields: { code: `N${index}`, name: `Name ${index}`, phone: `09 ${index}` },
  });
  return { tables: { name: Array.from({ length: count }, name) } };
}

describe("2,000 records stamped with one second, in pages of 10", () => {
  test("all arrive in one poll, none twice", async () => {
    await using world = await World.open({ data: manyNames(BULK), settings: { tables: NAMES, chunk: 1000 } });
    await world.poll();
    world.pass(100);
    const { records } = world;
    for (let seq = 1; seq <= BULK; seq++) records.silentChange("name", seq, { email: `mail-${seq}@example.com` });
    records.bulkStamp("name");
    world.settings = { ...world.settings, chunk: 10 };
    world.pass(5);
    world.simulator.controls.clearRequests();
    const summary = await world.poll();
    expect(totals(summary.tables)).toEqual({ read: BULK, added: 0, changed: BULK, deleted: 0, same: 0 });
    const exports = world.simulator.controls.requests.filter(
      ({ command, table, target }) => command === "export" && table === "name" && target.includes("limit=10&"),
    );
    expect(exports.length).toBe(BULK / 10);
    const changes = world.staging.changes({ run: summary.run, limit: BULK * 2 });
    expect(changes.length).toBe(BULK);
    expect(new Set(changes.map(({ key }) => key)).size).toBe(BULK);
    expect(new Set(changes.map(({ field }) => field))).toEqual(new Set(["email"]));
    expectMirrored(world);
  }, 60_000);

  test("all arrive in a first read that is cut into pages of 10 too", async () => {
    const few = BULK / 10;
    await using world = await World.open({ data: manyNames(few), settings: { tables: NAMES, chunk: 10 } });
    const summary = await world.poll();
    expect(totals(summary.tables)).toEqual({ read: few, added: few, changed: 0, deleted: 0, same: 0 });
    expectMirrored(world);
  });
});

describe("a poll after a record", () => {
  test("was only stamped makes no commit and moves the marker", async () => {
    await using world = await World.open({ data: smallCompany() });
    await world.poll();
    const before = { head: world.mirror.head(), objects: packedObjects(world.repository) };
    world.pass(3600);
    world.records.touch("name", "ROWAN");
    const stamp = world.simulator.controls.clock.stamp();
    world.pass(60);
    const summary = await world.poll();
    expect(summary).toMatchObject({ outcome: "ok", commit: null, pushed: false });
    expect(totals(summary.tables)).toMatchObject({ added: 0, changed: 0, deleted: 0 });
    expect({ head: world.mirror.head(), objects: packedObjects(world.repository) }).toEqual(before);
    expect(world.staging.markers().find(({ table }) => table === "name")?.marker).toBe(stamp as never);
    expect(world.staging.changes({ run: summary.run, limit: 10 })).toEqual([]);
  });

  test("had one field changed makes one blob, its trees, one commit, one change and one log line", async () => {
    await using world = await World.open({ data: smallCompany() });
    await world.poll();
    const before = packedObjects(world.repository);
    world.pass(3600);
    world.records.edit("name", "ROWAN", { phone: "09 555 0199" });
    world.pass(60);
    const logged = world.log.entries.length;
    const summary = await world.poll();
    const [commit] = history(world.repository, `${summary.commit}^..${summary.commit}`);
    const records = commit?.files.filter(({ path }) => path.endsWith(".xml")) ?? [];
    expect(records.map(({ status, path }) => `${status} ${path}`)).toEqual(["M name/3e/20/ROWAN.xml"]);
    const after = packedObjects(world.repository);
    // Blobs: the record and the marker file. Trees: the root, name, two levels of it, and .tidemark.
    const grown = Object.entries(after).map(([type, count]) => [type, count - (before[type] ?? 0)]);
    expect(Object.fromEntries(grown)).toEqual({ commit: 1, tree: 5, blob: 2 });
    expect(world.staging.changes({ run: summary.run, limit: 10 })).toMatchObject([
      {
        key: "ROWAN",
        operation: "changed",
        field: "phone",
        old: "09 555 0101",
        new: "09 555 0199",
        commit: summary.commit,
      },
    ]);
    const told = world.log.entries.slice(logged).filter(({ message }) => message.includes("ROWAN"));
    expect(told).toEqual([{ level: "info", message: "name ROWAN changed", fields: { fields: "phone" } }]);
    expect(world.git("log", "-1", "--format=%s%n%b")).toStartWith("poll: name 1 changed\nname ROWAN changed: phone\n");
    expectMirrored(world);
  });

  test("had values changed shows them in the log where that is allowed, private ones never", async () => {
    await using world = await World.open({
      data: smallCompany(),
      settings: { logValues: true, privateFields: new Set(["name.email", "detail.description"]) },
    });
    await world.poll();
    world.pass(60);
    world.records.edit("name", "ROWAN", { phone: "1\r2", email: "secret@example.com" });
    world.records.edit("detail", 3301, { description: "secret words" });
    const logged = world.log.entries.length;
    await world.poll();
    const [told] = world.log.entries.slice(logged).filter(({ message }) => message.includes("ROWAN"));
    expect(told?.fields).toEqual({ fields: 'email (private), phone "09 555 0101" -> "1\\r2"' });
    expect(JSON.stringify(world.log.entries)).not.toContain("secret");
  });
});

describe("a transaction's line", () => {
  test("reconciled without a stamp on its header arrives by poll", async () => {
    await using world = await World.open({ data: smallCompany() });
    await world.poll();
    world.pass(3600);
    const header = world.records.find("transaction", 1042).modtime;
    expect(world.simulator.controls.reconcile(3302, 20250331)).toBe(true);
    expect(world.records.find("transaction", 1042).modtime).toBe(header);
    world.pass(60);
    const summary = await world.poll();
    expect(totals(summary.tables)).toMatchObject({ changed: 1 });
    const [change] = world.staging.changes({ run: summary.run, limit: 10 });
    expect(change).toMatchObject({ key: "1042" as RecordKey, operation: "changed" });
    expect(change?.field).toMatch(/^detail\[2\]\.statement/);
    expectMirrored(world);
    world.pass(120);
    expect(totals((await world.poll()).tables)).toMatchObject({ changed: 0 });
  });

  test("changed in hundreds of transactions at once brings each of them once", async () => {
    await using world = await World.open({ records: 800, settings: { tables: tables("transaction"), chunk: 100 } });
    await world.poll();
    world.pass(3600);
    const { simulator, records } = world;
    const parents = simulator.rows("transaction").filter(({ lines = [] }) => lines.length > 0);
    for (const { lines = [] } of parents) records.edit("detail", lines.at(-1) as number, { description: "seen" });
    world.pass(60);
    const summary = await world.poll();
    expect(totals(summary.tables)).toEqual({
      read: parents.length,
      added: 0,
      changed: parents.length,
      deleted: 0,
      same: 0,
    });
    expectMirrored(world);
  }, 60_000);
});
