import { EXPORT_FORMATS, type ExportFormat, OUTPUT_KINDS } from "../app/anonymize/request.ts";
import { fail } from "../domain/errors/tidemark-error.ts";
import { anonymizeView, resultText } from "./anonymize-view.ts";
import type { Arguments } from "./arguments.ts";
import type { Command, Invocation } from "./command.ts";
import { settingsFrom } from "./settings.ts";
import { tableNames } from "./table-name.ts";

/** What stands in place of `--from` and `--to`. */
const ACTIONS: Readonly<Record<string, (invocation: Invocation) => Promise<number>>> = {
  audit,
  rules: printRules,
  hook: printHook,
};
/** Each thread takes some 50 MB. */
const MOST_JOBS = 64;
const NAMES = Object.keys(ACTIONS);

export const anonymizeCommand: Command = {
  name: "anonymize",
  summary: "Turn real data into test data of the same shape, with nobody's secrets in it",
  operands: `[${NAMES.join("|")}]`,
  arity: [0, 1],
  options: [
    {
      name: "from",
      value: "SOURCE",
      help: "a mirror (directory, @COMMIT behind it if not the newest), a data directory, staging.sqlite, exports (.xml), a URL, or moneyworks",
    },
    { name: "to", value: "DIRECTORY", help: "write here: a new or empty directory, which git ignores" },
    { name: "as", value: "FORM", help: "exports (default), canonical, or snapshot for tidemark simulate --data" },
    { name: "format", value: "FORMAT", help: "of exports: verbose (default) or terse" },
    { name: "secret-file", value: "FILE", help: "what all pseudonyms derive from; the same secret, the same output" },
    { name: "new-secret", help: "make that file first" },
    {
      name: "rules",
      value: "FILE",
      help: "what becomes of which field; default: what tidemark anonymize rules prints",
    },
    { name: "table", value: "TABLE", list: true, help: "only this table; may be repeated" },
    { name: "sample", value: "N", help: "about N transactions, with everything that they refer to" },
    { name: "scale", value: "K", help: "K times as much as there was, each copy with people of its own" },
    {
      name: "locale",
      value: "LOCALE",
      help: "where made-up people live: en_AU (default), en_CA, en_GB, en_NZ, en_US, en_ZA",
    },
    { name: "jobs", value: "N", help: "threads; default: one for each core" },
    { name: "resume", help: "go on with what an interrupted run left in DIRECTORY" },
    { name: "no-audit", help: "do not search the output for what must not be there" },
  ],
  configured: true,
  examples: [
    {
      command: "tidemark anonymize --from ./acme.git --to ./acme-test --secret-file ./acme.secret --new-secret",
      what: "XML exports of a mirror's newest commit, with a new secret",
    },
    {
      command:
        "tidemark anonymize --from /var/lib/tidemark/acme --to ./acme-test --as snapshot --secret-file ./acme.secret",
      what: "a company for tidemark simulate --data ./acme-test/snapshot.jsonl, read beside the running service",
    },
    {
      command:
        "tidemark anonymize --from exports/ --to ./small --sample 1000 --secret-file ./acme.secret --table name,transaction",
      what: "two tables, about a thousand transactions",
    },
    {
      command: "tidemark anonymize audit --from ./acme.git --to ./acme-test --secret-file ./acme.secret",
      what: "searches what an earlier run wrote for originals of its source",
    },
    { command: "tidemark anonymize rules", what: "the rules in force, for a file of your own: --rules" },
    { command: "tidemark anonymize hook", what: "a pre-commit hook for git that refuses test data" },
  ],
  run: async (invocation) => {
    const [word] = invocation.args.positionals;
    if (word === undefined) return await run(invocation);
    const action = ACTIONS[word];
    if (action !== undefined) return await action(invocation);
    throw fail("usage.bad-value", { option: "anonymize", value: word, expected: NAMES.join(", ") });
  },
};

/** A rules file to begin with. */
async function printRules({ host, json }: Invocation): Promise<number> {
  const { DEFAULT_RULES } = await import("../app/anonymize/rules-text.ts");
  host.out(json ? `${JSON.stringify({ type: "rules", text: DEFAULT_RULES })}\n` : DEFAULT_RULES);
  return 0;
}

/** A pre-commit hook that refuses what this command writes. */
async function printHook({ host, json }: Invocation): Promise<number> {
  const { PRE_COMMIT_HOOK } = await import("../app/anonymize/hook.ts");
  host.out(json ? `${JSON.stringify({ type: "hook", text: PRE_COMMIT_HOOK })}\n` : PRE_COMMIT_HOOK);
  return 0;
}

/** Searches an output for what must not be in it. */
async function audit({ host, args, json }: Invocation): Promise<number> {
  const request = {
    from: required(args, "from"),
    to: required(args, "to"),
    secretFile: required(args, "secret-file"),
    rulesFile: args.value("rules"),
    jobs: args.number("jobs", 0, MOST_JOBS),
  };
  const view = anonymizeView(host, json);
  const { auditDirectory } = await import("../app/anonymize/audit/audit-directory.ts");
  const order = { settings: settingsFrom(args), request };
  const { isClean, text, report } = await auditDirectory(host, order, view.watcher).finally(view.done);
  host.out(json ? `${JSON.stringify({ type: "audit", ...report })}\n` : text);
  return isClean ? 0 : 3;
}

async function run({ host, args, json }: Invocation): Promise<number> {
  const tables = args.list("table");
  const request = {
    from: required(args, "from"),
    to: required(args, "to"),
    as: choice(args, "as", OUTPUT_KINDS),
    format: formatOf(args),
    secretFile: required(args, "secret-file"),
    newSecret: args.has("new-secret"),
    rulesFile: args.value("rules"),
    tables: tables === undefined ? undefined : tableNames(tables.join(","), "--table"),
    sample: args.number("sample", 1) ?? null,
    scale: args.number("scale", 1) ?? 1,
    locale: args.value("locale") ?? "en_AU",
    jobs: args.number("jobs", 0, MOST_JOBS),
    resume: args.has("resume"),
    audit: !args.has("no-audit"),
  };
  const view = anonymizeView(host, json);
  const { anonymize } = await import("../app/anonymize/anonymize.ts");
  const result = await anonymize(host, { settings: settingsFrom(args), request }, view.watcher).finally(view.done);
  host.out(json ? `${JSON.stringify({ type: "summary", ...result })}\n` : resultText(request.to, result));
  return result.audit?.isClean === false ? 3 : 0;
}

function required(args: Arguments, name: string): string {
  const value = args.value(name);
  if (value !== undefined) return value;
  throw fail("anonymize.missing-option", { option: name });
}

/** Only exports have one. */
function formatOf(args: Arguments): ExportFormat {
  const as = args.value("as") ?? "exports";
  if (as !== "exports" && args.has("format")) throw fail("usage.one-of", { one: `as ${as}`, other: "format" });
  return choice(args, "format", EXPORT_FORMATS);
}

/** The first one is the default. */
function choice<T extends string>(args: Arguments, name: string, words: readonly [T, ...T[]]): T {
  const text = args.value(name);
  const found = text === undefined ? words[0] : words.find((word) => word === text);
  if (found === undefined)
    throw fail("usage.bad-value", { option: name, value: text ?? "", expected: words.join(", ") });
  return found;
}
