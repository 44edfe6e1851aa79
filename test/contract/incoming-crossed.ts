import { describe, expect, test } from "bun:test";
import type { Oid } from "../../src/domain/ids.ts";
import { git } from "../support/git-command.ts";
import { OAK, ROWAN } from "../support/incoming-world.ts";
import { noSignal } from "../support/remote-ports.ts";
import type { IncomingSubject } from "./incoming.ts";

const ELM = "name/38/0c/ELM.xml";

/** Histories that crossed: main merged into the branch, the branch merged into main, both at once. */
export function crossedContract(subject: IncomingSubject): void {
  const receive = (commit: Oid) => subject.world.incoming.receive(commit, noSignal());
  const basesOf = (commit: Oid) => [...subject.world.incoming.changes(commit).bases].sort();
  const gitBases = (commit: Oid) =>
    git(subject.world.served, ["merge-base", "--all", "main", commit]).split("\n").sort() as Oid[];

  describe("where histories crossed", () => {
    test("a branch that merged main has main's newest as its beginning", async () => {
      const { world } = subject;
      const author = world.author();
      author.switchTo("changes");
      const first = author.commit({ [ROWAN]: "edited\n" });
      const main = await world.advance({ OAK: "ours\n" });
      author.fetch();
      const head = author.merge(["origin/main"]);
      author.push("changes");
      await receive(head);
      expect(basesOf(head)).toEqual([main]);
      expect(world.changes(head)).toEqual([`${ROWAN}: r → edited (r)`]);
      expect(world.incoming.steps(head, 10)?.map(({ commit }) => commit)).toEqual([first, head]);
    });

    test("what was merged into main is no change any more", async () => {
      const { world } = subject;
      const author = world.author();
      author.switchTo("changes");
      const first = author.commit({ [ROWAN]: "edited\n" });
      const second = author.commit({ [OAK]: "edited\n" });
      author.push("changes");
      // MoneyWorks keeps it in another form.
      await world.promote(first, { ROWAN: "EDITED\n" });
      await receive(second);
      expect(basesOf(second)).toEqual([first]);
      expect(world.changes(second)).toEqual([`${OAK}: o → edited (o)`]);
      expect(world.incoming.mergeOf(first)).toBe(world.mirror.head());
      expect([world.incoming.mergeOf(second), world.incoming.mergeOf(world.mirror.head() as Oid)]).toEqual([
        null,
        null,
      ]);
    });

    test("crosswise, one beginning is made of two where git could make it", async () => {
      const { world } = subject;
      const author = world.author();
      await world.advance({ ELM: "e\n", ASH: "a\n" });
      author.fetch();
      author.switchTo("changes");
      const theirs = author.commit({ [ROWAN]: "theirs\n", [ELM]: "theirs\n" });
      author.push("changes");
      const ours = await world.advance({ OAK: "ours\n", ELM: "ours\n" });
      author.fetch();
      // Main takes the first commit in; the author, not knowing it, takes in what main was before.
      await world.promote(theirs, { ROWAN: "theirs\n" });
      const merged = author.merge([ours], { args: ["-X", "ours"] });
      const head = author.commit({ [ROWAN]: "again\n", [OAK]: "again\n", [ELM]: "again\n" });
      author.push("changes");
      await receive(head);
      expect(basesOf(head)).toEqual([theirs, ours].sort());
      expect(basesOf(head)).toEqual(gitBases(head));
      const elm = world.changes(head).find((line) => line.startsWith(ELM));
      expect(elm === undefined ? "" : elm.replace(/theirs or ours|ours or theirs/, "both")).toBe(
        `${ELM}: both → again (ours)`,
      );
      expect(world.changes(head).filter((line) => !line.startsWith(ELM))).toEqual([
        `${OAK}: ours → again (ours)`,
        `${ROWAN}: theirs → again (theirs)`,
      ]);
      expect(world.changes(merged).map((line) => line.split(":")[0])).toEqual([ELM]);
      await world.promote(head, { ROWAN: "again\n" });
      expect(world.fsckBoth()).toEqual(["", ""]);
    });

    test("an octopus of three branches and main is followed along each", async () => {
      const { world } = subject;
      const author = world.author();
      for (const [branch, path] of Object.entries({ a: ROWAN, b: OAK, c: ELM })) {
        author.switchTo(branch);
        author.commit({ [path]: `${branch}\n` });
      }
      const main = await world.advance({ ASH: "ash\n" });
      author.fetch();
      author.switchTo("a");
      const head = author.merge(["b", "c", "origin/main"]);
      author.push("a:changes");
      await receive(head);
      expect(git(world.served, ["rev-list", "--count", "--merges", head, "--not", "main"])).toBe("1");
      expect(basesOf(head)).toEqual([main]);
      expect(world.changes(head)).toEqual([
        `${OAK}: o → b (o)`,
        `${ELM}: nothing → c (nothing)`,
        `${ROWAN}: r → a (r)`,
      ]);
      await world.promote(head);
      expect(world.fsckBoth()).toEqual(["", ""]);
    });

    test("a history of its own that took main in is counted from there", async () => {
      const { world } = subject;
      const author = world.author();
      author.git("checkout", "-q", "--orphan", "changes");
      author.git("rm", "-rfq", ".");
      author.commit({ "notes/mine": "x\n" });
      const head = author.merge(["origin/main"], { args: ["--allow-unrelated-histories"] });
      author.push("changes");
      await receive(head);
      expect(basesOf(head)).toEqual([world.mirror.head() as Oid]);
      expect(world.changes(head)).toEqual(["notes/mine: nothing → x (nothing)"]);
      expect(world.incoming.steps(head, 10)).toBeNull();
    });
  });
}
