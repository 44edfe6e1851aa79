import { describe, expect, test } from "bun:test";
import { ZERO_OID } from "../../src/domain/ids.ts";
import type { Author } from "../support/author.ts";
import { git } from "../support/git-command.ts";
import { OAK, ROWAN } from "../support/incoming-world.ts";
import { codeOf, noSignal } from "../support/remote-ports.ts";
import type { IncomingSubject } from "./incoming.ts";

const TRANSACTION = "transaction/00/00/00/01/70.xml";

/** What a commit changes, by path, in three ways. */
export function changesContract(subject: IncomingSubject): void {
  /** Commits pushed by an author; what the newest changes. */
  const changesBy = async (act: (author: Author) => void): Promise<string[]> => {
    const { world } = subject;
    const author = world.author();
    author.switchTo("changes");
    act(author);
    author.push("changes");
    await world.incoming.receive(author.head(), noSignal());
    return world.changes(author.head());
  };

  describe("changes", () => {
    test("are files edited, added and removed, by path", async () => {
      const changes = await changesBy((author) =>
        author.commit({ [ROWAN]: "edited\n", [TRANSACTION]: null, "new/name/a.xml": "new\n", ".tidemark/x": "x\n" }),
      );
      expect(changes).toEqual([
        ".tidemark/x: nothing → x (nothing)",
        `${ROWAN}: r → edited (r)`,
        "new/name/a.xml: nothing → new (nothing)",
        `${TRANSACTION}: t → nothing (t)`,
      ]);
    });

    test("of several commits are what they come to", async () => {
      const changes = await changesBy((author) => {
        author.commit({ [ROWAN]: "1\n", [OAK]: "1\n" });
        author.commit({ [ROWAN]: "2\n", [OAK]: "o\n" });
      });
      expect(changes).toEqual([`${ROWAN}: r → 2 (r)`]);
    });

    test("of an empty commit are none", async () => {
      expect(await changesBy((author) => author.commit({}))).toEqual([]);
    });

    test("say what main has by now", async () => {
      const { world } = subject;
      const author = world.author();
      author.switchTo("changes");
      const head = author.commit({ [ROWAN]: "edited\n", [OAK]: null, "name/38/0c/ELM.xml": "e\n" });
      author.push("changes");
      const main = await world.advance({ ROWAN: "ours\n", OAK: null, ELM: "e\n" });
      await world.incoming.receive(head, noSignal());
      expect(world.changes(head)).toEqual([
        `${OAK}: o → nothing (nothing)`,
        "name/38/0c/ELM.xml: nothing → e (e)",
        `${ROWAN}: r → edited (ours)`,
      ]);
      expect<readonly string[]>(world.incoming.changes(head).bases).toEqual([
        git(world.served, ["rev-parse", `${main}~1`]),
      ]);
    });

    test("keep the modes of links, programs and submodules, and look into none of them", async () => {
      const changes = await changesBy((author) => {
        author.commit({ link: { to: "nowhere" }, [ROWAN]: { run: "r\n" }, [OAK]: { to: ROWAN } });
        author.git("update-index", "--add", "--cacheinfo", `160000,${"1".repeat(40)},sub`);
        author.git("commit", "-q", "-m", "submodule");
      });
      expect(changes).toEqual([
        "link: nothing → 120000 nowhere (nothing)",
        `${OAK}: o → 120000 ${ROWAN} (o)`,
        `${ROWAN}: r → 100755 r (r)`,
        "sub: nothing → submodule 1111111 (nothing)",
      ]);
    });

    test("where a directory takes a file's place, and a file a directory's", async () => {
      const changes = await changesBy((author) => {
        author.commit({ [ROWAN]: null, [`${ROWAN}/deeper/x`]: "x\n", "transaction/00": null });
        author.commit({ "transaction/00": "file\n" });
      });
      expect(changes).toEqual([
        `${ROWAN}: r → nothing (r)`,
        `${ROWAN}/deeper/x: nothing → x (nothing)`,
        "transaction/00: nothing → file (nothing)",
        `${TRANSACTION}: t → nothing (t)`,
      ]);
    });

    test("of a renamed file are one removed and one added", async () => {
      const changes = await changesBy((author) => {
        author.git("mv", ROWAN, "name/3e/20/ROWAN2.xml");
        author.commit({});
      });
      expect(changes).toEqual([`${ROWAN}: r → nothing (r)`, "name/3e/20/ROWAN2.xml: nothing → r (nothing)"]);
    });

    test("are in the order of whole paths", async () => {
      const paths = ["a", "a.b/x", "a/x", "a0", "é"].map((path) => `z/${path}`);
      const changes = await changesBy((author) => {
        author.commit(Object.fromEntries(paths.slice(1).map((path) => [path, "x\n"])));
      });
      expect(changes.map((line) => line.split(":")[0])).toEqual(["z/a.b/x", "z/a/x", "z/a0", "z/é"]);
    });

    test("in trees that git would not write do not pass for others", async () => {
      const { world } = subject;
      const blob = git(world.served, ["hash-object", "-w", "--stdin"], "x\n");
      const entry = (mode: string, name: string, oid = blob) =>
        Buffer.concat([Buffer.from(`${mode} ${name}\0`), Buffer.from(oid, "hex")]);
      const write = (...entries: Buffer[]) => {
        const child = Bun.spawnSync(["git", "hash-object", "--literally", "-t", "tree", "-w", "--stdin"], {
          cwd: world.served,
          stdin: Buffer.concat(entries),
        });
        return child.stdout.toString().trim();
      };
      const below = write(entry("100664", "old"), entry("100775", "run"));
      const tree = write(
        entry("100644", "double"),
        entry("100644", "double"),
        entry("100644", ROWAN),
        entry("040000", "zero", below),
      );
      const commit = git(world.served, ["commit-tree", "-p", "main", "-m", "odd", tree]);
      git(world.served, ["update-ref", "refs/heads/changes", commit]);
      await world.incoming.receive(commit as never, noSignal());
      expect(world.changes(commit as never).filter((line) => line.includes("→ x") || line.includes("→ 100"))).toEqual([
        "double: nothing → x (nothing)",
        "double\ufffd: nothing → x (nothing)",
        `${ROWAN.replaceAll("/", "\ufffd")}: nothing → x (nothing)`,
        "zero/old: nothing → x (nothing)",
        "zero/run: nothing → 100755 x (nothing)",
      ]);
    });

    test("reach blobs up to a size", async () => {
      const { world } = subject;
      const [change] = await changesBy((author) => author.commit({ [ROWAN]: "12345678\n" })).then(() =>
        Array.from(
          world.incoming.changes(world.incoming.held() ?? (git(world.served, ["rev-parse", "changes"]) as never)).files,
        ),
      );
      const oid = change?.theirs?.oid ?? ZERO_OID;
      expect(world.incoming.blob(oid, 9)?.length).toBe(9);
      expect(world.incoming.blob(oid, 8)).toBeNull();
      expect(await codeOf(Promise.try(() => world.incoming.blob(ZERO_OID, 8)))).toBe("mirror.missing-object");
    });

    test("of a commit out of a shallow clone", async () => {
      const { world } = subject;
      for (const text of ["1\n", "2\n", "3\n"]) await world.advance({ OAK: text });
      const author = world.author("shallow", ["--depth=1"]);
      author.switchTo("changes");
      const head = author.commit({ [ROWAN]: "edited\n" });
      author.push("changes");
      await world.incoming.receive(head, noSignal());
      expect(world.changes(head)).toEqual([`${ROWAN}: r → edited (r)`]);
      await world.promote(head);
      expect(world.fsckBoth()).toEqual(["", ""]);
    });

    test("of a commit that is far behind main", async () => {
      const { world } = subject;
      const author = world.author();
      author.switchTo("changes");
      const head = author.commit({ [ROWAN]: "edited\n" });
      author.push("changes");
      world.stage("name", { OAK: "later\n" });
      // As if made one by one: git writes them faster.
      world.commit();
      await world.mirror.push(noSignal());
      await world.incoming.receive(head, noSignal());
      expect(world.changes(head)).toEqual([`${ROWAN}: r → edited (r)`]);
    });
  });
}
