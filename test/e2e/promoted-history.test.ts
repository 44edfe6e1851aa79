import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { rmSync } from "node:fs";
import type { Modtime, Oid, RunId } from "../../src/domain/ids.ts";
import { Author } from "../support/author.ts";
import { mirrored } from "../support/damage.ts";
import { expectMirrored } from "../support/expect-mirrored.ts";
import { git, gitResult } from "../support/git-command.ts";
import type { Place } from "../support/place.ts";
import { changeLog, rebuildWorld } from "../support/rebuilding.ts";
import { noSignal } from "../support/remote-ports.ts";
import { verifyWorld } from "../support/verifying.ts";
import type { World } from "../support/world.ts";

setDefaultTimeout(60_000);

const RUN = "01890000-0000-7000-8000-00000000f00d" as RunId;
const CLEAN = { code: 0, findings: [], remarks: [], errors: "" };

/** The git side of a promotion; what MoneyWorks holds is merged by the next poll. */
async function merge(world: World, commit: Oid): Promise<void> {
  const { incoming } = world.mirror;
  const { staging, clock } = world;
  await incoming.receive(commit, noSignal());
  incoming.hold(commit);
  staging.startRun(RUN, "promote", clock.now());
  const file = (path: string) => world.git("show", `main:.tidemark/${path}`);
  const { serverTime, document } = JSON.parse(file("marker.json")) as { serverTime: Modtime; document: string | null };
  const trailers = Object.entries({
    "Tidemark-Run": RUN,
    "Tidemark-Marker": "none",
    "Tidemark-Config": "0".repeat(64),
    "Tidemark-Promoted": commit,
  });
  const request = {
    run: RUN,
    subject: "promote: name 1 changed",
    body: [],
    trailers: trailers.map(([name, value]) => ({ name, value })),
    markers: staging.markers(),
    serverTime,
    document,
    configFile: new TextEncoder().encode(`${file("config.json")}\n`),
    at: clock.now(),
  };
  incoming.merge(request, commit, noSignal());
  incoming.hold(null);
  await world.mirror.push(noSignal());
}

/** A mirror with a promoted commit of odd files and odd words below main, one that waits, and notes. */
async function promoted(): Promise<Place & { readonly commit: Oid }> {
  const place = await mirrored();
  const { world } = place;
  world.restart();
  const author = new Author(world.path, world.remotePath);
  author.switchTo("changes");
  author.commit({ "new/name/mine.xml": "<x/>\n", link: { to: "nowhere" } }, { message: "one\n\nTidemark-Run: none" });
  author.git("update-index", "--add", "--cacheinfo", `160000,${"1".repeat(40)},sub`);
  author.git("commit", "-q", "--author", "Tidemark <tidemark@localhost>", "-m", "a submodule");
  world.pass(60);
  world.records.edit("name", 2, { phone: "1" });
  await world.poll();
  author.fetch();
  const commit = author.merge(["origin/main"]);
  author.push("changes");
  await merge(world, commit);
  author.commit({ "new/name/later.xml": "<x/>\n" });
  author.push("changes");
  await world.mirror.incoming.receive(author.head(), noSignal());
  world.mirror.incoming.hold(author.head());
  await world.mirror.incoming.writeNotes(new Map([[commit, "note\n"]]), world.clock.now(), noSignal());
  world.pass(60);
  world.records.edit("name", 2, { phone: "2" });
  await world.poll();
  return Object.assign(place, { commit });
}

describe("a history with a promoted commit", () => {
  test("is clean when verified, before and after git repacked it", async () => {
    await using place = await promoted();
    expect(await verifyWorld(place.world)).toMatchObject(CLEAN);
    for (const repository of [place.world.repository, place.world.remotePath]) {
      git(repository, ["gc", "-q", "--prune=now"]);
      expect(gitResult(repository, ["fsck", "--full", "--strict", "--no-dangling"]).code).toBe(0);
    }
    expect(await verifyWorld(place.world)).toMatchObject(CLEAN);
  });

  test("gives the change log back as it was when it is rebuilt", async () => {
    await using place = await promoted();
    const { world } = place;
    const before = changeLog(world);
    const { code, errors, rebuilt } = await rebuildWorld(world);
    expect([code, errors, rebuilt.from]).toEqual([0, "", "local"]);
    expect(changeLog(world)).toEqual(before);
    expect(world.staging.runs(100).find(({ run }) => run === RUN)?.kind).toBe("promote");
    await expectMirrored(world);
  });

  test("is fetched anew by a rebuild, and taken over by a fresh data directory", async () => {
    await using place = await promoted();
    const { world, commit } = place;
    world.close();
    rmSync(world.repository, { recursive: true });
    expect((await rebuildWorld(world)).rebuilt.from).toBe("remote");
    expect(world.mirror.incoming.isOnMain(commit)).toBe(true);
    world.freshDirectory();
    await world.full();
    expect([world.mirror.incoming.isOnMain(commit), world.git("rev-list", "--merges", "--count", "main")]).toEqual([
      true,
      "2",
    ]);
    await expectMirrored(world);
    expect(await verifyWorld(world)).toMatchObject(CLEAN);
  });
});
