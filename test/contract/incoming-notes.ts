import { describe, expect, spyOn, test } from "bun:test";
import type { Oid } from "../../src/domain/ids.ts";
import { git } from "../support/git-command.ts";
import { codeOf, noSignal } from "../support/remote-ports.ts";
import type { IncomingSubject } from "./incoming.ts";

const NOTES = "refs/notes/tidemark";

/** Notes as git itself reads and writes them. */
export function notesContract(subject: IncomingSubject): void {
  const write = (texts: Readonly<Record<string, string>>) =>
    subject.world.incoming.writeNotes(
      new Map(Object.entries(texts)) as unknown as ReadonlyMap<Oid, string>,
      subject.world.now,
      noSignal(),
    );
  const main = () => subject.world.refAt("refs/heads/main");
  const notesAt = (...args: string[]) => git(subject.world.served, ["notes", "--ref=tidemark", ...args]);

  describe("notes", () => {
    test("are shown by git, here and at the remote, and replaced", async () => {
      const { world } = subject;
      await write({ [main()]: '{\n  "version": 1\n}\n' });
      expect([notesAt("show", main()), world.git("notes", "--ref=tidemark", "show", main())]).toEqual([
        '{\n  "version": 1\n}',
        '{\n  "version": 1\n}',
      ]);
      expect(world.incoming.note(main() as Oid)).toBe('{\n  "version": 1\n}\n');
      await write({ [main()]: "two\n", ["1".repeat(40)]: "of a commit that is not here\n" });
      expect(notesAt("show", main())).toBe("two");
      expect(git(world.served, ["log", "--format=%an %s", NOTES]).split("\n")).toEqual([
        "Tidemark promotions: 2 notes",
        "Tidemark promotions: 1 note",
      ]);
      const rest = `${main().slice(0, 2)}/${main().slice(2)}`;
      expect(git(world.served, ["ls-tree", "-r", "--name-only", NOTES]).split("\n").sort()).toEqual(
        [rest, `11/${"1".repeat(38)}`].sort(),
      );
      expect(world.fsckBoth()).toEqual(["", ""]);
    });

    test("that the remote has are not written again", async () => {
      const { world } = subject;
      await write({ [main()]: "one\n" });
      const head = world.refAt(NOTES);
      const push = spyOn(world.far, "push");
      await write({ [main()]: "one\n" });
      await write({});
      expect([push.mock.calls.length, world.refAt(NOTES)]).toEqual([0, head]);
    });

    test("that git added in between, in its own places, stay", async () => {
      const { world } = subject;
      const commits = Array.from({ length: 40 }, (_, at) => {
        return git(world.served, ["commit-tree", "-m", `${at}`, "main^{tree}"]);
      });
      const [first = "", second = "", ...others] = commits;
      await write({ [main()]: "one\n", [first]: "first\n" });
      notesAt("add", "-m", "by hand", second);
      notesAt("add", "-f", "-m", "by hand too", first);
      for (const other of others) notesAt("add", "-m", `flat ${other}`, other);
      await write({ [first]: "ours again\n", [others[0] ?? ""]: "ours\n" });
      expect([first, second, others[0] ?? "", main()].map((commit) => notesAt("show", commit))).toEqual([
        "ours again",
        "by hand",
        "ours",
        "one",
      ]);
      expect(others.slice(1).map((other) => notesAt("show", other))).toEqual(
        others.slice(1).map((other) => `flat ${other}`),
      );
      expect(notesAt("list").split("\n").length).toBe(41);
      expect(world.incoming.note(second as Oid)).toBe("by hand\n");
      expect(world.fsckBoth()).toEqual(["", ""]);
    });

    test("in deeper directories and beside other files are found, replaced and kept", async () => {
      const { world } = subject;
      const blob = (text: string) => git(world.served, ["hash-object", "-w", "--stdin"], text);
      const tree = (...lines: string[]) => git(world.served, ["mktree"], `${lines.join("\n")}\n`);
      const commit = main();
      const deep = tree(
        `100644 blob ${blob("deep\n")}\t${commit.slice(4)}`,
        `100644 blob ${blob("x\n")}\t${"a".repeat(36)}`,
      );
      const middle = tree(`040000 tree ${deep}\t${commit.slice(2, 4)}`);
      const root = tree(`040000 tree ${middle}\t${commit.slice(0, 2)}`, `100644 blob ${blob("readme\n")}\tREADME`);
      const notes = git(world.served, ["commit-tree", "-m", "by a program", root]);
      git(world.served, ["update-ref", NOTES, notes]);
      await world.incoming.fetchNotes(noSignal());
      expect(world.incoming.note(commit as Oid)).toBe("deep\n");
      await write({ [commit]: "ours\n" });
      expect([notesAt("show", commit), git(world.served, ["show", `${NOTES}:README`])]).toEqual(["ours", "readme"]);
      const other = `${commit.slice(0, 4)}${"a".repeat(36)}`;
      expect(world.incoming.note(other as Oid)).toBe("x\n");
      expect(world.fsckBoth()).toEqual(["", ""]);
    });

    test("are tried again when others write them just then, three times", async () => {
      const { world } = subject;
      const push = world.far.push.bind(world.far);
      let races = 2;
      spyOn(world.far, "push").mockImplementation(async (request, signal) => {
        if (races-- > 0) notesAt("add", "-f", "-m", `race ${races}`, "main^{tree}");
        await push(request, signal);
      });
      await write({ [main()]: "one\n" });
      expect([notesAt("show", main()), notesAt("show", "main^{tree}")]).toEqual(["one", "race 0"]);
      races = 100;
      expect(await codeOf(write({ [main()]: "two\n" }))).toBe("remote.rejected");
      expect(world.files.list(`${world.repository}/tidemark/tmp`)).toEqual([]);
      races = 0;
      await write({ [main()]: "two\n" });
      expect(notesAt("show", main())).toBe("two");
    });

    test("that the remote lost are given back", async () => {
      const { world } = subject;
      await write({ [main()]: "one\n" });
      git(world.served, ["update-ref", "-d", NOTES]);
      await world.incoming.fetchNotes(noSignal());
      expect(world.incoming.note(main() as Oid)).toBe("one\n");
      await write({ ["2".repeat(40)]: "two\n" });
      expect([notesAt("show", main()), git(world.served, ["rev-list", "--count", NOTES])]).toEqual(["one", "2"]);
      expect(world.fsckBoth()).toEqual(["", ""]);
    });

    test("that somebody rewrote at the remote are what the remote has", async () => {
      const { world } = subject;
      await write({ [main()]: "one\n" });
      git(world.served, ["update-ref", "-d", NOTES]);
      notesAt("add", "-m", "theirs", main());
      await world.incoming.fetchNotes(noSignal());
      expect(world.incoming.note(main() as Oid)).toBe("theirs\n");
      expect(world.incoming.note("1".repeat(40) as Oid)).toBeNull();
    });

    test("stay through housekeeping", async () => {
      const { world } = subject;
      await write({ [main()]: "one\n" });
      world.git("pack-refs", "--all", "--prune");
      world.git("gc", "-q", "--prune=now");
      world.restart();
      expect(world.incoming.note(main() as Oid)).toBe("one\n");
      await write({ [main()]: "two\n" });
      expect([world.incoming.note(main() as Oid), ...world.fsckBoth()]).toEqual(["two\n", "", ""]);
    });
  });
}
