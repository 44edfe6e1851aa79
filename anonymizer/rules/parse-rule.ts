import { closest } from "../../src/lib/closest.ts";
import type { CodeDomain, Rule } from "../model/rule.ts";
import { ADDRESS_PARTS, CODE_DOMAINS, FAKE_KINDS, isOneOf, RULE_FORMS } from "./words.ts";

/** Why a rule's text is none: what was wrong, what would do, and the nearest of it. */
export interface Fault {
  readonly reason: string;
  readonly near: string | null;
}

/** One rule's text, words parted by blanks. Whether the table of `number TABLE` exists is not looked at here. */
export function parseRule(text: string): Rule | Fault {
  const [kind = "", ...words] = text.trim().split(/\s+/);
  switch (kind) {
    case "keep":
    case "drop":
    case "text":
    case "amount":
    case "price":
    case "date":
      return words.length === 0 ? { kind } : surplus(kind, words);
    case "code":
      return code(words);
    case "number":
      return number(words);
    case "fake":
      return fake(words);
    case "address":
      return address(words);
    default:
      return unknown(
        kind,
        "a rule begins with",
        RULE_FORMS.map((form) => form.split(" ")[0] ?? form),
      );
  }
}

export function isFault(parsed: Rule | Fault): parsed is Fault {
  return "reason" in parsed;
}

function code(words: readonly string[]): Rule | Fault {
  const [pair, ...more] = words;
  if (pair === undefined)
    return { reason: `code needs to know whose code it is: ${CODE_DOMAINS.join(", ")}`, near: null };
  if (more.length > 0) return surplus("code DOMAIN", more);
  const domains = pair.split("-");
  const stranger = domains.find((domain) => !isOneOf(domain, CODE_DOMAINS));
  if (stranger !== undefined) return unknown(stranger, "kinds of codes are", CODE_DOMAINS);
  if (domains.length > 2) return { reason: "a field holds one code, or two that a hyphen parts", near: null };
  return { kind: "code", domains: domains as CodeDomain[] };
}

function number(words: readonly string[]): Rule | Fault {
  const [table, ...more] = words;
  if (table === undefined) return { reason: "number needs the table whose records it counts", near: null };
  if (more.length > 0) return surplus("number TABLE", more);
  return { kind: "number", table: table as Extract<Rule, { kind: "number" }>["table"] };
}

function fake(words: readonly string[]): Rule | Fault {
  const [what, ...more] = words;
  if (more.length > 0) return surplus("fake KIND", more);
  return isOneOf(what, FAKE_KINDS) ? { kind: "fake", what } : unknown(what ?? "", "fake makes", FAKE_KINDS);
}

function address(words: readonly string[]): Rule | Fault {
  const [group = "", part, ...more] = words;
  if (!/^[a-z][a-z0-9]*$/.test(group)) {
    return { reason: "address needs a group, a word of small letters that its parts have in common", near: null };
  }
  if (more.length > 0) return surplus("address GROUP PART", more);
  return isOneOf(part, ADDRESS_PARTS)
    ? { kind: "address", group, part }
    : unknown(part ?? "", "parts of an address are", ADDRESS_PARTS);
}

function unknown(word: string, are: string, allowed: readonly string[]): Fault {
  const what = word === "" ? "a word is missing" : `'${word}' is unknown`;
  return { reason: `${what}; ${are} ${allowed.join(", ")}`, near: closest(word, allowed) };
}

function surplus(form: string, words: readonly string[]): Fault {
  return { reason: `'${words.join(" ")}' is too much after ${form}`, near: null };
}
