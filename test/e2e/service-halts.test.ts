import { expect, setDefaultTimeout, test } from "bun:test";
import { fail } from "../../src/domain/errors/tidemark-error.ts";
import { commitByHand } from "../support/adopting.ts";
import { git } from "../support/git-command.ts";
import { Place } from "../support/place.ts";
import { type Serving, serve } from "../support/serving.ts";
import { smallCompany } from "../support/small-company.ts";
import { tables, World } from "../support/world.ts";

setDefaultTimeout(30_000);

/** One step a wait; the last one may need no service any more. */
function inSteps(...steps: readonly ((serving: Serving) => void | Promise<void>)[]) {
  const left = [...steps];
  return {
    waits: steps.length + 2,
    inWait: async (serving: Serving) => {
      // A check waits, too.
      if (serving.service.reading.status().service.running === null) await left.shift()?.(serving);
    },
  };
}

test("a main that somebody moved is shown with what can be done, proposed, confirmed by its word, and taken over", async () => {
  await using place = await Place.open("directory");
  const { world, remote } = place;
  let theirs = "";
  const steps = inSteps(
    () => {
      theirs = commitByHand(remote, { files: { README: "hello\n" }, message: "By hand" });
      world.records.edit("name", 2, { phone: "while it is moved" });
    },
    async ({ service }) => {
      const { halt, verdict } = service.reading.status();
      expect([halt?.code, verdict.level]).toEqual(["remote.main-moved", "halted"]);
      expect(halt?.ways.map(({ way }) => way)).toEqual(["adopt-theirs", "adopt-ours", "try-again"]);
      const { proposal, adopted } = await service.control.adopt({ side: "theirs", confirm: null });
      expect([adopted, proposal?.word, proposal?.findings[0]?.kind]).toEqual([null, theirs.slice(0, 7), "moved"]);
      expect(proposal?.findings[0]?.commits?.newest[0]).toMatchObject({ subject: "By hand" });
      const wrong = service.control.adopt({ side: "theirs", confirm: "1234567" });
      await expect(wrong).rejects.toMatchObject({ code: "adopt.other-word" });
      expect(service.reading.status().halt?.code).toBe("remote.main-moved");
      const done = await service.control.adopt({ side: "theirs", confirm: theirs.slice(0, 7) });
      expect([done.proposal, done.adopted?.pushed]).toEqual([null, true]);
      expect(service.reading.status().halt).toBeNull();
    },
    () => {},
    ({ service }) => {
      expect(service.reading.status()).toMatchObject({ verdict: { level: "ok" }, halt: null, unpushedCommits: 0 });
    },
  );
  await serve(world, steps).service.go();
  expect(git(remote, ["log", "--format=%s", "main"])).toContain("By hand");
  expect(git(remote, ["rev-parse", "main"])).toBe(git(world.repository, ["rev-parse", "main"]));
});

test("a decision that cannot be carried out is told like one that was", async () => {
  await using place = await Place.open("directory");
  const { world, remote } = place;
  const told: unknown[] = [];
  const steps = inSteps(
    () => void commitByHand(remote, { files: { README: "hello\n" }, message: "By hand" }),
    async ({ service }) => {
      const { proposal } = await service.control.adopt({ side: "theirs", confirm: null });
      service.events.subscribe(
        null,
        ({ event, data }) => told.push([event, (data as { lastRun?: unknown }).lastRun]) > 0,
      );
      world.mirror.adopt = () => Promise.reject(fail("remote.unreachable", { url: "the remote", reason: "away" }));
      const done = service.control.adopt({ side: "theirs", confirm: proposal?.word ?? "" });
      await expect(done).rejects.toMatchObject({ code: "remote.unreachable" });
      expect(told.at(-1)).toMatchObject(["status", { kind: "adopt", outcome: "failed" }]);
    },
  );
  await serve(world, steps).service.go();
  expect(told.length).toBeGreaterThan(1);
});

