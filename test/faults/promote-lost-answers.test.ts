import { describe, expect, test } from "bun:test";
import type { Oid } from "../../src/domain/ids.ts";
import type { PromotionReport } from "../../src/domain/promotion.ts";
import type { FaultEffect } from "../../src/simulator/http/faults.ts";
import { Editor, type Edits, placeOf } from "../support/editor.ts";
import { outcomes, promoteIn, reasonsOf } from "../support/promoting.ts";
import { smallCompany } from "../support/small-company.ts";
import { World, type WorldOptions } from "../support/world.ts";

const INVOICE = `<transaction><type>DI</type><namecode>ROWAN</namecode><transdate>20250224</transdate>
  <subfile name="Detail"><detail><detail.stockcode>WID-OAK-L</detail.stockcode></detail></subfile></transaction>`;

const EDITS: Readonly<Record<string, (editor: Editor) => Edits>> = {
  "an update": (editor) => editor.edited("name", "ROWAN", ["09 555 0101", "09 555 0199"]),
  "a new name": () => ({ "new/name/tern.xml": "<name><code>TERN</code><name>Tern Shipping</name></name>" }),
  "a new invoice": () => ({ "new/transaction/inv-7.xml": INVOICE }),
  "a replaced invoice": (editor) => editor.edited("transaction", "1042", ["Widget sales", "As agreed"]),
};

async function withCommit(edits: (editor: Editor) => Edits, options: WorldOptions = {}) {
  const world = await World.open({ data: smallCompany(), ...options });
  await world.full();
  const editor = new Editor(world.remotePath);
  return { world, editor, commit: editor.send(edits(editor)) };
}

/** What MoneyWorks holds of all that these commits can make or change. */
function held(world: World): readonly string[] {
  const rows = ["name", "transaction"].flatMap((table) => world.simulator.rows(table));
  return rows.map(({ fields }) =>
    [fields.code ?? fields.ourref, fields.phone ?? fields.description, fields.usertext].join(" "),
  );
}

/** What it holds after the same commit on a server where nothing goes wrong. */
async function heldUndisturbed(edits: (editor: Editor) => Edits, options: WorldOptions): Promise<readonly string[]> {
  const { world, editor } = await withCommit(edits, options);
  await using _world = world;
  using _editor = editor;
  await promoteIn(world);
  return held(world);
}

/** Turns until the commit is judged, so many seconds apart. */
async function judged(world: World, commit: Oid, seconds = 200, most = 5): Promise<PromotionReport> {
  for (let turns = 0; turns < most; turns++) {
    await promoteIn(world).catch((error: unknown) => {
      if (!(error instanceof Error && "code" in error && error.code === "promote.outcome-unknown")) throw error;
    });
    const report = world.staging.promotion(commit)?.report ?? null;
    if (report !== null && report.outcome !== "pending") return report;
    world.pass(seconds);
  }
  throw new Error("it is not judged");
}

const EFFECTS: readonly (readonly [name: string, effect: FaultEffect])[] = [
  ["the request is lost", { kind: "reset", when: "before" }],
  ["the answer is lost", { kind: "reset", when: "after" }],
  ["the answer is cut short", { kind: "cut", bytes: 1 }],
  ["it takes effect a moment after the connection broke", { kind: "late", requests: 2 }],
  ["it takes effect a minute after the connection broke", { kind: "late", requests: 40 }],
  [
    "the answer is an unknown error",
    { kind: "status", status: 500, body: "Internal error; last diagnostic message: none" },
  ],
];

