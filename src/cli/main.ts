import { createHost } from "../app/host.ts";
import { asTidemarkError, fail } from "../domain/errors/tidemark-error.ts";
import type { Host } from "../domain/ports/host.ts";
import { closest } from "../lib/closest.ts";
import { parseArguments } from "./arguments.ts";
import { COMMON_OPTIONS, type Command } from "./command.ts";
import { COMMANDS } from "./commands.ts";
import { commandHelp, programHelp } from "./help.ts";
import { reportError } from "./report-error.ts";
import { SETTING_OPTIONS } from "./settings.ts";

/** Runs the command that the process was started with and ends the process with its exit code. */
export async function main(): Promise<void> {
  const host = createHost();
  host.exit(await runCommand(host, host.args));
}

async function runCommand(host: Host, words: readonly string[]): Promise<number> {
  const [name = "--help", ...rest] = words;
  try {
    if (name === "--help" || name === "help") return help(host, rest[0]);
    return await invoke(host, findCommand(name === "--version" ? "version" : name), rest);
  } catch (reason) {
    const error = asTidemarkError(reason);
    if (words.includes("--json")) {
      const { code, message, hint } = error;
      host.out(`${JSON.stringify({ type: "error", code, message, hint })}\n`);
    }
    reportError(host, error);
    return error.exitCode;
  }
}

async function invoke(host: Host, command: Command, words: readonly string[]): Promise<number> {
  const settings = command.configured ? SETTING_OPTIONS : [];
  const args = parseArguments(words, [...command.options, ...COMMON_OPTIONS, ...settings]);
  if (args.has("help")) return help(host, command.name);
  const given = args.positionals.length;
  const [least, most] = command.arity;
  if (given < least || given > most) {
    const usage = ["tidemark", command.name, command.operands].filter(Boolean).join(" ");
    throw fail("usage.arguments", { command: command.name, given, usage });
  }
  return command.run({ host, args, json: args.has("json") });
}

function help(host: Host, name: string | undefined): number {
  host.out(name === undefined ? programHelp(COMMANDS) : commandHelp(findCommand(name), SETTING_OPTIONS));
  return 0;
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
