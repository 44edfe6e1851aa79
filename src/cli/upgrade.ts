import type { UpgradeCall } from "../app/upgrade/run-upgrade.ts";
import { fail } from "../domain/errors/tidemark-error.ts";
import type { Command, Invocation } from "./command.ts";
import { doneText, eventText } from "./upgrade-view.ts";

export const upgradeCommand: Command = {
  name: "upgrade",
  summary: "Exchange the installed program for another version, and go back by itself when that one is not good",
  operands: "[FILE|DIRECTORY|URL]",
  arity: [0, 1],
  options: [
    { name: "check", help: "verify it and say what would happen; nothing is changed" },
    { name: "force", help: "also when that version is installed already" },
    { name: "rollback", help: "go back to the former version, if nothing was committed since" },
    { name: "recover", help: "finish or take back an upgrade that was interrupted" },
    {
      name: "settle",
      help: "what the service manager asks before it starts a service: an interrupted upgrade's program goes back",
    },
    { name: "user", help: "the services of this account, not of the whole host" },
    {
      name: "data",
      value: "DIRECTORY",
      list: true,
      help: "data without a service that the new version has to get on with",
    },
    { name: "key", value: "FILE", help: "trust these public keys, too (ssh-ed25519 AAAA…, one a line)" },
    { name: "program", value: "FILE", help: "the installed program; default: this one" },
    { name: "wait", value: "SECONDS", help: "until a new version has to have opened its data; default 20" },
    {
      name: "try",
      value: "DIRECTORY",
      help: "migrate this copy of a data directory, to find out whether it can be done",
    },
  ],
  configured: false,
  examples: [
    {
      command: "sudo tidemark upgrade /media/usb/tidemark-0.2.0-linux-x64",
      what: "SHA256SUMS and its signature are beside it",
    },
    {
      command: "sudo tidemark upgrade https://releases.example/tidemark/0.2.0/",
      what: "the program for this host, from a web server",
    },
    { command: "tidemark upgrade ./release --check", what: "is it genuine, and would it work here?" },
    { command: "sudo tidemark upgrade --rollback", what: "back to the version before" },
  ],
  run: async (invocation) => {
    const { host, args, json } = invocation;
    const copy = args.value("try");
    if (copy !== undefined) {
      const { tryData } = await import("../app/upgrade/try-data.ts");
      const { schema, records } = tryData(copy);
      host.out(json ? `${JSON.stringify({ schema, records })}\n` : `schema ${schema}, ${records} records\n`);
      return 0;
    }
    const { runUpgrade } = await import("../app/upgrade/run-upgrade.ts");
    const done = await runUpgrade(host, callOf(invocation));
    // It is asked at each start of a service while an upgrade goes on, which is no news there.
    if (args.has("settle")) return 0;
    host.out(json ? `${JSON.stringify({ type: "summary", ...done })}\n` : doneText(done));
    return 0;
  },
};

/** @throws usage.bad-value unless one thing is asked for */
function callOf({ host, args, json }: Invocation): UpgradeCall {
  const [source = null] = args.positionals;
  const takeBack = args.has("rollback");
  const asked = [source !== null, takeBack, args.has("recover"), args.has("settle")].filter(Boolean).length;
  if (asked !== 1) {
    const usage = "tidemark upgrade FILE|DIRECTORY|URL, tidemark upgrade --rollback or tidemark upgrade --recover";
    throw fail("usage.arguments", { command: "upgrade", given: args.positionals.length, usage });
  }
  const seconds = args.number("wait", 1);
  return {
    ...{ source, takeBack, settle: args.has("settle") },
    force: args.has("force"),
    checkOnly: args.has("check"),
    isUser: args.has("user"),
    program: args.value("program"),
    keyFile: args.value("key"),
    directories: args.list("data") ?? [],
    limitMs: seconds === undefined ? undefined : seconds * 1000,
    tell: (event) => {
      if (json) host.out(`${JSON.stringify(event)}\n`);
      else host.err(`${eventText(event)}\n`);
    },
  };
}
