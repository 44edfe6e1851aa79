import { describe, expect, test } from "bun:test";
import { ANONYMIZED_MARK } from "../../src/domain/anonymized.ts";
import { fail } from "../../src/domain/errors/tidemark-error.ts";
import type { Oid, TableName } from "../../src/domain/ids.ts";
import type { Incoming } from "../../src/domain/ports/incoming.ts";
import { draftBranches } from "../../src/promoter/dry-run.ts";
import { Editor } from "../support/editor.ts";
import { git, gitResult } from "../support/git-command.ts";
import { outcomes, promoteIn, reasonsOf } from "../support/promoting.ts";
import { smallCompany } from "../support/small-company.ts";
import { commitDeepTree, commitTreeBomb } from "../support/tree-bombs.ts";
import { World, type WorldOptions } from "../support/world.ts";

const JOB = ["House on the hill", "House in the dale"] as const;
const PHONE = ["09 555 0101", "09 555 0199"] as const;

async function mirrored(options: Partial<WorldOptions> = {}): Promise<World> {
  const world = await World.open({ data: smallCompany(), ...options });
  await world.full();
  return world;
}

const turn = (world: World) => world.promoter.promote({ signal: new AbortController().signal, again: false });

/** What `tidemark promote --dry-run` tells. */
const drafts = ({ promoter }: World) =>
  draftBranches(promoter.ports, promoter.settings(), new AbortController().signal);

/** Calls of the port's methods, by name. */
function counted(calls: Map<string, number>) {
  return (incoming: Incoming): Incoming =>
    new Proxy(incoming, {
      get: (target, name: string) => {
        const value = Reflect.get(target, name);
        if (typeof value !== "function") return value;
        return (...args: unknown[]) => {
          calls.set(name, (calls.get(name) ?? 0) + 1);
          return value.apply(target, args);
        };
      },
    });
}

describe("a commit that is no edit of records", () => {
  test.each([
    ["names more files than can be read", "too-big", (path: string) => commitTreeBomb(path, "HEAD", 9)],
    ["has directories that are too deep", "too-big", (path: string) => commitDeepTree(path, "HEAD", 80)],
  ] as const)("and %s is refused once, and another branch goes on", async (_name, code, make) => {
    await using world = await mirrored();
    using odd = new Editor(world.remotePath, "edits/a");
    using good = new Editor(world.remotePath, "edits/b");
    const bomb = make(odd.path);
    odd.git("push", "-q", "origin", `${bomb}:refs/heads/edits/a`);
    const commit = good.send(good.edited("job", "HOUSE", JOB));
    expect(
      (await drafts(world)).map((draft) => [draft.commit, draft.reasons[0]?.code, draft.documents.length]),
    ).toEqual([
      [bomb, code, 0],
      [commit, undefined, 1],
    ]);
    const reports = await promoteIn(world);
    expect(new Map(outcomes(reports))).toEqual(
      new Map([
        [bomb, "refused"],
        [commit, "accepted"],
      ]),
    );
    expect(odd.note(bomb)?.reasons.map((reason) => reason.code)).toEqual([code]);
    expect(await promoteIn(world)).toEqual([]);
  });

  test("and brings what tidemark anonymize wrote is refused by name, and takes nothing with it", async () => {
    await using world = await mirrored();
    using editor = new Editor(world.remotePath);
    const marked = `<!-- ${ANONYMIZED_MARK} -->\n<job>\n</job>\n`;
    const commit = editor.send({ "data/job.xml": marked });
    const [report] = await promoteIn(world);
    expect([report?.commit, report?.outcome, report && reasonsOf(report)]).toEqual([commit, "refused", ["anonymized"]]);
    expect(editor.note(commit)?.reasons[0]?.text).toContain(`${commit} of the branch holds data/job.xml`);
    expect(gitResult(world.repository, ["cat-file", "-e", commit]).code).not.toBe(0);
  });

  test.each([
    ["remote.pack-limit", "too-big"],
    ["remote.bad-pack", "unreadable"],
  ] as const)("and comes in a pack with %s is refused once, with a note", async (fault, code) => {
    const fetched: Oid[] = [];
    const wrapIncoming = (incoming: Incoming): Incoming =>
      new Proxy(incoming, {
        get: (target, name) => {
          const value = Reflect.get(target, name);
          if (name !== "receive") return typeof value === "function" ? value.bind(target) : value;
          return async (commit: Oid) => {
            fetched.push(commit);
            throw fail(fault, { pack: "incoming", offset: 12, reason: "an object of 100 MB" });
          };
        },
      });
    await using world = await mirrored({ wrapIncoming });
    using editor = new Editor(world.remotePath);
    const commit = editor.send(editor.edited("job", "HOUSE", JOB));
    expect(await drafts(world)).toMatchObject([{ commit, reasons: [{ code }], records: [], documents: [] }]);
    const [report] = await promoteIn(world);
    expect([report?.commit, report?.outcome, report && reasonsOf(report)]).toEqual([commit, "refused", [code]]);
    expect(editor.note(commit)?.outcome).toBe("refused");
    expect(await promoteIn(world)).toEqual([]);
    expect(fetched).toEqual([commit, commit]);
  });
});

