import { createClock, createHost } from "../app/host.ts";
import { asTidemarkError, fail } from "../domain/errors/tidemark-error.ts";
import type { Host } from "../domain/ports/host.ts";
import { closest } from "../lib/closest.ts";
import { parseArguments } from "./arguments.ts";
import { COMMON_OPTIONS, type Command } from "./command.ts";
import { COMMANDS } from "./commands.ts";
import { commandHelp, fitted, programHelp } from "./help.ts";
import { printError, reportError } from "./report-error.ts";
import { SETTING_OPTIONS } from "./settings.ts";

/** Runs the command that the process was started with and ends the process with its exit code. */
export async function main(): Promise<void> {
  const host = createHost();
  host.exit(await runCommand(host, createClock().now()));
}

/** Runs the command of the host's arguments; `now` is its time, ms since 1970. Returns the exit code, whatever happens. */
export async function runCommand(host: Host, now: number): Promise<number> {
  const words = host.args;
  const [name = "--help", ...rest] = words;
  try {
    if (name === "--help") {
      host.out(fitted(programHelp(COMMANDS), host));
      return 0;
    }
    const command = findCommand(name === "--version" ? "version" : name);
    return await invoke(command, { host, words: rest, now });
  } catch (reason) {
    const error = asTidemarkError(reason);
    reportError(host, error);
    if (words.includes("--json")) printError(host, error);
    return error.exitCode;
  }
}

interface Call {
  readonly host: Host;
  /** What follows the command's name. */
  readonly words: readonly string[];
  readonly now: number;
}

async function invoke(command: Command, { host, words, now }: Call): Promise<number> {
  const settings = command.configured ? SETTING_OPTIONS : [];
  const args = parseArguments(words, [...command.options, ...COMMON_OPTIONS, ...settings]);
  if (args.has("help")) {
    host.out(fitted(commandHelp(command, SETTING_OPTIONS), host));
    return 0;
  }
  const given = args.positionals.length;
  const [least, most] = command.arity;
  if (given < least || given > most) {
    const usage = ["tidemark", command.name, command.operands].filter(Boolean).join(" ");
    throw fail("usage.arguments", { command: command.name, given, usage });
  }
  return command.run({ host, args, json: args.has("json"), now });
}

function findCommand(name: string): Command {
  const command = COMMANDS.find((candidate) => candidate.name === name);
  if (command !== undefined) return command;
  const near = closest(
    name,
    COMMANDS.map((candidate) => candidate.name),
  );
  throw fail("usage.unknown-command", { command: name, near: near === null ? "" : ` Did you mean '${near}'?` });
}
