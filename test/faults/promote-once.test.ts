import { expect, test } from "bun:test";
import type { TableName } from "../../src/domain/ids.ts";
import { Editor, placeOf } from "../support/editor.ts";
import { promoteIn, reasonsOf } from "../support/promoting.ts";
import { smallCompany } from "../support/small-company.ts";
import { World } from "../support/world.ts";

/** A client id is one record for ever, and nothing is sent over what a person did a moment before. */

const NEW = "new/transaction/inv-7.xml";
const INVOICE = `<transaction><type>DI</type><namecode>ROWAN</namecode><transdate>20250224</transdate>
  <subfile name="Detail"><detail><detail.stockcode>WID-OAK-L</detail.stockcode></detail></subfile></transaction>`;
const ROWAN = placeOf("name", "ROWAN");
const PHONE = ["09 555 0101", "09 555 0199"] as const;

const invoices = (world: World) => world.simulator.rows("transaction");
const rowan = (world: World) => world.simulator.rows("name").find(({ seq }) => seq === 12)?.fields;

/** The same file in another commit, on top of main as it is now. */
function sendAgain(editor: Editor): void {
  editor.git("fetch", "-q");
  editor.git("checkout", "-q", "-B", "changes", "origin/main");
  editor.commit({ [NEW]: `${INVOICE}\n` });
  editor.push("--force");
}

/** An edit of ROWAN's phone, and the number of requests before its import and behind it, one at a time. */
async function editRowan(world: World, onRequest: (request: { readonly command: string }) => void): Promise<Editor> {
  await world.full();
  const editor = new Editor(world.remotePath);
  editor.send(editor.edited("name", "ROWAN", PHONE));
  world.onRequest = onRequest;
  return editor;
}

const MEANWHILE: readonly { readonly what: string; readonly quirks?: object; readonly act?: (world: World) => void }[] =
  [
    { what: "somebody cleared its id", act: ({ records }) => records.edit("transaction", 1043, { usertext: "" }) },
    { what: "somebody deleted it", act: ({ records }) => records.remove("transaction", 1043) },
    { what: "MoneyWorks kept a part of its id", quirks: { fieldSizes: { "transaction.usertext": 10 } } },
    { what: "MoneyWorks kept nothing of its id", quirks: { ignoredImportFields: ["transaction.usertext"] } },
  ];

test.each(MEANWHILE)("a file that comes again makes no second record: $what", async ({ quirks, act }) => {
  await using world = await World.open({
    data: smallCompany(),
    ...(quirks === undefined ? {} : { server: { quirks } }),
  });
  await world.full();
  using editor = new Editor(world.remotePath);
  editor.send({ [NEW]: INVOICE });
  const [first] = await promoteIn(world);
  expect([first?.outcome, first?.records[0]?.seq]).toEqual([quirks === undefined ? "accepted" : "failed", 1043]);
  act?.(world);
  await world.full({ allowDeletes: 5 });
  const before = invoices(world);
  sendAgain(editor);
  const [second] = await promoteIn(world);
  expect(second === undefined ? [] : reasonsOf(second)).toEqual([`${NEW} client-id-used -`]);
  expect(second?.outcome).toBe("refused");
  expect(invoices(world)).toEqual(before);
});

for (const isLost of [false, true]) {
  const title = isLost ? "while the answer was lost" : "after it was made";
  test(`another id field ${title} makes no second record`, async () => {
    const tables = ["name", "product", "job", "transaction"] as TableName[];
    const idFields = new Map(tables.map((table) => [table, "usertext"]));
    await using world = await World.open({ data: smallCompany(), promotions: { idFields } });
    await world.full();
    using editor = new Editor(world.remotePath);
    const before = invoices(world).length;
    editor.send({ [NEW]: INVOICE });
    if (isLost) world.simulator.controls.fault({ command: "import", effect: { kind: "late", requests: 30 } });
    const first = promoteIn(world);
    if (isLost) await expect(first).rejects.toMatchObject({ code: "promote.outcome-unknown" });
    else await first;
    idFields.set("transaction" as TableName, "user1");
    world.restart();
    if (isLost)
      for (let turn = 0; turn < 3; turn++) {
        await promoteIn(world).catch(() => []);
        world.pass(400);
      }
    sendAgain(editor);
    await promoteIn(world);
    expect(invoices(world)).toHaveLength(before + 1);
  });
}

