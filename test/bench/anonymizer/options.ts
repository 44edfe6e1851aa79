import { parseArgs } from "node:util";

/** What can be done with one company; `first` is what the others are compared with. */
export const STEPS = [
  "baseline",
  "first",
  "again",
  "one-job",
  "shuffled",
  "resumed",
  "audited",
  "books",
  "backfill",
] as const;
export type Step = (typeof STEPS)[number];

export interface AnonymizeBenchOptions {
  readonly transactions: number;
  /** What the program reads. */
  readonly from: "exports" | "staging" | "mirror";
  readonly as: "exports" | "canonical" | "snapshot";
  readonly steps: ReadonlySet<Step>;
  /** Where the company is made, or was made by `bun run fixture:exports`: `exports/`, `shuffled/`, `staging.sqlite`. */
  readonly data: string | null;
  /** Where outputs go. */
  readonly directory: string;
  /** A built program; null: one is built. */
  readonly program: string | null;
  readonly json: string | null;
}

export const HELP = `Usage: bun run bench:anonymize [--transactions 10000] [--from exports|staging|mirror]
                              [--as exports|canonical|snapshot] [--steps ${STEPS.slice(0, 3).join(",")},…]
                              [--data DIR] [--dir /tmp] [--program FILE] [--json FILE]
Steps: ${STEPS.join(", ")}
--data names a directory with what is there already of exports/, shuffled/ and staging.sqlite; the rest is made there.
`;

/** @throws TypeError or RangeError, with what is wrong */
export function parseOptions(args: readonly string[]): AnonymizeBenchOptions | "help" {
  const text = { type: "string" } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      transactions: text,
      from: text,
      as: text,
      steps: text,
      data: text,
      dir: text,
      program: text,
      json: text,
      help: { type: "boolean" },
    },
  });
  if (values.help === true) return "help";
  const transactions = Number(values.transactions ?? 10_000);
  if (!Number.isSafeInteger(transactions) || transactions < 100) {
    throw new RangeError(`--transactions takes a whole number from 100 on, not ${values.transactions}`);
  }
  return {
    transactions,
    from: oneOf("from", values.from, ["exports", "staging", "mirror"]),
    as: oneOf("as", values.as, ["exports", "canonical", "snapshot"]),
    steps: new Set(
      values.steps === undefined ? STEPS : values.steps.split(",").map((step) => oneOf("steps", step, STEPS)),
    ),
    data: values.data ?? null,
    directory: values.dir ?? "/tmp",
    program: values.program ?? null,
    json: values.json ?? null,
  };
}

/** The first word is the default. */
function oneOf<T extends string>(option: string, value: string | undefined, words: readonly T[]): T {
  const found = words.find((word) => word === (value ?? words[0]));
  if (found === undefined) throw new RangeError(`--${option} takes ${words.join(", ")}, not ${value}`);
  return found;
}