test("a commit that cannot be decided now puts its own branch aside, and what is built on it", async () => {
  await using world = await mirrored();
  using first = new Editor(world.remotePath, "edits/a");
  const waiting = first.send(first.edited("name", "ROWAN", PHONE));
  first.git("push", "-q", "origin", "HEAD:refs/heads/edits/c");
  using onTop = new Editor(world.remotePath, "edits/d");
  onTop.git("reset", "-q", "--hard", waiting);
  onTop.send({ "later.txt": "x" });
  using other = new Editor(world.remotePath, "edits/b");
  other.git("commit", "-q", "--allow-empty", "--date=@1800000000 +0000", "-m", "later");
  const commit = other.send(other.edited("job", "HOUSE", JOB));
  await world.poll();
  world.simulator.controls.poison("name" as TableName, 12, "error");
  const { reports, error } = await turn(world);
  const found = outcomes(reports);
  expect(found.filter(([, outcome]) => outcome === "pending")).toEqual([[waiting, "pending"]]);
  expect(found).toContainEqual([commit, "accepted"]);
  expect(found.length).toBe(3);
  expect(error?.code).toBe("moneyworks.server-error");
});

test("the remote's notes are asked for once a turn", async () => {
  const calls = new Map<string, number>();
  await using world = await mirrored({ wrapIncoming: counted(calls) });
  using editor = new Editor(world.remotePath);
  const start = editor.head;
  const commits = Array.from({ length: 4 }, (_, at): Oid => {
    editor.git("checkout", "-q", "--detach", start);
    return editor.commit({ [`f${at}`]: "x" });
  });
  editor.git("push", "-q", "origin", ...commits.map((commit, at) => `${commit}:refs/heads/edits/${at}`));
  expect((await promoteIn(world)).length).toBe(4);
  expect(calls.get("fetchNotes")).toBe(1);
});

test("notes at the remote that are none are told, and hold nothing up", async () => {
  await using world = await mirrored();
  using editor = new Editor(world.remotePath);
  const blob = git(world.remotePath, ["rev-parse", "main:.tidemark/config.json"]);
  git(world.remotePath, ["update-ref", "refs/notes/tidemark", blob]);
  const commit = editor.send(editor.edited("name", "ROWAN", PHONE));
  expect(outcomes(await promoteIn(world))).toEqual([[commit, "accepted"]]);
  expect(git(world.remotePath, ["rev-parse", "refs/notes/tidemark"])).toBe(blob);
  const told = world.log.warnings().length;
  expect(told).toBeGreaterThan(0);
  editor.pull();
  const next = editor.send(editor.edited("job", "HOUSE", JOB));
  expect(outcomes(await promoteIn(world))).toEqual([[next, "accepted"]]);
  expect(world.log.warnings().length).toBe(told);
  git(world.remotePath, ["update-ref", "-d", "refs/notes/tidemark"]);
  await promoteIn(world);
  expect(editor.note(commit)?.outcome).toBe("accepted");
});

test("notes that the remote refuses cost one try a turn, one for each branch, and a warning an hour", async () => {
  const calls = new Map<string, number>();
  const refusing = (incoming: Incoming): Incoming =>
    new Proxy(incoming, {
      get: (target, name) => {
        const value = Reflect.get(target, name);
        if (name !== "writeNotes") return typeof value === "function" ? value.bind(target) : value;
        return async () => {
          throw fail("remote.rejected", { url: "there", ref: "refs/notes/tidemark", reason: "a hook", said: "" });
        };
      },
    });
  await using world = await mirrored({ wrapIncoming: (incoming) => counted(calls)(refusing(incoming)) });
  using editor = new Editor(world.remotePath);
  editor.commit(editor.edited("job", "HOUSE", JOB));
  editor.send(editor.edited("name", "ROWAN", PHONE));
  expect((await promoteIn(world)).map(({ outcome }) => outcome)).toEqual(["accepted", "accepted"]);
  calls.clear();
  expect(await promoteIn(world)).toEqual([]);
  expect([calls.get("forward"), calls.get("writeNotes")]).toEqual([1, 1]);
  const told = () =>
    world.log.warnings().filter((text) => text.startsWith("the outcome is not at the remote yet")).length;
  expect(told()).toBe(1);
  world.pass(3600);
  await promoteIn(world);
  await promoteIn(world);
  expect(told()).toBe(2);
});
