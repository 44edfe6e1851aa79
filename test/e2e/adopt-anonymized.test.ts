import { expect, setDefaultTimeout, test } from "bun:test";
import { ANONYMIZED_MARK } from "../../src/domain/anonymized.ts";
import { adoptIn, commitByHand, runOf } from "../support/adopting.ts";
import { git, gitResult } from "../support/git-command.ts";
import { Place } from "../support/place.ts";

setDefaultTimeout(30_000);

const MARKED = `<?xml version="1.0"?>\n<!-- ${ANONYMIZED_MARK} {} -->\n<table name="Name"></table>\n`;

/** Test data that is committed and taken away again. */
function bringTestData(repository: string): { brought: string; head: string } {
  const brought = commitByHand(repository, { files: { "test/name.xml": MARKED }, message: "Test data" });
  return { brought, head: commitByHand(repository, { files: { "test/name.xml": null }, message: "Not here" }) };
}

test.each(["local", "remote"] as const)(
  "a %s main that had test data is not taken over; ours is put back",
  async (end) => {
    await using place = await Place.open("directory");
    const { world, remote } = place;
    await world.poll();
    const ours = git(remote, ["rev-parse", "main"]);
    const { brought, head } = bringTestData(end === "local" ? world.repository : remote);
    const error = await adoptIn(world).catch((reason) => reason);
    expect(error).toMatchObject({ code: "mirror.anonymized", exitCode: 4 });
    expect(error.message).toContain(`${brought} holds test/name.xml`);
    expect(gitResult(world.repository, ["merge-base", "--is-ancestor", ours, "main"]).code).toBe(0);
    expect((await runOf(world)).error).toMatchObject({ code: `${end === "local" ? "mirror" : "remote"}.main-moved` });
    await adoptIn(world, "ours");
    expect((await runOf(world)).error).toBeNull();
    for (const repository of [world.repository, remote]) {
      expect(gitResult(repository, ["merge-base", "--is-ancestor", head, "main"]).code).not.toBe(0);
    }
  },
);

test("a fresh data directory does not begin with a main that holds test data", async () => {
  await using place = await Place.open("directory");
  const { world, remote } = place;
  await world.poll();
  const path = git(remote, ["ls-tree", "-r", "--name-only", "main", "name/"]).split("\n")[0] ?? "";
  commitByHand(remote, { files: { [path]: `<!-- ${ANONYMIZED_MARK} -->\n<name>\n</name>\n` } });
  world.freshDirectory();
  const { error } = await runOf(world);
  expect(error).toMatchObject({ code: "mirror.anonymized", exitCode: 4 });
  expect(error?.message).toContain(path);
});
