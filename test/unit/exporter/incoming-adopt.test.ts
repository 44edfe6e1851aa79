import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import type { Side } from "../../../src/domain/adoption.ts";
import type { Oid } from "../../../src/domain/ids.ts";
import { commitByHand } from "../../support/adopting.ts";
import { git } from "../../support/git-command.ts";
import { IncomingWorld, OAK, ROWAN } from "../../support/incoming-world.ts";
import { codeOf, noSignal } from "../../support/remote-ports.ts";

let world: IncomingWorld;
let promoted: Oid;

/** A promoted commit below main, and one that waits. */
beforeEach(async () => {
  world = await new IncomingWorld().begin();
  const author = world.author();
  author.switchTo("changes");
  promoted = author.commit({ [ROWAN]: "edited\n", "new/name/x.xml": "x\n" });
  author.push("changes");
  await world.promote(promoted, { ROWAN: "edited\n" });
  author.commit({ [OAK]: "waits\n" });
  author.push("changes");
});
afterEach(() => world[Symbol.dispose]());

async function adopt(side: Side) {
  const survey = await world.mirror.survey(noSignal());
  await world.mirror.adopt(survey, { side, commit: { ...world.request(), subject: "adopt: it" } }, noSignal());
  return survey.findings.map(({ kind, commits }) => [kind, commits?.total ?? null]);
}

/** Main is ours again, and what waited is promoted. */
async function goesOn(): Promise<void> {
  const [branch] = await world.incoming.branches(["changes"], noSignal());
  const head = branch?.head as Oid;
  await world.incoming.receive(head, noSignal());
  expect(world.incoming.steps(head, 10)?.map(({ commit }) => commit)).toEqual([head]);
  expect(world.changes(head)).toEqual([`${OAK}: o → waits (o)`]);
  await world.promote(head, { OAK: "waits\n" });
  expect(await world.incoming.forward({ name: "changes", head }, noSignal())).toBe(true);
  expect([world.refAt("refs/heads/main") as Oid, ...world.fsckBoth()]).toEqual([world.mirror.head() as Oid, "", ""]);
  const { [ROWAN]: rowan, README } = world.filesOf("main");
  expect([rowan, README]).toEqual(["edited", undefined]);
}

describe.each(["theirs", "ours"] as const)("with promotions in it, a main that somebody moved goes on (%s)", (side) => {
  test("after a commit on top of it", async () => {
    commitByHand(world.served, { files: { README: "1\n" } });
    expect(await codeOf(world.mirror.push(noSignal()))).toBe("remote.main-moved");
    expect(await adopt(side)).toEqual([["moved", 1]]);
    await goesOn();
  });

  test("after it was set back to the promoted commit itself", async () => {
    git(world.served, ["update-ref", "refs/heads/main", promoted]);
    expect(await codeOf(world.mirror.push(noSignal()))).toBe("remote.main-moved");
    expect(await adopt(side)).toEqual([["set-back", null]]);
    await goesOn();
  });

  test("after an author pushed edits to it instead of the branch", async () => {
    git(world.served, [
      "update-ref",
      "refs/heads/main",
      commitByHand(world.served, { files: { README: "1\n" }, parent: promoted }),
    ]);
    expect(await codeOf(world.mirror.push(noSignal()))).toBe("remote.main-moved");
    expect(await adopt(side)).toEqual([["rewritten", 1]]);
    await goesOn();
  });
});
