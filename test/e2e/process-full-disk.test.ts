import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync } from "node:fs";
import { expectRefused } from "../support/expect-refused.ts";
import { fsck, Installation, tableTrees } from "../support/installation.ts";
import { commitsOn } from "../support/mirror-files.ts";
import { SimulatorProcess } from "../support/simulator-process.ts";
import { canMount, SmallDisk } from "../support/small-disk.ts";

setDefaultTimeout(120_000);

const ROOMY = 32_768;
const FULL = { code: "data.disk-full", exit: 1, names: /Free some space.*next run continues/ } as const;
const REMOTE_FULL = { code: "remote.disk-full", exit: 1, names: "mirror.git" } as const;

let simulator: SimulatorProcess;
beforeAll(async () => {
  simulator = await SimulatorProcess.start({ records: 400 });
});
afterAll(() => simulator[Symbol.asyncDispose]());

const install = () => new Installation({ moneyworks: simulator.url, env: { TIDEMARK_CHECKPOINT: "150" } });

/** The tables' trees of a fresh mirror, since the document was edited last. */
let truth: string | null = null;

/** Some edits that the next poll has to bring. */
async function edit(): Promise<void> {
  truth = null;
  for (let edits = 0; edits < 30; edits++) await simulator.control("random-edit");
}

/** Nothing is damaged, both ends agree, and they hold what a fresh mirror of the document holds. */
async function expectTrue(place: Installation): Promise<void> {
  await place.sync();
  expect([fsck(place.repository), fsck(place.remote)]).toEqual(["", ""]);
  expect(commitsOn(place.remote)).toEqual(commitsOn(place.repository));
  truth ??= await freshTrees();
  expect(tableTrees(place.remote)).toBe(truth);
}

async function freshTrees(): Promise<string> {
  using fresh = new Installation({ moneyworks: simulator.url });
  await fresh.sync();
  return tableTrees(fresh.remote);
}

/** The mirror with one of its parts on a disk of its own. */
interface Split {
  readonly place: Installation;
  readonly disk: SmallDisk;
  [Symbol.dispose](): void;
}

type Part = "data" | "staging" | "repository" | "remote";

function split(part: Part, kibibytes: number): Split {
  const place = install();
  const mounts: SmallDisk[] = [];
  const mount = (path: string, size: number) => {
    mkdirSync(path, { recursive: true });
    const disk = new SmallDisk(size, path);
    mounts.push(disk);
    return disk;
  };
  const at = { data: place.data, staging: place.data, repository: place.repository, remote: place.remote }[part];
  const disk = mount(at, kibibytes);
  if (part === "staging") mount(place.repository, ROOMY);
  return {
    place,
    disk,
    [Symbol.dispose]() {
      for (const mounted of mounts.reverse()) mounted[Symbol.dispose]();
      place[Symbol.dispose]();
    },
  };
}

describe.skipIf(!canMount())("a full disk (skipped where nobody may mount)", () => {
  test.each([
    ["staging", 400],
    ["repository", 60],
    ["repository", 150],
    ["remote", 60],
    ["remote", 150],
  ] as const)("under the %s, of %i KiB, in a first read: the next run completes it", async (part, size) => {
    using parts = split(part, size);
    const { place, disk } = parts;
    const refusal = part === "remote" ? REMOTE_FULL : { ...FULL, names: place.data };
    expectRefused(await place.run(["sync"]), refusal);
    expectRefused(await place.run(["sync"]), refusal);
    disk.resize(ROOMY);
    await expectTrue(place);
  });

  test.each(["data", "staging", "repository", "remote"] as const)(
    "under the %s at a poll: nothing is lost, and the next poll brings the edits",
    async (part) => {
      using parts = split(part, ROOMY);
      const { place, disk } = parts;
      await place.sync();
      const before = commitsOn(place.remote);
      await edit();
      disk.fill();
      expectRefused(await place.run(["sync"]), part === "remote" ? REMOTE_FULL : { ...FULL, names: place.data });
      expect([fsck(place.repository), fsck(place.remote)]).toEqual(["", ""]);
      expect(commitsOn(place.remote)).toEqual(before);
      disk.makeRoom();
      await expectTrue(place);
      expect(commitsOn(place.remote).slice(0, before.length)).toEqual(before);
    },
  );

  test("with ever a little more room gets a little further, and is right in the end", async () => {
    using parts = split("data", 250);
    const { place, disk } = parts;
    let size = 250;
    for (; (await place.run(["sync"])).code !== 0; size += 250) {
      if (size > ROOMY) throw new Error("it never fits");
      disk.resize(size);
    }
    disk.resize(ROOMY);
    await expectTrue(place);
  });
});

describe.skipIf(!canMount())("a disk that is read-only (skipped where nobody may mount)", () => {
  test.each([
    ["repository", { code: "data.read-only", exit: 2, names: "repository.git" }],
    ["remote", { code: "remote.not-writable", exit: 1, names: "mirror.git" }],
  ] as const)("under the %s is named, and nothing is lost meanwhile", async (part, refusal) => {
    using parts = split(part, ROOMY);
    const { place, disk } = parts;
    await place.sync();
    await edit();
    disk.makeReadOnly();
    expectRefused(await place.run(["sync"]), refusal);
    disk.resize(ROOMY);
    await expectTrue(place);
  });
});
