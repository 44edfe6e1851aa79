import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Oid } from "../../src/domain/ids.ts";
import { Editor } from "../support/editor.ts";
import { expectMirrored } from "../support/expect-mirrored.ts";
import { fsck } from "../support/installation.ts";
import { Death, mortal } from "../support/mortal-ports.ts";
import { promoteIn } from "../support/promoting.ts";
import { smallCompany } from "../support/small-company.ts";
import { TemporaryDirectory } from "../support/temporary.ts";
import { World, type WorldOptions } from "../support/world.ts";

/*
 * A commit of everything that can be carried over, and a process that dies at each of its calls that last, before and after
 * they took effect; between MoneyWorks' effect and our reading of its answer too.
 */

const INVOICE = `<transaction><type>DI</type><namecode>TERN</namecode><transdate>20250224</transdate><description>Widgets</description>
  <subfile name="Detail"><detail><detail.stockcode>WID-OAK-L</detail.stockcode><detail.stockqty>2</detail.stockqty></detail></subfile>
  </transaction>`;

const METHODS = {
  source: ["records"],
  staging: ["startRun", "endRun", "startPromotion", "reportPromotion", "noteImports", "markNoted", "applyPage"],
  mirror: ["commit", "push"],
  importer: ["send", "find"],
  incoming: ["branches", "receive", "hold", "merge", "forward", "writeNotes", "fetchNotes"],
} as const;

function wiring(death: Death, extra: WorldOptions): WorldOptions {
  return {
    data: smallCompany(),
    ...extra,
    wrapPorts: (ports) => ({
      ...ports,
      source: mortal(ports.source, "source", METHODS.source, death),
      staging: mortal(ports.staging, "staging", METHODS.staging, death),
      mirror: mortal(ports.mirror, "mirror", METHODS.mirror, death),
    }),
    wrapImporter: (importer) => mortal(importer, "importer", METHODS.importer, death),
    wrapIncoming: (incoming) => mortal(incoming, "incoming", METHODS.incoming, death),
  };
}

const place = new TemporaryDirectory();
const template = join(place.path, "remote.git");
let commit: Oid;

beforeAll(async () => {
  await using world = await World.open({ data: smallCompany() });
  await world.full();
  using editor = new Editor(world.remotePath);
  commit = editor.send({
    ...editor.edited("name", "ROWAN", ["09 555 0101", "09 555 0199"]),
    ...editor.edited("transaction", "1042", ["Widget sales", "Widgets, as agreed"]),
    "new/name/tern.xml": "<name><code>TERN</code><name>Tern Shipping</name><customertype>1</customertype></name>",
    "new/transaction/inv-7.xml": INVOICE,
  });
  cpSync(world.remotePath, template, { recursive: true });
});
afterAll(() => place[Symbol.dispose]());

/** A mirror of the small company whose remote has the commit on `changes`: the same bytes each time. */
async function withCommit(death: Death, extra: WorldOptions = {}): Promise<World> {
  const world = await World.open(wiring(death, extra));
  await world.full();
  rmSync(world.remotePath, { recursive: true });
  cpSync(template, world.remotePath, { recursive: true });
  return world;
}

async function callsOf(extra: WorldOptions): Promise<readonly string[]> {
  const death = new Death();
  await using world = await withCommit(death, extra);
  death.live();
  await promoteIn(world);
  return [...death.names];
}

/** Turns until the commit is judged, each with a new process, minutes apart. */
async function untilJudged(world: World, death: Death): Promise<number> {
  for (let turns = 1; turns <= 6; turns++) {
    death.live();
    world.restart();
    world.pass(200);
    await promoteIn(world).catch((error: unknown) => {
      if (!(error instanceof Error && "code" in error && error.code === "promote.outcome-unknown")) throw error;
    });
    const known = world.staging.promotion(commit);
    if (known !== null && known.outcome !== "pending" && known.noted) return turns;
  }
  throw new Error(`the commit is not judged: ${JSON.stringify(world.staging.promotion(commit)?.report?.reasons)}`);
}

/** What must be true however often it died. */
async function expectCarriedOnce(world: World): Promise<void> {
  const rows = (table: string): Readonly<Record<string, string | number>>[] =>
    world.simulator.rows(table).map(({ seq, fields }) => ({ ...fields, seq }));
  expect(rows("name").filter(({ code }) => code === "TERN")).toHaveLength(1);
  expect(rows("transaction").filter(({ usertext }) => usertext === "tidemark:inv-7")).toHaveLength(1);
  expect(rows("transaction").filter(({ ourref }) => ourref === "2203")).toMatchObject([
    { description: "Widgets, as agreed" },
  ]);
  expect(rows("transaction")).toHaveLength(2);
  expect(rows("name").find(({ seq }) => seq === 12)).toMatchObject({ phone: "09 555 0199" });
  const imports = world.staging.imports(commit);
  expect(imports.map(({ state }) => state)).toEqual(["applied", "applied", "applied", "applied"]);
  expect(world.staging.promotion(commit)).toMatchObject({ outcome: "accepted", noted: true });
  expect(world.mirror.incoming.held()).toBeNull();
  await world.poll();
  expectMirrored(world);
  using editor = new Editor(world.remotePath, "later");
  expect(editor.isOnMain(commit)).toBe(true);
  expect(editor.note(commit)?.outcome).toBe("accepted");
  expect(editor.git("rev-parse", "origin/changes")).toBe(editor.git("rev-list", "--merges", "-1", "origin/main"));
  expect([world.repository, world.remotePath].map(fsck)).toEqual(["", ""]);
}

const KEPT: WorldOptions = {};
const NEW_NUMBERS: WorldOptions = { server: { quirks: { updateKeepsNumber: false } } };
/** Each place is died at with TIDEMARK_TEST_RUNS set; else those where something lasts that nobody else would know of. */
const ALL = process.env.TIDEMARK_TEST_RUNS !== undefined;
const WORLDS: readonly { readonly name: string; readonly extra: WorldOptions; readonly places: RegExp }[] = [
  { name: "a server that keeps the numbers of replaced invoices", extra: KEPT, places: /send|merge/ },
  { name: "a server that gives them new ones", extra: NEW_NUMBERS, places: /./ },
];

for (const { name, extra, places } of WORLDS) {
  describe(`on ${name}, a process that dies`, () => {
    const cases = ALL ? (["before", "after"] as const) : (["after"] as const);
    test.each(cases)(
      "%s any call that lasts carries the commit over once",
      async (when) => {
        const calls = await callsOf(extra);
        const numbered = calls.map((call, index) => ({ call, at: index + 1 }));
        const last = new Map(
          numbered.filter(({ call }) => places.test(call)).map(({ call, at }) => [call, at] as const),
        );
        for (const at of ALL ? numbered.map((one) => one.at) : [...last.values()]) {
          const death = new Death();
          await using world = await withCommit(death, extra);
          death.live(at, when);
          await promoteIn(world).catch(() => {});
          const { died } = death;
          expect({ at, died }).toEqual({ at, died: `${when} ${calls[at - 1]}` });
          const turns = await untilJudged(world, death);
          expect({ died, turns: turns <= 3 }).toEqual({ died, turns: true });
          await expectCarriedOnce(world);
        }
      },
      600_000,
    );
  });
}
