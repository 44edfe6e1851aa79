import { describe, expect, test } from "bun:test";
import type { PromotionReport } from "../../src/domain/promotion.ts";
import { Editor, type Edits, placeOf } from "../support/editor.ts";
import { promoteIn, reasonsOf } from "../support/promoting.ts";
import { smallCompany } from "../support/small-company.ts";
import { tables, World, type WorldOptions } from "../support/world.ts";

interface Case {
  readonly name: string;
  readonly edits: (editor: Editor) => Edits;
  readonly reasons: readonly string[];
  readonly outcome?: PromotionReport["outcome"];
  readonly world?: WorldOptions;
  /** What happens in MoneyWorks after the editor cloned. */
  readonly meanwhile?: (world: World) => void;
  readonly before?: (world: World) => void;
}

const NAME = placeOf("name", "ROWAN");
const INVOICE = placeOf("transaction", "1042");
const PHONE = ["09 555 0101", "09 555 0199"] as const;

const CASES: readonly Case[] = [
  {
    name: "a system field",
    edits: (editor) =>
      editor.edited("name", "ROWAN", ['<sequencenumber system="true">12<', '<sequencenumber system="true">13<']),
    reasons: [`${NAME} system-field sequencenumber`],
  },
  {
    name: "a field that MoneyWorks keeps itself, even without its mark",
    edits: (editor) => editor.edited("name", "ROWAN", ["</name>\n", "</name>\n  <dbalance>5.00</dbalance>\n"]),
    reasons: [`${NAME} system-field dbalance`],
  },
  {
    name: "an unknown field",
    edits: (editor) => editor.edited("name", "ROWAN", ["<phone>", "<fon>1</fon>\n  <phone>"]),
    reasons: [`${NAME} unknown-field fon`],
  },
  {
    name: "a value longer than its field",
    edits: (editor) => editor.edited("name", "ROWAN", [PHONE[0], "1".repeat(20)]),
    reasons: [`${NAME} too-long phone`],
  },
  {
    name: "a value of the wrong type",
    edits: (editor) => editor.edited("product", "WID-OAK-L", ["<sellprice>100.000000", "<sellprice>1,000"]),
    reasons: [`${placeOf("product", "WID-OAK-L")} wrong-type sellprice`],
  },
  {
    name: "a field of which nobody knows that it can be imported",
    edits: (editor) => editor.edited("name", "ROWAN", ["<phone>", "<splitacct1>4000</splitacct1>\n  <phone>"]),
    reasons: [`${NAME} not-importable splitacct1`],
  },
  { name: "a delete", edits: () => ({ [NAME]: null }), reasons: [`${NAME} delete -`] },
  {
    name: "a posted transaction",
    before: (world) => world.simulator.controls.post(1042),
    edits: (editor) => editor.edited("transaction", "1042", ["Widget sales", "Sales"]),
    reasons: [`${INVOICE} posted -`],
  },
  {
    name: "another code than its path",
    edits: (editor) => editor.edited("name", "ROWAN", ["<code>ROWAN<", "<code>RAWON<"]),
    reasons: [`${NAME} path-mismatch code`],
  },
  {
    name: "another kind of record than its path",
    edits: (editor) => ({ [NAME]: editor.read(placeOf("product", "WID-OAK-L")) }),
    reasons: [`${NAME} path-mismatch -`],
  },
  {
    name: "broken XML",
    edits: (editor) => editor.edited("name", "ROWAN", ["</phone>", "</fon>"]),
    reasons: [`${NAME} bad-xml -`],
  },
  { name: "a file outside the layout", edits: () => ({ "README.md": "hello" }), reasons: ["README.md foreign-path -"] },
  {
    name: "a record at a path of its own making",
    edits: () => ({ "name/ROWAN.xml": "<name><code>ROWAN</code></name>" }),
    reasons: ["name/ROWAN.xml foreign-path -"],
  },
  {
    name: "a new record at the place of an old one",
    edits: () => ({ [placeOf("name", "NEW")]: "<name><code>NEW</code></name>" }),
    reasons: [`${placeOf("name", "NEW")} new-elsewhere -`],
  },
  {
    name: "the marker file",
    edits: (editor) => ({
      ".tidemark/marker.json": editor.read(".tidemark/marker.json").replace(/\d{14}/, "20200101000000"),
    }),
    reasons: [".tidemark/marker.json marker-file -"],
  },
  {
    name: "a table that MoneyWorks takes no edits of",
    edits: (editor) => editor.edited("account", "4000", ["Sales - Widgets", "Sales"]),
    reasons: [`${placeOf("account", "4000")} not-writable -`],
  },
  {
    name: "a record of a table that is not mirrored",
    world: { settings: { tables: tables("name", "transaction") } },
    edits: () => ({ "new/product/w.xml": "<product><code>W</code></product>" }),
    reasons: ["new/product/w.xml not-writable -"],
  },
  {
    name: "too many records",
    world: { promotions: { mostRecords: 1 } },
    edits: (editor) => ({
      ...editor.edited("name", "ROWAN", PHONE),
      ...editor.edited("job", "HOUSE", ["House on the hill", "House"]),
    }),
    reasons: ["too-many-records"],
  },
  {
    name: "a new record whose code is in use, in other letters",
    edits: () => ({ "new/name/x.xml": "<name><code>rowan</code><name>Another</name></name>" }),
    reasons: ["new/name/x.xml code-in-use code"],
  },
  {
    name: "an invoice that does not add up",
    edits: (editor) => editor.edited("transaction", "1042", ["<detail.gross>230.00", "<detail.gross>240.00"]),
    reasons: [`${INVOICE} does-not-balance detail[1].gross`],
  },
  {
    name: "a new transaction that does not add up",
    edits: () => ({ "new/transaction/a.xml": invoice("<gross>12.00</gross>", "11.50") }),
    reasons: ["new/transaction/a.xml does-not-balance gross"],
  },
  ...["CII", "SOI", "DIC", "DI"].map((type) => ({
    name: `an invoice made ${type}`,
    edits: (editor: Editor) => editor.edited("transaction", "1042", ["<type>DII<", `<type>${type}<`]),
    reasons: [`${INVOICE} transaction-type type`],
  })),
  {
    name: "an invoice whose date was taken away",
    edits: (editor) => editor.edited("transaction", "1042", [/ *<transdate>.*\n/, ""]),
    reasons: [`${INVOICE} missing-field transdate`],
  },
  {
    name: "an invoice with a field that nobody knows how to give back",
    world: { server: { quirks: { extraFields: ["transaction.loyalty=gold", "detail.colour=red"] } } },
    edits: (editor) => editor.edited("transaction", "1042", ["Widget sales", "Sales"]),
    reasons: [`${INVOICE} not-importable loyalty`, `${INVOICE} not-importable detail[1].colour`],
  },
  {
    name: "a journal",
    edits: () => ({ "new/transaction/a.xml": invoice("", "11.50").replace("<type>DI", "<type>JN") }),
    reasons: ["new/transaction/a.xml transaction-type type"],
  },
  {
    name: "a name for a new record that git and MoneyWorks might not tell from another",
    edits: () => ({ "new/name/Tern Ltd.xml": "<name><code>TERN</code></name>" }),
    reasons: ["new/name/Tern Ltd.xml bad-client-id -"],
  },
  {
    name: "Tidemark's own id, taken away",
    before: (world) => void world.records.edit("name", 12, { usertext: "tidemark:rowan" }),
    edits: (editor) => editor.edited("name", "ROWAN", [/ *<usertext>.*\n/, ""]),
    reasons: [`${NAME} id-field usertext`],
  },
  {
    name: "a field that somebody changed in MoneyWorks meanwhile",
    edits: (editor) => editor.edited("name", "ROWAN", PHONE),
    meanwhile: (world) => void world.records.edit("name", 12, { phone: "04 555 0000" }),
    outcome: "conflict",
    reasons: [`${NAME} conflict phone`],
  },
  {
    name: "a record that somebody renamed in MoneyWorks meanwhile",
    edits: (editor) => editor.edited("name", "ROWAN", PHONE),
    meanwhile: (world) => void world.records.edit("name", 12, { code: "ROWANS" }),
    outcome: "conflict",
    reasons: [`${NAME} renamed-in-moneyworks -`],
  },
  {
    name: "every reason at once",
    edits: (editor) => ({
      ...editor.edited("name", "ROWAN", [PHONE[0], "1".repeat(20)], ["<kind>1<", "<kind>2<"]),
      [placeOf("job", "HOUSE")]: null,
      "notes.txt": "",
    }),
    reasons: [
      `${placeOf("job", "HOUSE")} delete -`,
      `${NAME} not-importable kind`,
      `${NAME} too-long phone`,
      "notes.txt foreign-path -",
    ],
  },
];

