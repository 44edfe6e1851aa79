import { describe, expect, spyOn, test } from "bun:test";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { ANONYMIZED_MARK } from "../../src/domain/anonymized.ts";
import { type Oid, ZERO_OID } from "../../src/domain/ids.ts";
import { git } from "../support/git-command.ts";
import { OAK, ROWAN } from "../support/incoming-world.ts";
import { codeOf, noSignal } from "../support/remote-ports.ts";
import type { IncomingSubject } from "./incoming.ts";

const PATTERNS = ["changes", "edits/*"];

/** Which branches count, what they lead to, and bringing that in. */
export function branchesContract(subject: IncomingSubject): void {
  const namesOf = async (patterns = PATTERNS) =>
    (await subject.world.incoming.branches(patterns, noSignal())).map(({ name }) => name);
  const receive = (commit: Oid) => subject.world.incoming.receive(commit, noSignal());

  describe("branches", () => {
    test("are those that match, by name, with what main lacks", async () => {
      const { world } = subject;
      const author = world.author();
      expect(await namesOf()).toEqual([]);
      author.switchTo("changes");
      author.push("changes", "changes:edits/idle", "changes:other");
      expect(await namesOf()).toEqual([]);
      const head = author.commit({ [ROWAN]: "edited\n" });
      author.push("changes", "changes:edits/b/c", "changes:edits/a", "changes:other", "changes:set-aside/0123");
      expect(await namesOf()).toEqual(["changes", "edits/a", "edits/b/c"]);
      expect(await namesOf(["*", "edits", "set-aside/*", "main", "oth"])).toEqual([]);
      expect(await world.incoming.branches(["other"], noSignal())).toEqual([{ name: "other", head }]);
      await receive(head);
      expect(await namesOf()).toEqual(["changes", "edits/a", "edits/b/c"]);
    });

    test("with odd names do no harm", async () => {
      const { world } = subject;
      const author = world.author();
      author.switchTo("changes");
      author.commit({ [ROWAN]: "edited\n" });
      author.push("changes:edits/é\u00a0ü", "changes:edits/\u200bhidden", "changes:edits/a\u2028b", "changes:edits/ok");
      expect(await namesOf()).toEqual(["edits/ok", "edits/é\u00a0ü"]);
      const [, odd] = await world.incoming.branches(PATTERNS, noSignal());
      await world.promote(odd?.head as Oid);
      expect(await world.incoming.forward({ name: "edits/é\u00a0ü", head: odd?.head as Oid }, noSignal())).toBe(true);
    });

    test("are asked for with one request", async () => {
      const { world } = subject;
      const refs = spyOn(world.far, "refs");
      await namesOf();
      expect(refs).toHaveBeenCalledTimes(1);
    });
  });

  describe("a commit", () => {
    test("comes in with its history, once, and is described", async () => {
      const { world } = subject;
      const author = world.author();
      author.switchTo("changes");
      const first = author.commit({ [ROWAN]: "edited\n" }, { message: "one\n\nmore", seconds: 1_700_000_100 });
      const second = author.commit({ [OAK]: "edited\n" }, { message: "two\u001b[1m\ttwice" });
      author.push("changes");
      expect(world.incoming.has(second)).toBe(false);
      const fetch = spyOn(world.far, "fetch");
      await receive(second);
      await receive(second);
      await receive(first);
      expect([fetch.mock.calls.length, world.incoming.has(first), world.incoming.has(second)]).toEqual([1, true, true]);
      expect(world.incoming.steps(second, 10)).toEqual([
        { commit: first, author: "Ada Lovelace", at: 1_700_000_100_000, subject: "one" },
        { commit: second, author: "Ada Lovelace", at: 1_700_000_000_000, subject: "two [1m twice" },
      ]);
      expect(world.incoming.describe(first).subject).toBe("one");
      expect(world.fsckBoth()).toEqual(["", ""]);
    });

    test("of nobody, at a time that no calendar knows, is described all the same", async () => {
      const { world } = subject;
      const head = git(world.served, ["rev-parse", "main"]);
      const lines = [`tree ${git(world.served, ["rev-parse", "main^{tree}"])}`, `parent ${head}`];
      const text = [...lines, "author  <> 1 +0000", "committer x <> 999999999999999999 +0000", "", ""].join("\n");
      const odd = git(world.served, ["hash-object", "--literally", "-t", "commit", "-w", "--stdin"], text) as Oid;
      git(world.served, ["update-ref", "refs/heads/changes", odd]);
      await receive(odd);
      const described = { commit: odd, author: "nobody", at: 0, subject: "no subject" };
      expect([world.incoming.describe(odd), world.incoming.steps(odd, 5)]).toEqual([described, [described]]);
      expect([...world.incoming.changes(odd).files]).toEqual([]);
    });

    test("of which the remote lost a part is an error, and no halt", async () => {
      const { world } = subject;
      const author = world.author();
      author.switchTo("changes");
      const head = author.commit({ [ROWAN]: "edited\n" });
      author.push("changes");
      const blob = author.head(`HEAD:${ROWAN}`);
      rmSync(join(world.served, "objects", blob.slice(0, 2), blob.slice(2)));
      const before = world.files.list(`${world.repository}/objects/pack`);
      expect(await codeOf(receive(head))).toMatch(/^remote\.(bad-pack|refused|interrupted)$/);
      expect([world.incoming.has(head), world.files.list(`${world.repository}/objects/pack`)]).toEqual([false, before]);
      expect(await world.mirror.inspectRemote(noSignal())).toMatchObject({ kind: "in-step" });
    });

    test("brings what is new alone", async () => {
      const { world } = subject;
      const author = world.author();
      author.switchTo("changes");
      const head = author.commit({ [ROWAN]: "edited\n" });
      author.push("changes");
      await world.advance({ ELM: "e\n" });
      await receive(head);
      // The commit, its file, and the three directories above.
      expect(Number(/in-pack: (\d+)/.exec(world.git("count-objects", "-v"))?.[1])).toBe(
        Number(git(world.served, ["rev-list", "--all", "--objects", "--count"])),
      );
    });

    test("that is larger than any edit leaves nothing behind", async () => {
      const { world } = subject;
      const author = world.author();
      author.switchTo("changes");
      const noise = Array.from({ length: 400 }, (_, at) => Bun.SHA1.hash(`${at}`, "hex")).join("\n");
      const head = author.commit({ "big.bin": noise });
      author.push("changes");
      const mirror = world.createMirror({ mostIncomingBytes: 4000 });
      mirror.recover();
      const before = world.files.list(`${world.repository}/objects/pack`);
      expect(await codeOf(mirror.incoming.receive(head, noSignal()))).toBe("promote.too-big");
      expect(world.files.list(`${world.repository}/objects/pack`)).toEqual(before);
      expect(world.files.list(`${world.repository}/tidemark/incoming/pack`)).toEqual([]);
      expect(world.incoming.has(head)).toBe(false);
      mirror.close();
      await receive(head);
      expect(world.incoming.has(head)).toBe(true);
    });

    test("with a file of the anonymizer leaves nothing behind, though a later commit took the file away", async () => {
      const { world } = subject;
      const author = world.author();
      author.switchTo("changes");
      const spoken = author.commit({ [ROWAN]: `<name>\n  <comment>no ${ANONYMIZED_MARK} data</comment>\n</name>\n` });
      const brought = author.commit({ [OAK]: `<!-- ${ANONYMIZED_MARK} -->\n<product>\n</product>\n` });
      const head = author.commit({ [OAK]: "edited\n" });
      author.push("changes");
      const packs = world.files.list(`${world.repository}/objects/pack`);
      const error = await receive(head).catch((reason) => reason);
      expect(error).toMatchObject({ code: "promote.anonymized", details: { commit: brought, path: OAK } });
      expect(world.files.list(`${world.repository}/objects/pack`)).toEqual(packs);
      expect(world.files.list(`${world.repository}/tidemark/incoming/pack`)).toEqual([]);
      expect(world.incoming.has(head)).toBe(false);
      await receive(spoken);
      expect(world.incoming.has(spoken)).toBe(true);
      // Nor is it taken where it is here already, however it came.
      git(world.repository, ["fetch", "-q", world.served, "refs/heads/changes"]);
      expect(world.incoming.has(head)).toBe(true);
      expect(await codeOf(receive(head))).toBe("promote.anonymized");
    });

    test("that is not at the remote is an error, and no halt", async () => {
      const { world } = subject;
      expect(await codeOf(receive("1".repeat(40) as Oid))).toMatch(/^remote\.(refused|bad-pack)$/);
      expect([world.incoming.has(ZERO_OID), world.incoming.isOnMain(ZERO_OID)]).toEqual([false, false]);
    });
  });

  describe("steps", () => {
    test("are the first parents that main lacks", async () => {
      const { world } = subject;
      const { incoming } = world;
      const author = world.author();
      const main = author.head("origin/main");
      author.switchTo("changes");
      const one = author.commit({ [ROWAN]: "1\n" });
      author.switchTo("side", "changes");
      const side = author.commit({ [OAK]: "side\n" });
      author.switchTo("changes");
      const two = author.commit({ [ROWAN]: "2\n" });
      const merged = author.merge(["side"]);
      author.push("changes");
      await receive(merged);
      const ids = (head: Oid, most = 10) => incoming.steps(head, most)?.map(({ commit }) => commit) ?? null;
      expect([ids(merged), ids(one), ids(main)]).toEqual([[one, two, merged], [one], []]);
      expect([ids(merged, 3), ids(merged, 2), ids(two, 1)]).toEqual([[one, two, merged], null, null]);
      const isStep = (commit: Oid, head: Oid) => incoming.isStepOf(commit, head);
      expect([isStep(one, merged), isStep(merged, merged), isStep(side, merged), isStep(main, merged)]).toEqual([
        true,
        true,
        false,
        false,
      ]);
      await world.promote(one);
      await world.advance({ ELM: "e\n" });
      expect([ids(merged), isStep(one, merged), isStep(two, merged)]).toEqual([[two, merged], false, true]);
      expect([incoming.isOnMain(one), incoming.isOnMain(main), incoming.isOnMain(two)]).toEqual([true, true, false]);
    });

    test("are counted anew when main was put back", async () => {
      const { world } = subject;
      const before = world.mirror.head() as Oid;
      const after = await world.advance({ OAK: "later\n" });
      expect([world.incoming.isOnMain(before), world.incoming.isOnMain(after)]).toEqual([true, true]);
      world.git("update-ref", "refs/heads/main", before);
      expect([world.incoming.isOnMain(before), world.incoming.isOnMain(after)]).toEqual([true, false]);
      expect(world.incoming.steps(after, 5)?.length).toBe(1);
    });

    test("of a history of its own never meet main", async () => {
      const { world } = subject;
      const author = world.author();
      author.git("checkout", "-q", "--orphan", "changes");
      const root = author.commit({});
      const head = author.commit({ [ROWAN]: "edited\n" });
      author.push("changes");
      await receive(head);
      expect([world.incoming.steps(head, 10), world.incoming.steps(root, 10)]).toEqual([null, null]);
      const { bases, files } = world.incoming.changes(head);
      expect([bases, [...files]]).toEqual([[], []]);
    });

    test("go on after the branch was rewritten, and after it was deleted", async () => {
      const { world } = subject;
      const author = world.author();
      author.switchTo("changes");
      const first = author.commit({ [ROWAN]: "1\n" });
      author.push("changes");
      await receive(first);
      author.git("reset", "-q", "--hard", "HEAD~1");
      const again = author.commit({ [ROWAN]: "2\n" });
      author.push("changes");
      const [branch] = await world.incoming.branches(PATTERNS, noSignal());
      expect(branch).toEqual({ name: "changes", head: again });
      await receive(again);
      expect([world.incoming.isStepOf(first, again), world.incoming.isStepOf(again, again)]).toEqual([false, true]);
      author.git("push", "-q", "origin", ":changes");
      expect(await namesOf()).toEqual([]);
      expect(world.incoming.steps(again, 5)?.length).toBe(1);
    });

    test("are right whatever the clocks of authors say", async () => {
      const { world } = subject;
      const author = world.author();
      author.switchTo("changes");
      const times = [0, 4_102_444_800, 1, 1_600_000_000];
      const commits = times.map((seconds, at) => author.commit({ [ROWAN]: `${at}\n` }, { seconds }));
      author.push("changes");
      const head = commits.at(-1) as Oid;
      await receive(head);
      expect(world.incoming.steps(head, 10)?.map(({ commit }) => commit)).toEqual(commits);
      await world.promote(commits[1] as Oid, { ROWAN: "1\n" });
      expect(world.incoming.steps(head, 10)?.map(({ commit }) => commit)).toEqual(commits.slice(2));
      expect(world.changes(head)).toEqual([`${ROWAN}: 1 → 3 (1)`]);
    });
  });
}
