import { parseArgs } from "node:util";

export interface GrowthOptions {
  /** Size of the company. */
  readonly records: number;
  readonly days: number;
  /** A day. */
  readonly edits: number;
  /** Polls of a day that find something; the others, to one every ten minutes, find nothing. */
  readonly busyPolls: number;
  /** At the end all but so many days are forgotten, to see what that gives back. */
  readonly keep: number;
}

export const HELP = `Usage: bun run bench:growth [--records 20000] [--days 14] [--edits 200] [--busy-polls 40] [--keep 7]
Plays so many days of a company on a clock of its own, and prints what they leave on the disk and in the log. Everything is put where
TMPDIR says.
`;

/** @throws TypeError or RangeError, with what is wrong, for options that make no sense */
export function parseGrowthOptions(args: readonly string[]): GrowthOptions | "help" {
  const text = { type: "string" } as const;
  const { values } = parseArgs({
    args: [...args],
    options: { records: text, days: text, edits: text, "busy-polls": text, keep: text, help: { type: "boolean" } },
  });
  if (values.help === true) return "help";
  return {
    records: whole("records", values.records ?? "20000"),
    days: whole("days", values.days ?? "14"),
    edits: whole("edits", values.edits ?? "200"),
    busyPolls: whole("busy-polls", values["busy-polls"] ?? "40"),
    keep: whole("keep", values.keep ?? "7"),
  };
}

function whole(name: string, text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new RangeError(`--${name} ${text}: a whole number from 1 on`);
  return number;
}
