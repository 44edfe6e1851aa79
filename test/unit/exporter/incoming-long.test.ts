import { expect, test } from "bun:test";
import type { Oid } from "../../../src/domain/ids.ts";
import { RUN } from "../../support/exporter-world.ts";
import { git } from "../../support/git-command.ts";
import { IncomingWorld, OAK, ROWAN } from "../../support/incoming-world.ts";
import { noSignal } from "../../support/remote-ports.ts";

const COMMITS = 2000;

/** Commits of Tidemark's on top of main, as fast as git makes them. */
function lengthen(repository: string, timeOf: (at: number) => number): void {
  const message = `poll: name 1 changed\n\nname OAK: phone\n\nTidemark-Run: ${RUN}\n`;
  const commit = (at: number): string => {
    const who = `Tidemark <tidemark@localhost> ${timeOf(at)} +0000`;
    const from = at === 0 ? "from refs/heads/main^0\n" : "";
    const file = `M 100644 inline ${OAK}\ndata <<END\n${at}\nEND\n`;
    return `commit refs/heads/main\nauthor ${who}\ncommitter ${who}\ndata ${message.length}\n${message}${from}${file}\n`;
  };
  git(repository, ["fast-import", "--quiet"], Array.from({ length: COMMITS }, (_, at) => commit(at)).join(""));
}

test.each<[string, (at: number) => number]>([
  ["run", (at) => 1_700_000_000 + 60 * at],
  ["ran backwards", (at) => 1_700_000_000 - 60 * at],
])(
  "an edit is promoted that is 2,000 commits behind, by clocks that %s",
  async (_name, timeOf) => {
    using first = await new IncomingWorld().begin();
    const author = first.author();
    author.switchTo("changes");
    const commit = author.commit({ [ROWAN]: "edited\n" });
    author.push("changes");
    lengthen(first.served, timeOf);
    using world = new IncomingWorld({ remotePath: first.served });
    world.mirror.recover();
    const main = git(first.served, ["rev-parse", "main"]) as Oid;
    expect(await world.mirror.inspectRemote(noSignal())).toEqual({ kind: "ours", head: main });
    await world.mirror.fetch(main, noSignal());
    world.mirror.seedStaging(RUN, 0, true);
    await world.incoming.receive(commit, noSignal());
    expect(world.incoming.steps(commit, 10)?.length).toBe(1);
    expect(world.incoming.isOnMain(author.head("origin/main"))).toBe(true);
    expect(world.changes(commit)).toEqual([`${ROWAN}: r → edited (r)`]);
    await world.promote(commit, { ROWAN: "edited\n" });
    expect(await world.incoming.forward({ name: "changes", head: commit }, noSignal())).toBe(true);
    expect(world.fsckBoth()).toEqual(["", ""]);
  },
  60_000,
);
