import { type NotifyAttempt, notifyTest } from "../app/notify-test.ts";
import { describeSettings } from "../app/queries.ts";
import { textTable, visible } from "../lib/text-table.ts";
import type { Command, Invocation } from "./command.ts";
import { settingsFrom } from "./settings.ts";

export const notifyCommand: Command = {
  name: "notify",
  summary: "Show who is told when a person is needed, and try it",
  operands: "",
  arity: [0, 0],
  options: [{ name: "test", help: "send a test message each configured way, and ask for the heartbeat's address" }],
  configured: true,
  examples: [
    { command: "tidemark notify", what: "what is configured, without secrets" },
    { command: "tidemark notify --test", what: "does it arrive? (exit code 1: not everywhere)" },
  ],
  run: (invocation) => (invocation.args.has("test") ? tryAll(invocation) : showAll(invocation)),
};

async function tryAll({ host, args, json }: Invocation): Promise<number> {
  const isWell = await notifyTest(host, settingsFrom(args), (attempt) => {
    host.out(json ? `${JSON.stringify({ type: "attempt", ...attempt })}\n` : attemptText(attempt));
  });
  if (json) host.out(`${JSON.stringify({ type: "summary", ok: isWell })}\n`);
  return isWell ? 0 : 1;
}

function attemptText({ way, isTaken, says, next }: NotifyAttempt): string {
  const line = `${isTaken ? "ok  " : "fail"}  ${way.padEnd(9)}  ${visible(says)}\n`;
  return next === null ? line : `${line}${" ".repeat(17)}${visible(next)}\n`;
}

async function showAll({ host, args, json }: Invocation): Promise<number> {
  const rows = describeSettings(host, settingsFrom(args)).rows.filter(({ key }) => key.startsWith("notify."));
  if (json) host.out(`${JSON.stringify(rows)}\n`);
  else {
    const table = rows.map(({ key, value }) => [key, value === "" ? "-" : value]);
    host.out(`${textTable(["option", "value"], table)}\ntidemark notify --test tries it.\n`);
  }
  return 0;
}
