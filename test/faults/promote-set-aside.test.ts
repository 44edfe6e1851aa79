import { expect, test } from "bun:test";
import { TidemarkError } from "../../src/domain/errors/tidemark-error.ts";
import type { PromotionReport } from "../../src/domain/promotion.ts";
import { Editor } from "../support/editor.ts";
import { expectMirrored } from "../support/expect-mirrored.ts";
import { promoteIn } from "../support/promoting.ts";
import { smallCompany } from "../support/small-company.ts";
import { World } from "../support/world.ts";

/** The outcome, or the code of what the turn ended with. */
async function turn(world: World): Promise<PromotionReport["outcome"] | string | undefined> {
  try {
    return (await promoteIn(world))[0]?.outcome;
  } catch (error) {
    return error instanceof TidemarkError ? error.code : String(error);
  }
}

test("an edit of an invoice that polls leave set aside is accepted once it can be read, and never told as failed", async () => {
  await using world = await World.open({ data: smallCompany() });
  world.records.add("transaction", { fields: { ourref: "9", type: "DII" }, lines: [{ account: "4000-", gross: 1 }] });
  await world.full();
  const { controls } = world.simulator;
  controls.poison("transaction", 1042, "error");
  world.records.touch("transaction", 1042);
  for (let polls = 0; polls < 6; polls++) await world.run("poll");
  expect(world.staging.quarantined()).toMatchObject([{ table: "transaction", seq: 1042 }]);
  controls.heal("transaction", 1042);

  using editor = new Editor(world.remotePath);
  const commit = editor.send(editor.edited("transaction", "1042", ["Widget sales", "As agreed"]));
  const first = await turn(world);
  expect(["accepted", "promote.unread"]).toContain(first as string);
  await world.sync("sweep");
  if (first !== "accepted") expect(await turn(world)).toBe("accepted");
  expect(world.simulator.rows("transaction")[0]).toMatchObject({ seq: 1042, fields: { description: "As agreed" } });
  expect(editor.note(commit)?.outcome).toBe("accepted");
  expectMirrored(world);
}, 30_000);
