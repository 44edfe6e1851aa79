import { TOPICS } from "../app/manual/topics.ts";
import type { Host } from "../domain/ports/host.ts";
import { COMMON_OPTIONS, type Command, type OptionSpec } from "./command.ts";

/** The text of `tidemark COMMAND --help`. */
export function commandHelp(command: Command, settings: readonly OptionSpec[]): string {
  const usage = ["tidemark", command.name, command.operands, "[OPTIONS]"].filter(Boolean).join(" ");
  const examples = command.examples.map(({ command: line, what }) => `  ${line}\n      ${what}`);
  return [
    command.summary,
    "",
    `Usage: ${usage}`,
    "",
    "Options:",
    optionTable([...command.options, ...COMMON_OPTIONS]),
    ...(command.configured
      ? ["", "Settings (also in tidemark.toml and the environment, see tidemark config --help):", optionTable(settings)]
      : []),
    ...(examples.length > 0 ? ["", "Examples:", ...examples] : []),
    ...manualOf(command),
    "",
  ].join("\n");
}

/** A column narrower than this is hard to read: its text goes below its head. */
const LEAST_COLUMN = 45;
const BELOW = " ".repeat(8);

/** The same with lines that fit: on a terminal what stands in a column stays in it. Commands are left to be copied whole. */
export function fitted(text: string, { outIsTerminal, columns }: Pick<Host, "outIsTerminal" | "columns">): string {
  if (!outIsTerminal) return text;
  const most = columns();
  return text
    .split("\n")
    .flatMap((line) => (Bun.stringWidth(line) <= most || EXAMPLE.test(line) ? [line] : broken(line, most)))
    .join("\n");
}

const EXAMPLE = /^ {2}(?:\S+=\S+ )?(?:sudo|tidemark|curl) /;

function broken(line: string, most: number): string[] {
  const [head = ""] = /^ +\S.*? {2,}(?=\S)|^ */.exec(line) ?? [];
  const isBelow = head.trim() !== "" && most - head.length < LEAST_COLUMN;
  const indent = isBelow ? BELOW : " ".repeat(head.length);
  const lines = [isBelow ? indent : head];
  for (const word of line.slice(head.length).split(" ")) {
    const last = lines.at(-1) ?? "";
    const longer = last.endsWith(" ") || last === "" ? last + word : `${last} ${word}`;
    if (Bun.stringWidth(longer) <= most || last === indent || last === head) lines[lines.length - 1] = longer;
    else lines.push(indent + word);
  }
  return isBelow ? [head.trimEnd(), ...lines] : lines;
}

/** Where the manual says more. */
function manualOf({ name }: Command): string[] {
  const topics = TOPICS.filter(({ commands = [] }) => commands.includes(name));
  if (topics.length === 0) return [];
  return ["", `More: ${topics.map((topic) => `tidemark help ${topic.name}`).join(", ")}`];
}

/** The text of `tidemark --help`. */
export function programHelp(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  return [
    "Tidemark keeps a git repository true to a MoneyWorks document.",
    "",
    "Usage: tidemark COMMAND [OPTIONS]",
    "",
    "Commands:",
    ...commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    "",
    "tidemark COMMAND --help shows a command's options with examples, tidemark help the topics of the manual.",
    "Exit codes: 0 fine, 1 failed, 2 usage or configuration, 3 differences found, 4 a person is needed,",
    "            5 another instance holds the data directory, 130 cancelled.",
    "",
  ].join("\n");
}

function optionTable(options: readonly OptionSpec[]): string {
  const heads = options.map(({ name, value }) => `--${name}${value === undefined ? "" : ` ${value}`}`);
  const width = Math.min(38, Math.max(...heads.map((head) => head.length)));
  return options.map(({ help }, at) => `  ${(heads[at] ?? "").padEnd(width)}  ${help}`).join("\n");
}