test("an edit whose answer was lost is not sent over what a person did since", async () => {
  await using world = await World.open({ data: smallCompany() });
  let imports = 0;
  using editor = await editRowan(world, ({ command }) => {
    if (command === "import") imports++;
    else if (imports === 1 && rowan(world)?.phone === PHONE[1]) world.records.edit("name", 12, { phone: "PERSON" });
  });
  world.simulator.controls.fault({ command: "import", effect: { kind: "reset", when: "after" } });
  await expect(promoteIn(world)).rejects.toMatchObject({ code: "promote.outcome-unknown" });
  world.pass(400);
  const [report] = await promoteIn(world);
  expect([report?.outcome, imports, rowan(world)?.phone]).toEqual(["failed", 1, "PERSON"]);
  expect(editor.read(ROWAN)).toContain(PHONE[1]);
});

test("a new record that MoneyWorks made of an edit is told", async () => {
  await using world = await World.open({ data: smallCompany() });
  using _editor = await editRowan(world, ({ command }) => {
    if (command === "import") world.records.edit("name", 12, { code: "OTHER" });
  });
  const [report] = await promoteIn(world);
  expect(report?.outcome).toBe("failed");
  expect(report?.records[0]?.reasons).toEqual([
    { code: "not-as-asked", field: "code", text: expect.stringContaining("made a new one with the code ROWAN") },
  ]);
});

/** A company of two invoices, and an edit of both. */
async function editInvoices(world: World): Promise<Editor> {
  const [row] = invoices(world);
  const { sequencenumber: _seq, lastmodifiedtime: _time, ...fields } = row?.fields ?? {};
  const lines = world.simulator
    .rows("detail")
    .map(({ fields: { sequencenumber: _s, parentseq: _p, lastmodifiedtime: _t, ...line } }) => line);
  world.records.add("transaction", { fields: { ...fields, ourref: "3000" }, lines });
  await world.full();
  const editor = new Editor(world.remotePath);
  const paths = editor.git("ls-files", "transaction").split("\n");
  editor.send(Object.fromEntries(paths.map((path) => [path, editor.read(path).replace("Widget sales", "As agreed")])));
  return editor;
}

test("an invoice is looked at just before it is sent, also behind another one", async () => {
  await using world = await World.open({ data: smallCompany() });
  using _editor = await editInvoices(world);
  let imports = 0;
  world.onRequest = ({ command }) => {
    if (command === "import" && ++imports === 1) world.records.edit("transaction", 1043, { theirref: "PO 77" });
  };
  const [report] = await promoteIn(world);
  expect(report?.outcome).toBe("accepted");
  expect(invoices(world).map(({ fields }) => [fields.description, fields.theirref])).toEqual([
    ["As agreed", invoices(world)[0]?.fields.theirref],
    ["As agreed", "PO 77"],
  ]);
});

test("an invoice that is posted in the moment of its sending does not count as edited", async () => {
  await using world = await World.open({ data: smallCompany() });
  await world.full();
  using editor = new Editor(world.remotePath);
  editor.send(editor.edited("transaction", "1042", ["Widget sales", "As agreed"]));
  world.onRequest = ({ command }) => {
    if (command === "import") world.simulator.controls.post(1042);
  };
  const [report] = await promoteIn(world);
  expect(report?.outcome).toBe("failed");
  expect(report?.records[0]?.reasons[0]?.text).toContain("was posted just then");
});

test("a commit that sends nothing is refused, not failed, also when MoneyWorks has one of its records", async () => {
  await using world = await World.open({ data: smallCompany() });
  await world.full();
  using editor = new Editor(world.remotePath);
  editor.send({ [NEW]: INVOICE });
  await promoteIn(world);
  editor.git("fetch", "-q");
  editor.git("checkout", "-q", "-B", "changes", "origin/main");
  editor.send({ [NEW]: INVOICE, "new/name/x.xml": "<name><code>ROWAN</code></name>" });
  const [report] = await promoteIn(world);
  expect(report?.outcome).toBe("refused");
  expect(report?.records.map(({ state }) => state)).toEqual(["refused", "held"]);
});

test("what MoneyWorks answers in its own words is in no line of the log and no error", async () => {
  await using world = await World.open({ data: smallCompany() });
  await world.full();
  using editor = new Editor(world.remotePath);
  editor.send({ "new/name/k.xml": "<name><code>KKK</code><phone>PRIV-777</phone></name>" });
  world.simulator.controls.fault({
    command: "import",
    effect: { kind: "text", body: "Warning: 'PRIV-777' looks odd" },
  });
  const error = await promoteIn(world).then(
    () => null,
    (thrown: Error) => thrown,
  );
  expect(error).toMatchObject({ code: "promote.outcome-unknown" });
  expect(JSON.stringify([error?.message, world.log])).not.toContain("PRIV-777");
});
