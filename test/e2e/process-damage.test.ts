import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expectRefused } from "../support/expect-refused.ts";
import { git } from "../support/git-command.ts";
import { fsck, Installation } from "../support/installation.ts";
import { SimulatorProcess } from "../support/simulator-process.ts";

setDefaultTimeout(60_000);

let simulator: SimulatorProcess;
beforeAll(async () => {
  simulator = await SimulatorProcess.start();
});
afterAll(() => simulator[Symbol.asyncDispose]());

const HEAD = "refs/heads/main";

/** A mirror in step, and an edit that it has not seen. */
async function mirrored(): Promise<Installation> {
  const place = new Installation({ moneyworks: simulator.url });
  await place.sync();
  await simulator.control("random-edit");
  return place;
}

function losePacks(repository: string): void {
  const packs = join(repository, "objects/pack");
  for (const name of readdirSync(packs)) rmSync(join(packs, name));
}

describe("a local repository", () => {
  test("whose main somebody took away halts, which status tells until it is put right", async () => {
    using place = await mirrored();
    const ours = git(place.repository, ["rev-parse", HEAD]);
    git(place.repository, ["update-ref", "-d", HEAD]);
    expectRefused(await place.run(["sync"]), { code: "mirror.main-moved", exit: 4, names: ours });
    const { code, out } = await place.run(["status"]);
    expect([code, out]).toEqual([4, expect.stringContaining("HALTED")]);
    git(place.repository, ["update-ref", HEAD, ours]);
    await place.sync();
    expect((await place.run(["status"])).code).toBe(0);
  });

  test("that lost its packs is not built on, and comes back from the remote", async () => {
    using place = await mirrored();
    const ours = git(place.repository, ["rev-parse", HEAD]);
    losePacks(place.repository);
    expectRefused(await place.run(["sync"]), { code: "mirror.missing-object", exit: 1, names: ours });
    expect(git(place.remote, ["rev-parse", HEAD])).toBe(ours);
    rmSync(place.data, { recursive: true });
    await place.sync();
    expect(git(place.remote, ["rev-parse", `${HEAD}~1`])).toBe(ours);
    expect([fsck(place.repository), fsck(place.remote)]).toEqual(["", ""]);
  });
});

test("a remote directory that lost its packs gets nothing more", async () => {
  using place = await mirrored();
  const ours = git(place.remote, ["rev-parse", HEAD]);
  losePacks(place.remote);
  expectRefused(await place.run(["sync"]), { code: "remote.damaged", exit: 4, names: ours });
  expect(git(place.remote, ["rev-parse", HEAD])).toBe(ours);
  expect(readdirSync(join(place.remote, "objects/pack"))).toEqual([]);
});

test("what an error repeats cannot steer the terminal", async () => {
  using place = await mirrored();
  const { code, err } = await place.run(["show", "name", "\u001b[2J\u202eevil\nline"]);
  expect(code).toBe(1);
  expect(err).toContain("'\\x1b[2J\\u202eevil\\x0aline'");
});
