import { type AdoptResult, adopt, type Proposal } from "../app/adopt.ts";
import type { Host } from "../domain/ports/host.ts";
import { proposalText } from "./adopt-view.ts";
import type { Command } from "./command.ts";
import { settingsFrom } from "./settings.ts";

export const adoptCommand: Command = {
  name: "adopt",
  summary: "Go on knowingly after a halt: main was moved, or the document is another",
  operands: "",
  arity: [0, 0],
  options: [
    { name: "ours", help: "put main back to our commit; theirs is kept on a branch set-aside/…" },
    { name: "yes", help: "do it without asking" },
  ],
  configured: true,
  examples: [
    { command: "tidemark adopt", what: "show what happened, take it over once confirmed" },
    { command: "tidemark adopt --ours", what: "put main back instead" },
  ],
  run: async ({ host, args, json }) => {
    const side = args.has("ours") ? "ours" : "theirs";
    const confirm = async (proposal: Proposal): Promise<boolean> => {
      host.out(json ? `${JSON.stringify({ type: "proposal", ...proposal })}\n` : proposalText(proposal));
      return args.has("yes") || (await isTyped(host, proposal.word));
    };
    const result = await adopt(host, settingsFrom(args), { side, confirm });
    host.out(
      json ? `${JSON.stringify({ type: "summary", adopted: result !== null, ...result })}\n` : resultText(result),
    );
    return 0;
  },
};

async function isTyped(host: Host, word: string): Promise<boolean> {
  const answer = await host.ask(`Type ${word} to go on: `);
  return answer?.trim().toLowerCase() === word;
}

function resultText(result: AdoptResult): string {
  if (result === null) return "Nothing to adopt: main is where Tidemark left it.\n";
  const { commit, asides, pushed } = result;
  const lines = [
    commit === null ? null : `main is ${commit}${pushed ? ", pushed" : ""}`,
    ...asides.map((ref) => `theirs is kept on ${ref.slice("refs/heads/".length)}`),
    "Done. The next sync goes on from here.",
  ];
  return `${lines.filter((line) => line !== null).join("\n")}\n`;
}
