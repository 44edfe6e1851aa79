import { programInfo } from "../app/version.ts";
import type { Command } from "./command.ts";

export const versionCommand: Command = {
  name: "version",
  summary: "Print the version",
  operands: "",
  arity: [0, 0],
  options: [],
  configured: false,
  examples: [
    {
      command: "tidemark version --json",
      what: "version, commit, target, schema of the data and trusted release keys, for a program",
    },
  ],
  run: async ({ host, json }) => {
    const info = programInfo();
    host.out(json ? `${JSON.stringify(info)}\n` : `tidemark ${info.version} (${info.commit}, Bun ${info.bun})\n`);
    return 0;
  },
};
