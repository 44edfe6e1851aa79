import { describeSettings } from "../app/queries.ts";
import { textTable } from "../lib/text-table.ts";
import type { Command } from "./command.ts";
import { settingsFrom } from "./settings.ts";

export const configCommand: Command = {
  name: "config",
  summary: "Show the configuration in force and where each value came from",
  operands: "",
  arity: [0, 0],
  options: [],
  configured: true,
  examples: [
    { command: "tidemark config", what: "every option, its value and its origin; secrets are never shown" },
    { command: "TIDEMARK_CHUNK=500 tidemark config --json", what: "the same as JSON" },
  ],
  run: async ({ host, args, json }) => {
    const { file, rows } = describeSettings(host, settingsFrom(args));
    host.out(
      json
        ? `${JSON.stringify(rows)}\n`
        : `${textTable(
            ["option", "from", "value"],
            rows.map((row) => [row.key, row.origin, row.value]),
          )}\n${file === null ? "No configuration file was read." : `Read from ${file}.`}\n`,
    );
    return 0;
  },
};
