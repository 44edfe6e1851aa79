import { parseArgs } from "node:util";

export interface LoadOptions {
  /** Size of the company. */
  readonly records: number;
  /** Backfills without and with load, taken in turns. */
  readonly pairs: number;
  readonly readers: number;
  /** Readers that never read. */
  readonly silent: number;
  /** Requests a second. */
  readonly rate: number;
  readonly connections: number;
  /** Where the figures go as JSON; null: nowhere. */
  readonly json: string | null;
}

export const HELP = `Usage: bun run bench:load [--records 50000] [--pairs 3] [--readers 200] [--silent 10] [--rate 1000]
                          [--connections 50] [--json FILE]
Everything is put where TMPDIR says. PROGRAM_UNDER_TEST names a built program; else one is built.
`;

/** @throws TypeError or RangeError, with what is wrong, for options that make no sense */
export function parseLoadOptions(args: readonly string[]): LoadOptions | "help" {
  const text = { type: "string" } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      ...{ records: text, pairs: text, readers: text, silent: text, rate: text, connections: text },
      ...{ json: text, help: { type: "boolean" } },
    },
  });
  if (values.help === true) return "help";
  return {
    records: whole("records", values.records ?? "50000"),
    pairs: whole("pairs", values.pairs ?? "3"),
    readers: whole("readers", values.readers ?? "200"),
    silent: whole("silent", values.silent ?? "10"),
    rate: whole("rate", values.rate ?? "1000"),
    connections: whole("connections", values.connections ?? "50"),
    json: values.json ?? null,
  };
}

function whole(name: string, text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new RangeError(`--${name} ${text}: a whole number from 1 on`);
  return number;
}
