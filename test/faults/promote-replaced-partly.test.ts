import { expect, test } from "bun:test";
import { Editor, placeOf } from "../support/editor.ts";
import { expectMirrored } from "../support/expect-mirrored.ts";
import { promoteIn } from "../support/promoting.ts";
import { smallCompany } from "../support/small-company.ts";
import { World } from "../support/world.ts";

test("a replaced invoice is not merged before its old number was seen to be gone", async () => {
  await using world = await World.open({ data: smallCompany(), server: { quirks: { updateKeepsNumber: false } } });
  await world.full();
  using editor = new Editor(world.remotePath);
  const commit = editor.send(editor.edited("transaction", "1042", ["Widget sales", "As agreed"]));
  const { controls } = world.simulator;
  let isSent = false;
  // The new one is read by its stamp; then the table cannot be read any more.
  world.onRequest = ({ command, target }) => {
    if (command === "import") isSent = true;
    const isOld = isSent && target.includes("table=transaction") && target.includes("sequencenumber%3D1042");
    if (isOld) controls.fault({ table: "transaction", times: 0, effect: { kind: "text", body: "" } });
  };
  await expect(promoteIn(world)).rejects.toMatchObject({ code: "promote.unread" });
  expect(editor.isOnMain(commit)).toBe(false);

  controls.clearFaults();
  world.onRequest = () => {};
  expect(await promoteIn(world)).toMatchObject([{ commit, outcome: "accepted" }]);
  expect(world.simulator.rows("transaction")).toHaveLength(1);
  expect(editor.isOnMain(commit)).toBe(true);
  expect(() => editor.git("show", `origin/main:${placeOf("transaction", "1042")}`)).toThrow("not in 'origin/main'");
  expectMirrored(world);
}, 30_000);
