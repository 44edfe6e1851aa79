import { findPage, type ManualPage, pageNames, topicOfLink } from "../app/manual/find-page.ts";
import { TOPIC_GROUPS, TOPICS } from "../app/manual/topics.ts";
import { fail } from "../domain/errors/tidemark-error.ts";
import type { Host } from "../domain/ports/host.ts";
import { closest } from "../lib/closest.ts";
import { terminalMarkdown } from "../lib/terminal-markdown.ts";
import type { Command, Invocation } from "./command.ts";
import { commandHelp, fitted } from "./help.ts";
import { SETTING_OPTIONS } from "./settings.ts";

/** Lines of prose that are wider are hard to follow. */
const MOST_COLUMNS = 110;
/** So many names are suggested for one that there is not. */
const MOST_SUGGESTIONS = 5;

/** @param others every other command: what they are called is a topic too */
export function helpCommand(others: readonly Command[]): Command {
  const command: Command = {
    name: "help",
    summary: "Print a page of the manual, or what a command, an error code or an option is about",
    operands: "[TOPIC]",
    arity: [0, 4],
    options: [],
    configured: false,
    examples: [
      { command: "tidemark help", what: "the topics" },
      { command: "tidemark help troubleshooting", what: "a page of the manual; | less to leaf through it" },
      { command: "tidemark help remote.unauthorised", what: "an error code: why, and what to do" },
      { command: "tidemark help api.listen", what: "an option of the configuration" },
    ],
    run: async ({ host, args, json }: Invocation) => {
      const word = args.positionals.join("-").toLowerCase();
      if (word === "") return list(host, json);
      const { TEXTS } = await import("../app/manual/texts.ts");
      const page = commandPage([...others, command], word) ?? findPage(word, TEXTS);
      if (page === null) throw unknownTopic(word, [...others.map(({ name }) => name), ...pageNames()]);
      const { topic, title, markdown } = page;
      host.out(json ? `${JSON.stringify({ topic, title, markdown })}\n` : shown(host, page));
      return 0;
    },
  };
  return command;
}

function list(host: Host, json: boolean): number {
  host.out(
    json ? `${JSON.stringify(TOPICS.map(({ name, about }) => ({ topic: name, about })))}\n` : fitted(topicList(), host),
  );
  return 0;
}

function topicList(): string {
  const width = Math.max(...TOPICS.map(({ name }) => name.length));
  const groups = TOPIC_GROUPS.map(({ title, topics }) =>
    [`${title}:`, ...topics.map(({ name, about }) => `  ${name.padEnd(width)}  ${about}`), ""].join("\n"),
  );
  return [
    "The manual, from this program. tidemark help TOPIC prints a page.",
    "",
    ...groups,
    "tidemark help COMMAND is the command's --help; tidemark --help lists the commands.",
    "tidemark help CODE explains an error code, such as remote.unauthorised; tidemark help OPTION an option, such as poll.",
    "",
  ].join("\n");
}

interface CommandPage extends ManualPage {
  /** The text of `--help`, which is no Markdown. */
  readonly plain: string;
}

function commandPage(commands: readonly Command[], word: string): CommandPage | null {
  const command = commands.find(({ name }) => name === word);
  if (command === undefined) return null;
  const plain = commandHelp(command, SETTING_OPTIONS);
  const indented = plain.replace(/^(?=.)/gm, "    ");
  return { topic: word, title: command.summary, markdown: `# tidemark ${word}\n\n${indented}`, plain };
}

function shown(host: Host, page: ManualPage | CommandPage): string {
  if ("plain" in page) return fitted(page.plain, host);
  return terminalMarkdown(page.markdown, {
    columns: Math.min(host.columns(), MOST_COLUMNS),
    colours: host.outIsTerminal && (host.env.NO_COLOR ?? "") === "",
    linkText,
  });
}

/** Pages are opened by name; other files of the project are not here, and headings are found by reading on. */
function linkText(target: string): string | null {
  if (/^https?:/.test(target)) return target;
  const topic = topicOfLink(target);
  return topic === null ? null : `tidemark help ${topic}`;
}

function unknownTopic(word: string, names: readonly string[]): Error {
  const holding = names.filter((name) => name.includes(word)).slice(0, MOST_SUGGESTIONS);
  const near = closest(word, names);
  const suggested = holding.length > 0 ? holding : near === null ? [] : [near];
  const text = suggested.length === 0 ? "" : ` Did you mean ${suggested.map((name) => `'${name}'`).join(", ")}?`;
  return fail("usage.unknown-topic", { topic: word, near: text });
}
