import { OPTION_KEYS } from "../../config/options.ts";
import { ERROR_CODES } from "../../domain/errors/registry.ts";
import type { ErrorSpec } from "../../domain/errors/spec.ts";
import { sectionsOf } from "./sections.ts";
import { TOPICS } from "./topics.ts";

/** What is shown of a topic, an error code or an option. */
export interface ManualPage {
  /** Under which name it is found. */
  readonly topic: string;
  readonly title: string;
  readonly markdown: string;
}

/** The text of each file of `docs/`: what texts.ts exports, and what takes a moment to import. */
type Texts = Readonly<Record<string, string>>;

/** The page that a word names: a topic (`admin-guide`, `admin-guide.md`), an error code or an option's key. null: none does. */
export function findPage(word: string, texts: Texts): ManualPage | null {
  const topic = topicPage(word, texts);
  if (topic !== null) return topic;
  // One word may be both: moneyworks.folder is an option, and the error of a folder that is wrong.
  const pages = [optionPage(word, texts), errorPage(word, texts)].filter((page) => page !== null);
  const [first] = pages;
  return first === undefined ? null : { ...first, markdown: pages.map(({ markdown }) => markdown).join("\n") };
}

/** Every word that names a page, once. */
export function pageNames(): readonly string[] {
  return [...new Set([...TOPICS.map(({ name }) => name), ...Object.keys(ERROR_CODES), ...OPTION_KEYS])];
}

/** What is called when a file of `docs/` leads to this target; null: it is not in the manual. */
export function topicOfLink(target: string): string | null {
  const file = target.split("#", 1)[0];
  return TOPICS.find((topic) => topic.file === file)?.name ?? null;
}

function topicPage(word: string, texts: Texts): ManualPage | null {
  const topic = TOPICS.find(({ name, file }) => name === word || file === word || file === `${word}.md`);
  if (topic === undefined) return null;
  const markdown = texts[topic.file] ?? "";
  const title = /^# +(.+)$/m.exec(markdown)?.[1]?.replaceAll("`", "") ?? topic.name;
  return { topic: topic.name, title, markdown };
}

function errorPage(code: string, texts: Texts): ManualPage | null {
  const [, spec] = Object.entries(ERROR_CODES).find(([known]) => known === code) ?? [];
  if (spec === undefined) return null;
  const markdown = [`# ${code}`, ...errorText(spec), ...symptomsOf(code, texts)].join("\n\n");
  return { topic: code, title: code, markdown: `${markdown}\n` };
}

function errorText({ message, hint, exit, retryable, scope }: ErrorSpec): string[] {
  const notes = [
    `Exit code ${exit}.`,
    retryable === true ? "It is tried again by itself." : "",
    scope === "table" ? "It concerns one table; the run goes on with the others." : "",
  ].filter((note) => note !== "");
  return [
    `**What happened.** ${literal(message)}`,
    `**What to do.** ${literal(hint)}`,
    `${notes.join(" ")} Names in braces are filled in when it happens.`,
  ];
}

/** Text as it is, where Markdown would take signs of it for its own. */
function literal(text: string): string {
  return text.replace(/[\\`*_[\]<>]/g, "\\$&");
}

/** What the troubleshooting guide says about a code. */
function symptomsOf(code: string, texts: Texts): readonly string[] {
  const guide = texts["troubleshooting.md"] ?? "";
  return sectionsOf(guide, 3).flatMap(({ markdown }) => (markdown.includes(`\`${code}\``) ? [markdown.trimEnd()] : []));
}

function optionPage(key: string, texts: Texts): ManualPage | null {
  const section = sectionsOf(texts["configuration.md"] ?? "", 2).find(({ title }) => title === key);
  if (section === undefined || !OPTION_KEYS.some((known) => known === key)) return null;
  return { topic: key, title: key, markdown: section.markdown };
}
