import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { haltStatus } from "../../src/app/halt-status.ts";
import type { Contact, Source } from "../../src/domain/ports/source.ts";
import { adoptIn, runOf } from "../support/adopting.ts";
import { crowd } from "../support/document-changes.ts";
import { expectMirrored } from "../support/expect-mirrored.ts";
import { filesAt, treeOf } from "../support/mirror-files.ts";
import { smallCompany } from "../support/small-company.ts";
import { tables, World } from "../support/world.ts";

setDefaultTimeout(30_000);

const OTHER = "00000000-1111-2222-3333-444444444444";
const LENIENT = { tables: tables("name", "product", "account"), deleteLimit: { share: 1, count: 1000 } };

function documentOn(world: World): string | null {
  return JSON.parse(String(filesAt(world.remotePath).get(".tidemark/marker.json"))).document;
}

/** A source whose first contact says other things. */
function saying(source: Source, say: () => Partial<Contact>): Source {
  return new Proxy(source, {
    get(target, name) {
      if (name === "contact") return async (signal: AbortSignal) => ({ ...(await target.contact(signal)), ...say() });
      const value: unknown = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

describe("the marker file", () => {
  test("names the document, and no commit is made for that alone", async () => {
    await using world = await World.open({ data: crowd() });
    await world.poll();
    expect(documentOn(world)).toBe(world.staging.setting("document"));
    expect(documentOn(world)).toMatch(/^[0-9a-f-]{36}$/i);
    expect((await world.poll()).commit).toBeNull();
  });

  test.each(["freshDirectory", "loseStaging"] as const)(
    "of another document halts before anything is staged (%s), until it is adopted",
    async (loss) => {
      await using world = await World.open({ data: crowd(), settings: LENIENT });
      await world.poll();
      const tree = treeOf(world.remotePath);
      world.simulator.controls.exchange(OTHER, smallCompany());
      world[loss]();
      for (let n = 0; n < 2; n++) {
        expect((await runOf(world)).error).toMatchObject({ code: "sync.other-document", exitCode: 4 });
        expect(world.staging.tables()).toEqual([]);
      }
      expect(treeOf(world.remotePath)).toBe(tree);
      const { proposal } = await adoptIn(world);
      expect(proposal).toMatchObject({ word: "adopt", document: { found: OTHER }, survey: { findings: [] } });
      expect(haltStatus(world.staging)).toBeNull();
      expect((await runOf(world)).summary).toMatchObject({ kind: "full", outcome: "ok" });
      expectMirrored(world);
      expect(documentOn(world)).toBe(OTHER);
    },
  );
});

describe("another document", () => {
  test("is mirrored after an adoption, and the delete brake still asks", async () => {
    const settings = { ...LENIENT, deleteLimit: { share: 0.05, count: 2 } };
    await using world = await World.open({ data: crowd(), settings });
    await world.poll();
    world.simulator.controls.exchange(OTHER, smallCompany());
    expect((await runOf(world)).error?.code).toBe("sync.other-document");
    await adoptIn(world);
    expect((await runOf(world)).error?.code).toBe("sync.delete-brake");
    await world.full({ allowDeletes: 1000 });
    expectMirrored(world);
    expect(documentOn(world)).toBe(OTHER);
    expect((await runOf(world)).error).toBeNull();
  });
});

describe("a document under another name", () => {
  async function renamed(document: "told" | "not told") {
    let now: Partial<Contact> = document === "told" ? {} : { document: null };
    const wrapPorts = (ports: World["ports"]) => ({ ...ports, source: saying(ports.source, () => now) });
    const world = await World.open({ data: crowd(), wrapPorts });
    await world.poll();
    now = { ...now, name: "New.moneyworks on http://elsewhere:6710" };
    return world;
  }

  test("is the same by its DocUUID: runs go on and say so once", async () => {
    await using world = await renamed("told");
    for (let n = 0; n < 2; n++) expect((await runOf(world)).error).toBeNull();
    const told = world.log.entries.filter(({ message }) => message.includes("under another name"));
    expect(told.map(({ fields }) => fields?.now)).toEqual(["New.moneyworks on http://elsewhere:6710"]);
  });

  test("whose server tells no DocUUID halts until it is adopted", async () => {
    await using world = await renamed("not told");
    const { error } = await runOf(world);
    expect(error).toMatchObject({ code: "sync.document-unproven", exitCode: 4 });
    expect(error?.message).not.toContain("robot");
    const { proposal } = await adoptIn(world);
    expect(proposal?.document).toMatchObject({ found: null, name: "New.moneyworks on http://elsewhere:6710" });
    expect((await runOf(world)).summary).toMatchObject({ kind: "full", outcome: "ok" });
    expect(haltStatus(world.staging)).toBeNull();
    expectMirrored(world);
  });
});

test("a restored document goes on after an adoption", async () => {
  await using world = await World.open({ data: crowd(), settings: LENIENT });
  await world.poll();
  world.staging.setHalt({ code: "sync.document-restored", message: "Put back.", hint: "adopt", at: 1 });
  const { proposal } = await adoptIn(world);
  expect(proposal?.document).toMatchObject({ code: "sync.document-restored" });
  expect((await runOf(world)).summary).toMatchObject({ kind: "full", outcome: "ok" });
  expect(haltStatus(world.staging)).toBeNull();
});