test("a person who confirms the deletions ends the brake", async () => {
  const settings = { tables: tables("name"), deleteLimit: { share: null, count: 0 } };
  await using world = await World.open({ data: smallCompany(), settings });
  const sweep =
    (allowDeletes: number) =>
    async ({ service }: Serving) => {
      const { done } = service.control.start({ kind: "sweep", allowDeletes });
      const { outcome, error, records } = await done;
      outcomes.push([outcome, error?.code, records.deleted]);
    };
  const outcomes: unknown[] = [];
  const steps = inSteps(() => world.records.remove("name", "ROWAN"), sweep(0), sweep(1));
  const { service } = serve(world, steps);
  await service.go();
  expect(outcomes).toEqual([
    ["halted", "sync.delete-brake", 0],
    ["ok", undefined, 1],
  ]);
  expect(service.reading.status().halt).toBeNull();
});

test("events tell a run, its changes with their fields, and the status, in that order; a reader who comes back misses none", async () => {
  await using world = await World.open({ data: smallCompany() });
  const told: string[] = [];
  const ids: string[] = [];
  let changes: unknown;
  const steps = inSteps(
    ({ service }) => {
      service.events.subscribe(null, ({ event, id, data }) => {
        if (event !== "progress") told.push(event);
        ids.push(id);
        if (event === "changes") changes = (data as { changes: readonly object[] }).changes;
        return true;
      });
      world.records.edit("name", "ROWAN", { phone: "09 555 0199" });
    },
    ({ service }) => {
      expect(told).toEqual(["status", "run", "status", "changes", "run", "status"]);
      expect(changes).toEqual([
        expect.objectContaining({
          table: "name",
          key: "ROWAN",
          field: "phone",
          new: "09 555 0199",
          operation: "changed",
        }),
      ]);
      const again: string[] = [];
      service.events.subscribe(ids[0] ?? "", ({ event }) => again.push(event) > 0);
      expect(again).toEqual(["run", "changes", "run", "status"]);
    },
  );
  await serve(world, steps).service.go();
  expect(new Set(ids).size).toBeGreaterThan(4);
});

test("who asks during a poll of the schedule need not ask again; a first read is not waited for", async () => {
  await using world = await World.open({ data: smallCompany() });
  const told: string[] = [];
  let requests = 0;
  // Patience is longer than the poll takes.
  const inWait = async ({ waited, service: now }: Serving) => {
    while (waited.at(-1) === 10_000 && now.reading.status().service.running !== null) await Bun.sleep(1);
  };
  const { service } = serve(world, { waits: 3, inWait });
  const ask = async () => {
    const before = service.reading.status().service.running?.kind;
    await service.control.ready();
    told.push(`${before}, then ${service.reading.status().service.running?.kind ?? "nothing"}`);
  };
  const asked: Promise<void>[] = [];
  world.onRequest = () => {
    requests += 1;
    const { running } = service.reading.status().service;
    if (asked.length === 0 && running?.kind === "full") asked.push(ask());
    if (asked.length === 1 && running?.kind === "poll" && world.staging.runs(9).length > 1) asked.push(ask());
  };
  await service.go();
  await Promise.all(asked);
  expect([told, requests > 20]).toEqual([["full, then full", "poll, then nothing"], true]);
});

test("differences that a check found are remarked on until a full sync has put them right", async () => {
  await using world = await World.open({ data: smallCompany() });
  const remarks: string[][] = [];
  const run = (kind: "check" | "full") => async (serving: Serving) => {
    await serving.service.control.start({ kind, allowDeletes: 0 }).done;
    remarks.push([...serving.service.reading.status().verdict.remarks]);
  };
  const steps = inSteps(
    async (serving) => {
      world.records.silentChange("name", "ROWAN", { phone: "09 555 0142" });
      await run("check")(serving);
    },
    run("full"),
    run("check"),
  );
  await serve(world, { ...steps, waits: 12 }).service.go();
  expect(remarks).toEqual([[expect.stringContaining("The last check found")], [], []]);
});