function invoice(gross: string, net: string): string {
  return `<transaction><type>DII</type><namecode>ROWAN</namecode><transdate>20250224</transdate><subfile name="Detail">
    <detail><detail.account>4000</detail.account><detail.taxcode>E</detail.taxcode><detail.net>${net}</detail.net>
    <detail.tax>0.00</detail.tax><detail.gross>${net}</detail.gross></detail></subfile>${gross}</transaction>`;
}

/** All that MoneyWorks holds. */
function held(world: World): string {
  return JSON.stringify(world.simulator.controls.snapshot().document);
}

describe("refused as a whole, with MoneyWorks as it was:", () => {
  for (const { name, edits, reasons, outcome = "refused", world: options, meanwhile, before } of CASES) {
    test(name, async () => {
      await using world = await World.open({ data: smallCompany(), ...options });
      before?.(world);
      await world.full();
      using editor = new Editor(world.remotePath);
      const main = editor.git("rev-parse", "origin/main");
      const commit = editor.send({
        ...editor.edited("name", "TUIPAPER", ["</name>\n", "</name>\n  <fax>1</fax>\n"]),
        ...edits(editor),
      });
      world.pass(5);
      meanwhile?.(world);
      const [state, requests] = [held(world), world.simulator.controls.requests.length];
      const [report] = await promoteIn(world);
      expect(report).toMatchObject({ commit, outcome });
      expect(reasonsOf(report as PromotionReport)).toEqual([...reasons]);
      expect(held(world)).toBe(state);
      expect(world.simulator.controls.requests.slice(requests).filter(({ command }) => command === "import")).toEqual(
        [],
      );
      expect(editor.note(commit)).toEqual(report as PromotionReport);
      expect(editor.isOnMain(commit)).toBe(false);
      expect(editor.git("rev-parse", "origin/changes")).toBe(commit);
      if (meanwhile === undefined) expect(editor.git("rev-parse", "origin/main")).toBe(main);
      expect(await promoteIn(world)).toEqual([]);
    });
  }
});
