import type { Host } from "../domain/ports/host.ts";
import type { Arguments } from "./arguments.ts";

/** One option of a command, as it is parsed and as `--help` shows it. */
export interface OptionSpec {
  /** Without the dashes: `allow-deletes`. */
  readonly name: string;
  /** What the value is called in help; absent for a switch. */
  readonly value?: string;
  /** May be given several times, or once with commas. */
  readonly list?: boolean;
  readonly help: string;
}

export interface Example {
  readonly command: string;
  readonly what: string;
}

/** A command: everything `--help` needs, and what runs. */
export interface Command {
  readonly name: string;
  readonly summary: string;
  /** Positional arguments as help shows them: `TABLE KEY`; empty for none. */
  readonly operands: string;
  /** Least and most positional arguments. */
  readonly arity: readonly [number, number];
  readonly options: readonly OptionSpec[];
  /** Whether the options of the configuration (`--data`, `--moneyworks-url` …) are taken too. */
  readonly configured: boolean;
  readonly examples: readonly Example[];
  /** Returns the exit code; errors are thrown. */
  run(invocation: Invocation): Promise<number>;
}

export interface Invocation {
  readonly host: Host;
  readonly args: Arguments;
  /** `--json`: every line on standard output is one JSON value. */
  readonly json: boolean;
  /** When the command began, ms since 1970: what `3h` ago and "now" refer to. */
  readonly now: number;
}

/** Options that every command has. */
export const COMMON_OPTIONS: readonly OptionSpec[] = [
  { name: "json", help: "print JSON, one value a line" },
  { name: "help", help: "show this text" },
];
