import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { join } from "node:path";
import { fsck, Installation, tableTrees } from "../support/installation.ts";
import { commitsOn } from "../support/mirror-files.ts";
import { Program } from "../support/program.ts";
import { SimulatorProcess } from "../support/simulator-process.ts";
import { describeWithTool, tracing } from "../support/tools.ts";

setDefaultTimeout(120_000);

/** A system call that fails once: the call, the error, and the file that it is about. */
const FAILURES = [
  ["fsync", "EIO", "data/staging.sqlite-wal", /^data\.io$/],
  ["fsync", "ENOSPC", "data/repository.git/tidemark/tmp/commit.pack", /^data\.disk-full$/],
  ["write", "ENOSPC", "data/repository.git/tidemark/tmp/commit.idx", /^data\.disk-full$/],
  ["fsync", "EIO", "data/repository.git/objects/pack", /^data\.io$/],
  ["fsync", "EIO", "data/repository.git/refs/heads", /^data\.io$/],
  ["fsync", "EDQUOT", "mirror.git/refs/heads/main.lock", /^remote\.disk-full$/],
  ["fsync", "EIO", "mirror.git/objects/pack", /^remote\.disk-error$/],
  ["fsync", "EIO", "mirror.git/refs/heads", /^remote\.disk-error$/],
] as const;

describeWithTool(tracing(), "a disk that fails once", () => {
  let simulator: SimulatorProcess;
  let whole: string;
  beforeAll(async () => {
    simulator = await SimulatorProcess.start({ records: 200, args: ["--freeze"] });
    using fresh = new Installation({ moneyworks: simulator.url });
    await fresh.sync();
    whole = tableTrees(fresh.remote);
  });
  afterAll(() => simulator[Symbol.asyncDispose]());

  test.each(FAILURES)(
    "at %s with %s of %s is told by its code, and the next run is right",
    async (call, error, path, code) => {
      using place = new Installation({ moneyworks: simulator.url, env: { TIDEMARK_CHECKPOINT: "60" } });
      const inject = ["-e", `trace=${call}`, "-e", `inject=${call}:error=${error}:when=1`];
      const under = ["strace", "-f", "-qq", "-o", "/dev/null", "-P", join(place.path, path), ...inject];
      await using program = new Program(["sync"], { env: place.env, cwd: place.path, under });
      const { code: exit, err } = await program.finished;
      expect({ exit, err }).toEqual({ exit: 1, err });
      expect(/^ {2}\(([a-z.-]+)\)$/m.exec(err)?.[1]).toMatch(code);
      await place.sync();
      expect([fsck(place.repository), fsck(place.remote)]).toEqual(["", ""]);
      expect(commitsOn(place.remote)).toEqual(commitsOn(place.repository));
      expect(tableTrees(place.remote)).toBe(whole);
    },
  );
});
