import { recordAt } from "../app/queries.ts";
import { visible } from "../lib/text-table.ts";
import type { Command } from "./command.ts";
import { settingsFrom } from "./settings.ts";
import { tableName } from "./table-name.ts";
import { timeOption } from "./time-option.ts";

export const showCommand: Command = {
  name: "show",
  summary: "Print one record as canonical XML, as it is or as it was",
  operands: "TABLE KEY",
  arity: [2, 2],
  options: [
    {
      name: "at",
      value: "TIME",
      help: "as main held it at this time: 2025-03-10, 2025-03-10T14:15:00Z, or 3h, 2d ago",
    },
  ],
  configured: true,
  examples: [
    { command: "tidemark show name ROWAN", what: "the record as it is on main" },
    { command: "tidemark show transaction 1042 --at 2025-03-10", what: "the record as it was that day" },
  ],
  run: async ({ host, args, json, now }) => {
    const [name = "", key = ""] = args.positionals;
    const table = tableName(name, "TABLE");
    const shown = recordAt(host, settingsFrom(args), { table, key, at: timeOption(args, "at", now) ?? null });
    host.out(
      json
        ? `${JSON.stringify({ ...shown, xml: undefined })}\n`
        : host.outIsTerminal
          ? shownLines(shown.xml)
          : shown.xml,
    );
    return 0;
  },
};

/** For a terminal: what would move its cursor or turn its text around is written out. Elsewhere the bytes stay as they are. */
function shownLines(text: string): string {
  return text.split("\n").map(visible).join("\n");
}
