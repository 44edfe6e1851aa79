import { parseArgs } from "node:util";

export const CONTENDERS = [
  "ours",
  "ours-canonical",
  "fast-import",
  "fast-import-blobs-first",
  "git-add",
  "isomorphic-git",
] as const;
export type ContenderName = (typeof CONTENDERS)[number];

export interface BenchOptions {
  /** Sizes to run, each a number of transactions. */
  readonly records: readonly number[];
  readonly only: ReadonlySet<ContenderName>;
  /** Where everything is put: a tmpfs, or the figures are those of the disk. */
  readonly directory: string;
  /** Where the figures go as JSON; null: nowhere. */
  readonly json: string | null;
  /** Repetitions of ours and of fast-import, taken in turns; their medians are shown. */
  readonly rounds: number;
  /** Records of one page from the server, and between two commits of ours. */
  readonly chunk: number;
  readonly checkpoint: number;
  /** One record in so many has texts that break careless programs. */
  readonly awkward: number;
}

export const HELP = `Usage: bun run bench [--records 10000,100000] [--only ours,fast-import] [--dir /dev/shm]
                     [--rounds 3] [--chunk 100] [--checkpoint 5000]
                     [--awkward 50] [--json FILE]
Contenders: ${CONTENDERS.join(", ")}
`;

/** Below this there are not enough records for all rounds of ten changes. */
const FEWEST_RECORDS = 200;

/** @throws TypeError or RangeError, with what is wrong, for options that make no sense */
export function parseOptions(args: readonly string[]): BenchOptions | "help" {
  const text = { type: "string" } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      records: text,
      only: text,
      dir: text,
      json: text,
      rounds: text,
      chunk: text,
      checkpoint: text,
      awkward: text,
      help: { type: "boolean" },
    },
  });
  if (values.help === true) return "help";
  return {
    records: (values.records ?? "10000,100000").split(",").map((count) => whole("records", count, FEWEST_RECORDS)),
    only: new Set(values.only === undefined ? CONTENDERS : values.only.split(",").map(contender)),
    directory: values.dir ?? "/dev/shm",
    json: values.json ?? null,
    rounds: whole("rounds", values.rounds ?? "3"),
    chunk: whole("chunk", values.chunk ?? "100"),
    checkpoint: whole("checkpoint", values.checkpoint ?? "5000"),
    awkward: whole("awkward", values.awkward ?? "50"),
  };
}

function whole(option: string, value: string, least = 1): number {
  const number = Number(value);
  if (Number.isSafeInteger(number) && number >= least) return number;
  throw new RangeError(`--${option} takes whole numbers from ${least} on, not ${value}`);
}

function contender(name: string): ContenderName {
  const known = CONTENDERS.find((candidate) => candidate === name);
  if (known === undefined) throw new RangeError(`there is no contender ${name}: ${CONTENDERS.join(", ")}`);
  return known;
}