for (const quirks of [{ updateKeepsNumber: true }, { updateKeepsNumber: false }]) {
  const options: WorldOptions = { server: { quirks } };
  describe(`a commit goes over once, numbers of replaced invoices ${quirks.updateKeepsNumber ? "kept" : "new"}:`, () => {
    for (const [what, edits] of Object.entries(EDITS)) {
      if (!quirks.updateKeepsNumber && what !== "a replaced invoice") continue;
      let undisturbed: Promise<readonly string[]> | null = null;
      for (const [name, effect] of EFFECTS) {
        test(`${what} when ${name}`, async () => {
          const { world, editor, commit } = await withCommit(edits, options);
          await using _world = world;
          using _editor = editor;
          world.simulator.controls.fault({ command: "import", effect });
          const report = await judged(world, commit);
          expect(report.outcome).toBe("accepted");
          undisturbed ??= heldUndisturbed(edits, options);
          expect(held(world)).toEqual(await undisturbed);
          expect(world.staging.openImports()).toEqual([]);
          expect(editor.isOnMain(commit)).toBe(true);
        });
      }
    }
  });
}

test.each([45, 60, 75])(
  "a new invoice that takes effect %d requests after the connection broke, turns later, is there once",
  async (requests) => {
    const { world, editor, commit } = await withCommit(EDITS["a new invoice"] as never);
    await using _world = world;
    using _editor = editor;
    world.simulator.controls.fault({ command: "import", effect: { kind: "late", requests } });
    const report = await judged(world, commit, 20, 16);
    expect(report.outcome).toBe("accepted");
    const made = world.simulator.rows("transaction").filter(({ fields }) => fields.usertext === "tidemark:inv-7");
    expect(made).toHaveLength(1);
  },
);

describe("MoneyWorks says no", () => {
  test("to the first record: nothing is applied, and the note has its words", async () => {
    const { world, editor, commit } = await withCommit((ada) => ada.edited("job", "HOUSE", [/ROWAN/, "NOBODY"]));
    await using _world = world;
    using _editor = editor;
    const [report] = await promoteIn(world);
    expect(report).toMatchObject({ commit, outcome: "failed", records: [{ state: "failed" }] });
    expect(reasonsOf(report as PromotionReport)).toEqual([`${placeOf("job", "HOUSE")} moneyworks-refused -`]);
    expect(report?.records[0]?.reasons[0]?.text).toContain('"NOBODY" does not exist');
    expect(editor.isOnMain(commit)).toBe(false);
  });

  test("half-way: what was applied is mirrored and told, the rest is not sent, and the amended commit goes on from there", async () => {
    const { world, editor, commit } = await withCommit((ada) => ({
      "new/name/tern.xml": "<name><code>TERN</code><name>Tern</name></name>",
      "new/transaction/a.xml": INVOICE.replace("ROWAN", "NOBODY"),
      "new/transaction/b.xml": INVOICE,
      ...ada.edited("name", "ROWAN", ["09 555 0101", "09 555 0199"]),
    }));
    await using _world = world;
    using _editor = editor;
    const [report] = await promoteIn(world);
    expect(report).toMatchObject({ commit, outcome: "failed" });
    const states = Object.fromEntries((report as PromotionReport).records.map(({ path, state }) => [path, state]));
    expect(states).toEqual({
      [placeOf("name", "ROWAN")]: "applied",
      "new/name/tern.xml": "applied",
      "new/transaction/a.xml": "failed",
      "new/transaction/b.xml": "unsent",
    });
    editor.git("fetch", "-q");
    expect(editor.git("show", "-s", "--format=%s", "origin/main")).toBe("promote: name 1 added, 1 changed");
    const amended = editor.amend({ "new/transaction/a.xml": INVOICE });
    expect(outcomes(await promoteIn(world))).toEqual([[amended, "accepted"]]);
    const ids = world.simulator.rows("transaction").map(({ fields }) => fields.usertext ?? "");
    expect(ids.filter((id) => id !== "").sort()).toEqual(["tidemark:a", "tidemark:b"]);
    expect(world.simulator.rows("name")).toHaveLength(3);
  });

  test("because somebody has the record open; a later turn may carry it over", async () => {
    const { world, editor, commit } = await withCommit((ada) => ada.edited("name", "ROWAN", ["09 555 0101", "1"]));
    await using _world = world;
    using _editor = editor;
    world.simulator.controls.lock("name", 12);
    const [report] = await promoteIn(world);
    expect(report).toMatchObject({ commit, outcome: "failed" });
    expect(report?.records[0]?.reasons[0]?.text).toContain("in use by another user");
    world.simulator.controls.unlock("name", 12);
    expect(outcomes(await promoteIn(world, { again: true }))).toEqual([[commit, "accepted"]]);
  });
});

