import { changeText } from "../api/text/change.ts";
import { type ChangeQuery, changesOf } from "../app/queries.ts";
import { fail } from "../domain/errors/tidemark-error.ts";
import type { Arguments } from "./arguments.ts";
import type { Command } from "./command.ts";
import { settingsFrom } from "./settings.ts";
import { tableName } from "./table-name.ts";
import { timeOption } from "./time-option.ts";

const DEFAULT_LIMIT = 100;

export const logCommand: Command = {
  name: "log",
  summary: "Show which fields of which records changed, when, by which run, in which commit",
  operands: "",
  arity: [0, 0],
  options: [
    { name: "table", value: "TABLE", help: "only this table" },
    { name: "key", value: "KEY", help: "only this record (with --table)" },
    { name: "field", value: "FIELD", help: "only this field: phone, detail, detail[2].gross" },
    { name: "run", value: "ID", help: "only this run" },
    { name: "since", value: "TIME", help: "from this time on: 2025-03-10, 2025-03-10T14:15:00Z, or 3h, 2d ago" },
    { name: "until", value: "TIME", help: "up to this time" },
    { name: "limit", value: "N", help: `at most so many, newest first (default ${DEFAULT_LIMIT})` },
    { name: "before", value: "ID", help: "older than this change: the next page" },
  ],
  configured: true,
  examples: [
    { command: "tidemark log --table name --key ROWAN", what: "the history of one record, field by field" },
    {
      command: "tidemark log --table transaction --field detail --since 2d",
      what: "changed lines of the last two days",
    },
  ],
  run: async ({ host, args, json, now }) => {
    const changes = changesOf(host, settingsFrom(args), queryFrom(args, now));
    for (const change of changes) {
      if (!host.out(json ? `${JSON.stringify(change)}\n` : changeText(change))) break;
    }
    if (!json && changes.length === 0) host.err("No changes match.\n");
    return 0;
  },
};

function queryFrom(args: Arguments, now: number): ChangeQuery {
  if (args.has("key") && !args.has("table")) {
    throw fail("usage.bad-value", {
      option: "key",
      value: args.value("key") ?? "",
      expected: "a record's key together with --table",
    });
  }
  const table = args.value("table");
  return {
    table: table === undefined ? undefined : tableName(table, "--table"),
    key: args.value("key"),
    field: args.value("field"),
    run: args.value("run"),
    since: timeOption(args, "since", now),
    until: timeOption(args, "until", now),
    limit: args.number("limit", 1) ?? DEFAULT_LIMIT,
    before: args.number("before", 1),
  };
}
