import { licencesText } from "../app/licences.ts";
import type { Command } from "./command.ts";

export const licencesCommand: Command = {
  name: "licences",
  summary: "Print the licences of the work of others in this program",
  operands: "",
  arity: [0, 0],
  options: [],
  configured: false,
  examples: [{ command: "tidemark licences", what: "the list of packages and libraries, then every text" }],
  run: async ({ host, json }) => {
    const text = licencesText();
    host.out(json ? `${JSON.stringify({ type: "licences", text })}\n` : text);
    return 0;
  },
};