describe("what MoneyWorks makes of it is told:", () => {
  const cases: readonly (readonly [string, NonNullable<WorldOptions["server"]>["quirks"], string, string])[] = [
    ["a text that it cuts", { fieldSizes: { "name.phone": 5 } }, "phone", "truncated"],
    ["a code that it writes in capitals", { importedCodes: "upper-case" }, "code", "case"],
  ];
  for (const [name, quirks, field, state] of cases) {
    test(`${name} is accepted`, async () => {
      const edits = () => ({
        "new/name/tern.xml": "<name><code>Tern</code><name>T</name><phone>09 555 0199</phone></name>",
      });
      const { world, editor, commit } = await withCommit(edits, { server: { quirks: quirks ?? {} } });
      await using _world = world;
      using _editor = editor;
      const [report] = await promoteIn(world);
      expect(report).toMatchObject({ commit, outcome: "accepted" });
      expect(report?.records[0]?.fields.find((one) => one.field === field)?.state).toBe(state as never);
      expect(editor.isOnMain(commit)).toBe(true);
    });
  }

  test("a field that it leaves out keeps the commit from main", async () => {
    const quirks = { ignoredImportFields: ["name.phone"] };
    const { world, editor, commit } = await withCommit(EDITS["an update"] as never, { server: { quirks } });
    await using _world = world;
    using _editor = editor;
    const [report] = await promoteIn(world);
    expect(report).toMatchObject({ commit, outcome: "failed" });
    expect(reasonsOf(report as PromotionReport)).toEqual([`${placeOf("name", "ROWAN")} not-as-asked phone`]);
    expect(editor.isOnMain(commit)).toBe(false);
  });
});

describe("a branch that moves on", () => {
  test("while an answer is awaited: the old commit is told as withdrawn, and nothing is made twice", async () => {
    const { world, editor, commit } = await withCommit(EDITS["a new invoice"] as never);
    await using _world = world;
    using _editor = editor;
    world.simulator.controls.fault({ command: "import", effect: { kind: "late", requests: 30 } });
    await promoteIn(world).catch(() => {});
    expect(world.staging.promotion(commit)?.outcome).toBe("pending");
    const amended = editor.amend(EDITS["an update"]?.(editor) as Edits);
    const report = await judged(world, amended);
    expect(report.outcome).toBe("accepted");
    expect(
      world.simulator.rows("transaction").filter(({ fields }) => fields.usertext === "tidemark:inv-7"),
    ).toHaveLength(1);
    expect(world.staging.promotion(commit)?.outcome).toBe("failed");
    expect(reasonsOf(world.staging.promotion(commit)?.report as PromotionReport)).toEqual(["withdrawn"]);
  });

  test("before anything was sent: the old commit is forgotten", async () => {
    const { world, editor, commit } = await withCommit(EDITS["an update"] as never);
    await using _world = world;
    using _editor = editor;
    await world.poll();
    world.simulator.controls.fault({ command: "export", times: 99, effect: { kind: "reset", when: "before" } });
    await world.promoter.promote({ signal: new AbortController().signal, again: false });
    expect(world.staging.promotion(commit)?.outcome).toBe("pending");
    world.simulator.controls.clearFaults();
    editor.git("push", "-q", "origin", ":changes");
    expect(await promoteIn(world)).toEqual([]);
    expect(world.staging.promotion(commit)).toBeNull();
  });
});
