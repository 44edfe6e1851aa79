import { type MadeToken, makeToken } from "../app/make-token.ts";
import { tokensType } from "../config/token-type.ts";
import { fail } from "../domain/errors/tidemark-error.ts";
import type { Arguments } from "./arguments.ts";
import type { Command } from "./command.ts";
import { settingsFrom } from "./settings.ts";

const SCOPES = ["read", "sync", "write"] as const;

export const tokenCommand: Command = {
  name: "token",
  summary: "Make a token for the API, and what the configuration keeps of it",
  operands: "NAME",
  arity: [1, 1],
  options: [
    {
      name: "scope",
      value: "SCOPE",
      help: "what it may do: read (default), sync (also start and stop runs), write (also adopt and allow deletions)",
    },
  ],
  configured: true,
  examples: [
    { command: "tidemark token prometheus", what: "a token that may read, shown once" },
    { command: "tidemark token forge --scope sync", what: "one for a git service's webhook" },
  ],
  run: async ({ host, args, json }) => {
    const [name = ""] = args.positionals;
    const made = makeToken(host, settingsFrom(args), { name, scope: scopeFrom(args) });
    const line = tokensType.format(made.tokens);
    host.out(json ? `${JSON.stringify({ ...made, tokens: line.split(",") })}\n` : madeText(made, line));
    return 0;
  },
};

function scopeFrom(args: Arguments): (typeof SCOPES)[number] {
  const text = args.value("scope") ?? "read";
  const scope = SCOPES.find((known) => known === text);
  if (scope !== undefined) return scope;
  throw fail("usage.bad-value", { option: "scope", value: text, expected: SCOPES.join(", ") });
}

function madeText({ token }: MadeToken, line: string): string {
  const list = line.split(",").map((each) => `"${each}"`);
  return [
    token,
    "",
    "It is shown this once. In tidemark.toml, and then start the service anew:",
    "",
    "    [api]",
    `    tokens = [${list.join(", ")}]`,
    "",
  ].join("\n");
}
