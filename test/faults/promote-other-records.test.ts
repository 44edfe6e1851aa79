import { expect, test } from "bun:test";
import { Editor, placeOf } from "../support/editor.ts";
import { promoteIn, reasonsOf } from "../support/promoting.ts";
import { smallCompany } from "../support/small-company.ts";
import { World } from "../support/world.ts";

const NAME = placeOf("name", "ROWAN");
const PHONE = ["09 555 0101", "09 555 0199"] as const;

/** What people do in MoneyWorks after the edit was made; 12 is ROWAN, 13 another name. */
const MEANWHILE: readonly { readonly what: string; readonly reason: string; readonly act: (world: World) => void }[] = [
  {
    what: "gave it another code, and its own to another one",
    reason: "renamed-in-moneyworks",
    act: ({ records }) => {
      records.edit("name", 12, { code: "OTHER" });
      records.edit("name", 13, { code: "ROWAN" });
    },
  },
  {
    what: "deleted it, and gave its code to another one",
    reason: "deleted-in-moneyworks",
    act: ({ records }) => {
      records.remove("name", 12);
      records.edit("name", 13, { code: "ROWAN" });
    },
  },
  {
    what: "deleted it, and entered another one with its code",
    reason: "deleted-in-moneyworks",
    act: ({ records }) => {
      records.remove("name", 12);
      records.add("name", { fields: { code: "ROWAN", phone: PHONE[0] } });
    },
  },
];

test.each(MEANWHILE)("an edit of a record lands on no other one: somebody $what", async ({ act, reason }) => {
  await using world = await World.open({ data: smallCompany() });
  await world.full();
  using editor = new Editor(world.remotePath);
  editor.send(editor.edited("name", "ROWAN", PHONE));
  act(world);
  await world.full({ allowDeletes: 5 });
  const before = world.simulator.rows("name");
  const [report] = await promoteIn(world);
  expect(report?.outcome).toBe("conflict");
  expect(report === undefined ? [] : reasonsOf(report)).toEqual([`${NAME} ${reason} -`]);
  expect(world.simulator.rows("name")).toEqual(before);
});

test("a file in another form asks for nothing, whichever record has the code by now", async () => {
  await using world = await World.open({ data: smallCompany() });
  await world.full();
  using editor = new Editor(world.remotePath);
  editor.send({ [NAME]: editor.read(NAME).replaceAll("\n  <", "\n\n  <") });
  world.records.edit("name", 12, { code: "OTHER" });
  world.records.edit("name", 13, { code: "ROWAN" });
  const [report] = await promoteIn(world);
  expect(report?.outcome).toBe("accepted");
});
