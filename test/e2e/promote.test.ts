import { describe, expect, test } from "bun:test";
import { Editor, placeOf } from "../support/editor.ts";
import { fsck } from "../support/installation.ts";
import { outcomes, promoteIn } from "../support/promoting.ts";
import { smallCompany } from "../support/small-company.ts";
import { World } from "../support/world.ts";

function fields(world: World, table: string, key: string) {
  return world.simulator.rows(table).find((row) => row.fields.code === key || String(row.seq) === key)?.fields ?? {};
}

describe("a commit on changes", () => {
  test("reaches MoneyWorks, is merged, noted, and its branch moves forward", async () => {
    await using world = await World.open({ data: smallCompany() });
    await world.full();
    using editor = new Editor(world.remotePath);
    const commit = editor.send({
      ...editor.edited("name", "ROWAN", ["<phone>09 555 0101</phone>", "<phone>09 555 0199</phone>"]),
      ...editor.edited("product", "WID-OAK-L", ["<sellprice>100.000000</sellprice>", "<sellprice>120.50</sellprice>"]),
      ...editor.edited("name", "TUIPAPER", ["</name>\n", "</name>\n  <usertext>ours to use</usertext>\n"]),
      ...editor.edited("job", "HOUSE", ["House on the hill", "House by the sea"]),
    });
    const reports = await promoteIn(world);
    expect(outcomes(reports)).toEqual([[commit, "accepted"]]);
    expect(fields(world, "name", "ROWAN").phone).toBe("09 555 0199");
    expect(fields(world, "product", "WID-OAK-L").sellprice).toBe("120.500000");
    expect(fields(world, "job", "HOUSE").description).toBe("House by the sea");
    expect(editor.isOnMain(commit)).toBe(true);
    const note = editor.note(commit);
    expect(note).toMatchObject({ version: 1, outcome: "accepted", branch: "changes", commit });
    expect(note?.records.map(({ state }) => state)).toEqual(["applied", "applied", "applied", "applied"]);
    editor.pull();
    expect(editor.head).toBe(note?.main as never);
    expect(editor.read(placeOf("name", "ROWAN"))).toContain("<phone>09 555 0199</phone>");
    expect(editor.git("log", "-1", "--format=%P").split(" ")).toHaveLength(2);
    expect([world.repository, world.remotePath].map(fsck)).toEqual(["", ""]);
    expect(outcomes(await promoteIn(world))).toEqual([]);
  });

  test("may bring new records, which get their places on main", async () => {
    await using world = await World.open({ data: smallCompany() });
    await world.full();
    using editor = new Editor(world.remotePath);
    const commit = editor.send({
      "new/name/tern.xml": "<name><code>TERN</code><name>Tern Shipping</name><customertype>1</customertype></name>",
      "new/transaction/inv-7.xml": `<transaction><type>DI</type><namecode>TERN</namecode><transdate>20250224</transdate>
        <description>Two widgets</description><subfile name="Detail"><detail><detail.stockcode>WID-OAK-L</detail.stockcode>
        <detail.stockqty>2</detail.stockqty></detail></subfile></transaction>`,
    });
    const reports = await promoteIn(world);
    expect(outcomes(reports)).toEqual([[commit, "accepted"]]);
    const [name, invoice] = reports[0]?.records ?? [];
    expect(name).toMatchObject({ state: "applied", key: "TERN", mainPath: placeOf("name", "TERN") });
    expect(invoice).toMatchObject({ state: "applied", table: "transaction" });
    expect(fields(world, "transaction", String(invoice?.seq))).toMatchObject({
      gross: "230.00",
      usertext: "tidemark:inv-7",
      status: "U",
    });
    editor.pull();
    expect(editor.read(placeOf("name", "TERN"))).toContain("<usertext>tidemark:tern</usertext>");
    expect(editor.git("ls-files", "new")).toBe("");
  });

  test("may replace an invoice that is not posted", async () => {
    await using world = await World.open({ data: smallCompany() });
    await world.full();
    using editor = new Editor(world.remotePath);
    const commit = editor.send(editor.edited("transaction", "1042", ["Widget sales", "Widgets, as agreed"]));
    const reports = await promoteIn(world);
    expect(outcomes(reports)).toEqual([[commit, "accepted"]]);
    expect(fields(world, "transaction", "1042")).toMatchObject({ description: "Widgets, as agreed", gross: "230.00" });
  });
});
