import { describe, expect, spyOn, test } from "bun:test";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Oid, RecordKey, RunId, TableName } from "../../src/domain/ids.ts";
import { atOnce } from "../../src/lib/steps.ts";
import { codeThrown, RUN } from "../support/exporter-world.ts";
import { git } from "../support/git-command.ts";
import { IncomingWorld, OAK, ROWAN } from "../support/incoming-world.ts";
import { codeOf, noSignal } from "../support/remote-ports.ts";
import type { IncomingSubject } from "./incoming.ts";

const HOUSEKEEPING: Record<string, string[][]> = {
  "repack -ad": [["repack", "-adq"]],
  "gc --prune=now and pack-refs": [
    ["pack-refs", "--all", "--prune"],
    ["gc", "-q", "--prune=now"],
  ],
};

/** Holding a commit, merging it, and moving its branch. */
export function mergeContract(subject: IncomingSubject): void {
  /** A pushed commit on a branch. */
  const edit = (branch = "changes", text = "edited\n") => {
    const author = subject.world.author(branch.replaceAll("/", "-"));
    author.switchTo(branch);
    const commit = author.commit({ [ROWAN]: text, "new/name/x.xml": "new\n" });
    author.push(branch);
    return { author, commit, branch: { name: branch, head: commit } };
  };

  describe("a merge", () => {
    test("has main and the commit as parents, and the files that MoneyWorks has", async () => {
      const { world } = subject;
      const { author, commit, branch } = edit();
      const before = world.mirror.head() as Oid;
      const { records } = await world.promote(commit, { ROWAN: "EDITED\n" });
      const merge = world.mirror.head() as Oid;
      expect(records).toBe(1);
      expect(git(world.served, ["show", "-s", "--format=%P %an %s", merge])).toBe(
        `${before} ${commit} Tidemark promote: name 1 changed`,
      );
      const files = world.filesOf(merge, world.served);
      expect([files[ROWAN], files[OAK], files["new/name/x.xml"]]).toEqual(["EDITED", "o", undefined]);
      expect(await world.incoming.forward(branch, noSignal())).toBe(true);
      expect(world.refAt("refs/heads/changes")).toBe(merge);
      expect(await world.incoming.branches(["changes"], noSignal())).toEqual([]);
      author.git("pull", "-q", "--ff-only", "origin", "changes");
      expect([author.head(), ...world.fsckBoth()]).toEqual([merge, "", ""]);
      expect(world.staging.unpushed()).toEqual([]);
    });

    test("is made when nothing is dirty, and commits go on behind it", async () => {
      const { world } = subject;
      const { commit } = edit();
      const { records } = await world.promote(commit);
      expect(records).toBe(0);
      await world.advance({ OAK: "later\n" });
      expect(git(world.served, ["log", "--first-parent", "--format=%s", "main"]).split("\n").length).toBe(3);
      world.restart();
      await world.advance({ OAK: "latest\n" });
      atOnce(world.mirror.consolidate());
      expect([...world.fsckBoth(), world.staging.dirtyCount()]).toEqual(["", "", 0]);
      const past = world.mirror.past("name" as TableName, "OAK" as RecordKey, null);
      expect(new TextDecoder().decode(past?.bytes)).toBe("latest\n");
    });

    test("of many commits, each pushed by itself or all at once", async () => {
      const { world } = subject;
      const author = world.author();
      author.switchTo("changes");
      const commits = ["1\n", "2\n", "3\n"].map((text) => author.commit({ [ROWAN]: text }));
      author.push("changes");
      await world.incoming.receive(commits.at(-1) as Oid, noSignal());
      for (const [at, commit] of commits.entries()) {
        world.incoming.hold(commit);
        world.merge(commit, { ROWAN: `${at + 1}\n` });
        if (at === 0) await world.mirror.push(noSignal());
      }
      world.incoming.hold(null);
      world.commitOf("name", { OAK: "between\n" });
      await world.mirror.push(noSignal());
      expect([world.refAt("refs/heads/main") as Oid, ...world.fsckBoth()]).toEqual([
        world.mirror.head() as Oid,
        "",
        "",
      ]);
    });

    test("does not happen on a main that somebody moved, nor of a commit that is not here", async () => {
      const { world } = subject;
      const { commit } = edit();
      expect(codeThrown(() => world.incoming.hold(commit))).toBe("mirror.missing-object");
      expect(codeThrown(() => world.merge(commit))).toBe("mirror.missing-object");
      await world.incoming.receive(commit, noSignal());
      world.git("update-ref", "refs/heads/main", commit);
      expect(codeThrown(() => world.merge(commit))).toBe("mirror.main-moved");
    });

    test("does not happen when cancelled before", async () => {
      const { world } = subject;
      const { commit } = edit();
      await world.incoming.receive(commit, noSignal());
      const signal = AbortSignal.abort(new Error("cancelled"));
      expect(() => world.incoming.merge(world.request(), commit, signal)).toThrow("cancelled");
    });

    test("is taken over by a fresh data directory, and goes on there", async () => {
      const { world } = subject;
      const { commit } = edit();
      await world.promote(commit, { ROWAN: "edited\n" });
      await world.incoming.writeNotes(new Map([[commit, "note\n"]]), world.now, noSignal());
      await world.advance({ OAK: "later\n" });
      using fresh = new IncomingWorld({ remotePath: world.served });
      fresh.far = world.far;
      fresh.mirror = fresh.createMirror();
      fresh.mirror.recover();
      const head = world.mirror.head() as Oid;
      expect(await fresh.mirror.inspectRemote(noSignal())).toEqual({ kind: "ours", head });
      await fresh.mirror.fetch(head, noSignal());
      fresh.staging.startRun("01890000-0000-7000-8000-000000000009" as RunId, "full", 0);
      expect(fresh.mirror.seedStaging(RUN, 0, true)).toBe(3);
      expect([fresh.incoming.isOnMain(commit), fresh.incoming.note(commit)]).toEqual([true, null]);
      await fresh.incoming.fetchNotes(noSignal());
      expect(fresh.incoming.note(commit)).toBe("note\n");
      const next = edit("edits/next", "next\n");
      await fresh.promote(next.commit, { ROWAN: "next\n" });
      expect(await fresh.incoming.forward(next.branch, noSignal())).toBe(true);
      expect([fresh.fsck(), fresh.fsck(world.served)]).toEqual(["", ""]);
    });
  });

  describe("a commit that is held", () => {
    test.each(Object.entries(HOUSEKEEPING))("stays through %s at any moment", async (_name, commands) => {
      const { world } = subject;
      const { commit } = edit();
      const tidy = () => {
        for (const command of commands) world.git(...command);
      };
      await world.incoming.receive(commit, noSignal());
      tidy();
      world.incoming.hold(commit);
      tidy();
      world.restart();
      expect([world.incoming.held(), world.incoming.has(commit)]).toEqual([commit, true]);
      tidy();
      world.merge(commit, { ROWAN: "edited\n" });
      world.incoming.hold(null);
      tidy();
      await world.mirror.push(noSignal());
      expect([world.incoming.held(), ...world.fsckBoth()]).toEqual([null, "", ""]);
      expect(world.git("for-each-ref", "--format=%(refname)")).toBe("refs/heads/main");
      expect(world.git("count-objects", "-v")).toContain("garbage: 0");
    });

    test("is let go with all that came in", async () => {
      const { world } = subject;
      const { commit } = edit();
      await world.incoming.receive(commit, noSignal());
      world.incoming.hold(commit);
      world.incoming.hold(null);
      world.incoming.hold(null);
      world.git("repack", "-adq");
      expect([world.incoming.has(commit), world.incoming.held()]).toEqual([false, null]);
      await world.promote(commit);
      expect(world.fsckBoth()).toEqual(["", ""]);
    });

    test("stays also when it came in long before", async () => {
      const { world } = subject;
      const { commit } = edit();
      await world.incoming.receive(commit, noSignal());
      world.incoming.hold(null);
      await world.incoming.receive(commit, noSignal());
      world.git("repack", "-adq");
      expect(world.incoming.has(commit)).toBe(true);
      const packs = world.files.list(`${world.repository}/objects/pack`).length;
      await world.incoming.receive(commit, noSignal());
      expect(world.files.list(`${world.repository}/objects/pack`).length).toBe(packs);
    });

    test("of which a part is gone comes in again", async () => {
      const { world } = subject;
      const { commit } = edit();
      await world.incoming.receive(commit, noSignal());
      world.incoming.hold(null);
      const bytes = world.git("cat-file", "commit", commit);
      world.git("repack", "-adq");
      git(world.repository, ["hash-object", "-t", "commit", "-w", "--stdin"], `${bytes}\n`);
      world.restart();
      expect(world.incoming.has(commit)).toBe(false);
      await world.incoming.receive(commit, noSignal());
      expect(world.incoming.has(commit)).toBe(true);
    });

    test("is not folded away from what keeps it", async () => {
      const { world } = subject;
      const { commit } = edit();
      for (const text of ["1\n", "2\n", "3\n"]) await world.advance({ OAK: text });
      await world.incoming.receive(commit, noSignal());
      const mirror = world.createMirror({ mostPacks: 2 });
      atOnce(mirror.consolidate());
      mirror.close();
      world.git("repack", "-adq");
      expect(world.incoming.has(commit)).toBe(true);
    });

    test("packs of promotions are folded like any others", async () => {
      const { world } = subject;
      const author = world.author();
      author.switchTo("changes");
      for (let at = 0; at < 20; at++) {
        const commit = author.commit({ [ROWAN]: `${at}\n` });
        author.push("changes");
        await world.promote(commit, { ROWAN: `${at}\n` });
        await world.incoming.writeNotes(new Map([[commit, `${at}\n`]]), world.now, noSignal());
      }
      atOnce(world.mirror.consolidate());
      const packs = world.files.list(`${world.repository}/objects/pack`).filter((name) => name.endsWith(".pack"));
      expect(packs.length).toBeLessThan(10);
      expect(world.fsckBoth()).toEqual(["", ""]);
    }, 60_000);
  });

  describe("a branch", () => {
    test("that moved on, was rewritten or deleted is left alone", async () => {
      const { world } = subject;
      const { author, commit, branch } = edit();
      await world.promote(commit);
      const later = author.commit({ [OAK]: "later\n" });
      author.push("changes");
      expect(await world.incoming.forward(branch, noSignal())).toBe(false);
      expect(world.refAt("refs/heads/changes") as Oid).toBe(later);
      author.git("push", "-q", "origin", ":changes");
      expect(await world.incoming.forward(branch, noSignal())).toBe(false);
      expect(world.refAt("refs/heads/changes")).toBe("");
    });

    test("that is not on main, and main itself, are never moved", async () => {
      const { world } = subject;
      const { branch } = edit();
      const push = spyOn(world.far, "push");
      expect(await world.incoming.forward(branch, noSignal())).toBe(false);
      await world.incoming.receive(branch.head, noSignal());
      expect(await world.incoming.forward(branch, noSignal())).toBe(false);
      expect(await world.incoming.forward({ name: "main", head: world.mirror.head() as Oid }, noSignal())).toBe(false);
      expect(push).not.toHaveBeenCalled();
    });

    test("is moved once, however often it is asked", async () => {
      const { world } = subject;
      const { commit, branch } = edit();
      await world.promote(commit);
      expect(await world.incoming.forward(branch, noSignal())).toBe(true);
      expect(await world.incoming.forward(branch, noSignal())).toBe(true);
      await world.advance({ OAK: "later\n" });
      expect(await world.incoming.forward(branch, noSignal())).toBe(false);
    });

    test("that a rule protects is left alone, and the log says why", async () => {
      const { world } = subject;
      if (world.server === null) return;
      const { commit, branch } = edit();
      await world.promote(commit);
      const hook = join(world.served, "hooks/update");
      writeFileSync(hook, "#!/bin/sh\necho 'changes is protected' >&2\nexit 1\n");
      chmodSync(hook, 0o755);
      expect(await world.incoming.forward(branch, noSignal())).toBe(false);
      expect(world.ports.logged.join("\n")).toContain("changes is protected");
      expect(await codeOf(world.incoming.writeNotes(new Map([[commit, "x"]]), world.now, noSignal()))).toBe(
        "remote.rejected",
      );
    });
  });
}
