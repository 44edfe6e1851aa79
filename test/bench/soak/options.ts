import { parseArgs } from "node:util";

export interface SoakOptions {
  readonly records: number;
  /** Idle hours that are played; a poll every ten minutes. */
  readonly hours: number;
  /** Real seconds for which it is left alone at the end, to see what it does by itself. */
  readonly rest: number;
}

export const HELP = `Usage: bun run soak [--records 5000] [--hours 100] [--rest 60]
Plays idle hours on the built program as fast as it goes: six polls an hour, a sweep a day. Fails when memory grows.
Everything is put where TMPDIR says. PROGRAM_UNDER_TEST names a built program; else one is built. Needs Linux.
`;

/** @throws TypeError or RangeError, with what is wrong, for options that make no sense */
export function parseSoakOptions(args: readonly string[]): SoakOptions | "help" {
  const text = { type: "string" } as const;
  const { values } = parseArgs({
    args: [...args],
    options: { records: text, hours: text, rest: text, help: { type: "boolean" } },
  });
  if (values.help === true) return "help";
  return {
    records: whole("records", values.records ?? "5000"),
    hours: whole("hours", values.hours ?? "100"),
    rest: whole("rest", values.rest ?? "60"),
  };
}

function whole(name: string, text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new RangeError(`--${name} ${text}: a whole number from 1 on`);
  return number;
}
