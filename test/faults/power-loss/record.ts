import { readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { Installation, tableTrees } from "../../support/installation.ts";
import { programEnvironment, programWords } from "../../support/program.ts";
import { SimulatorProcess } from "../../support/simulator-process.ts";
import { TemporaryDirectory } from "../../support/temporary.ts";
import { requireTool } from "../../support/tools.ts";
import { Recorder, type Step } from "./operations.ts";
import { systemCalls } from "./trace.ts";

const CALLS =
  "open,openat,creat,close,mkdir,mkdirat,rename,renameat,renameat2,link,linkat,unlink,unlinkat,rmdir,lseek," +
  "write,writev,pwrite64,pwritev,pwritev2,ftruncate,fallocate,fsync,fdatasync,mmap,copy_file_range,sendfile,splice";

export interface RecordingOptions {
  readonly records: number;
  /** Records of a page, and of a checkpoint. */
  readonly chunk: number;
  readonly checkpoint: number;
  /** Polls after the first read, with some edits before each. */
  readonly polls: number;
}

/** What `tidemark sync` did to the disk, and the document it ended in step with, which still runs. */
export class Recording implements AsyncDisposable {
  readonly simulator: SimulatorProcess;
  readonly steps: readonly Step[];
  /** The trees of all tables at the end. */
  readonly tree: string;
  /** What a process on an image sees of the environment; its current directory is the image. */
  readonly env: Readonly<Record<string, string>>;

  private constructor({ simulator, steps, tree, env }: Pick<Recording, "simulator" | "steps" | "tree" | "env">) {
    this.simulator = simulator;
    this.steps = steps;
    this.tree = tree;
    this.env = env;
  }

  /** @throws when a run fails, or does something to its files that is not understood */
  static async make({ records, polls, ...sizes }: RecordingOptions): Promise<Recording> {
    const simulator = await SimulatorProcess.start({ records, args: ["--freeze"] });
    try {
      const env = environment(simulator.url, sizes);
      return new Recording({ simulator, env, ...(await recorded(simulator, env, polls)) });
    } catch (reason) {
      await simulator[Symbol.asyncDispose]();
      throw reason;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.simulator[Symbol.asyncDispose]();
  }
}

/** Data directory and remote are named from the current directory: an image stands elsewhere, and is the same place to the program. */
function environment(moneyworks: string, { chunk, checkpoint }: { chunk: number; checkpoint: number }) {
  return {
    TIDEMARK_MONEYWORKS_URL: moneyworks,
    TIDEMARK_DATA: "data",
    TIDEMARK_REMOTE_URL: "mirror.git",
    TIDEMARK_CHUNK: String(chunk),
    TIDEMARK_CHECKPOINT: String(checkpoint),
  };
}

/** A first read, and polls with some edits before each. */
async function recorded(simulator: SimulatorProcess, env: Recording["env"], polls: number) {
  using place = new Installation({ moneyworks: simulator.url, env });
  const recorder = new Recorder(realpathSync(place.path));
  recorder.follow(await trace(place));
  for (let poll = 0; poll < polls; poll++) {
    await simulator.control("clock", { step: 60 });
    for (let edits = 0; edits < 3; edits++) await simulator.control("random-edit");
    recorder.follow(await trace(place));
  }
  return { steps: recorder.steps, tree: tableTrees(place.remote) };
}

async function trace(place: Installation) {
  using output = new TemporaryDirectory();
  const file = join(output.path, "trace");
  const words = [requireTool("strace"), "-f", "-y", "-xx", "-s", "100000000", "-e", `trace=${CALLS}`, "-o", file];
  const child = Bun.spawn([...words, ...programWords(["sync"])], {
    env: programEnvironment(place.env),
    cwd: place.path,
    stdin: "ignore",
    stderr: "pipe",
  });
  const [err, code] = await Promise.all([child.stderr.text(), child.exited]);
  if (code !== 0) throw new Error(`sync under strace ended with ${code}\n${err}`);
  return [...systemCalls(readFileSync(file, "latin1"))];
}
