import { controlService, serviceLogs, serviceStates } from "../app/installation/control-service.ts";
import { installService } from "../app/installation/install-service.ts";
import { EVERY, uninstallService } from "../app/installation/uninstall-service.ts";
import { untilStopped } from "../app/stop-signal.ts";
import { fail } from "../domain/errors/tidemark-error.ts";
import type { Command, Invocation } from "./command.ts";
import { controlledText, installedText, purgeText, statesText, uninstalledText } from "./service-view.ts";

const ACTIONS = { install, uninstall, status, logs, start, stop, restart } as const;
const NAMES = Object.keys(ACTIONS) as readonly (keyof typeof ACTIONS)[];
const DEFAULT_LINES = 100;

export const serviceCommand: Command = {
  name: "service",
  summary: "Install, remove, start, stop and look at the service of this host that runs Tidemark",
  operands: NAMES.join("|"),
  arity: [1, 1],
  options: [
    {
      name: "instance",
      value: "NAME",
      help: "one document's service; default: the only one there is, or default for a new one",
    },
    { name: "user", help: "a service of this account alone, for which no administrator is needed" },
    { name: "all", help: "uninstall: every instance" },
    { name: "purge", help: "uninstall: remove configuration, data and log too; asks first" },
    { name: "yes", help: "with --purge: do it without asking" },
    { name: "lines", value: "N", help: `logs: the newest N lines (default ${DEFAULT_LINES})` },
    { name: "follow", help: "logs: go on with what comes, until stopped" },
  ],
  configured: false,
  examples: [
    {
      command: "sudo tidemark service install --instance acme",
      what: "account, directories, configuration to fill in, service; started once the configuration is filled in",
    },
    { command: "tidemark service status", what: "every installed service and how it is" },
    { command: "tidemark service logs --follow", what: "what it says, until Ctrl-C" },
    {
      command: "sudo tidemark service uninstall --instance acme --purge",
      what: "the service, its data and its configuration",
    },
  ],
  run: (invocation) => {
    const [word = ""] = invocation.args.positionals;
    const name = NAMES.find((known) => known === word);
    if (name === undefined)
      throw fail("usage.bad-value", { option: "service", value: word, expected: NAMES.join(", ") });
    return ACTIONS[name](invocation);
  },
};

async function install(invocation: Invocation): Promise<number> {
  const done = await installService(invocation.host, choice(invocation));
  print(invocation, done, installedText);
  return 0;
}

async function uninstall(invocation: Invocation): Promise<number> {
  const { host, args } = invocation;
  if (args.has("all") && args.has("instance")) throw fail("usage.one-of", { one: "all", other: "instance" });
  const done = await uninstallService(host, {
    ...choice(invocation),
    ...(args.has("all") ? { instance: EVERY } : {}),
    purge: args.has("purge"),
    confirm: async (proposal) => {
      if (args.has("yes")) return true;
      host.err(purgeText(proposal));
      return (await host.ask(`Type ${proposal.instance} to go on: `))?.trim() === proposal.instance;
    },
  });
  print(invocation, done, (all) => all.map(uninstalledText).join(""));
  return 0;
}

async function status(invocation: Invocation): Promise<number> {
  const states = await serviceStates(invocation.host, choice(invocation));
  print(invocation, states, statesText);
  return states.every(({ running }) => running) ? 0 : 1;
}

async function logs({ host, args, json, ...invocation }: Invocation): Promise<number> {
  const asked = choice({ host, args, json, ...invocation });
  await untilStopped(host, (signal) => {
    const reader = new AbortController();
    const onLine = (line: string) => {
      if (!host.out(`${line}\n`)) reader.abort();
    };
    const lines = args.number("lines", 0) ?? DEFAULT_LINES;
    const options = { lines, follow: args.has("follow"), onLine, signal: AbortSignal.any([signal, reader.signal]) };
    return serviceLogs(host, asked, options);
  });
  return 0;
}

function start(invocation: Invocation): Promise<number> {
  return control(invocation, "start");
}

function stop(invocation: Invocation): Promise<number> {
  return control(invocation, "stop");
}

function restart(invocation: Invocation): Promise<number> {
  return control(invocation, "restart");
}

async function control(invocation: Invocation, action: "start" | "stop" | "restart"): Promise<number> {
  print(invocation, await controlService(invocation.host, choice(invocation), action), controlledText);
  return 0;
}

function choice({ args }: Invocation) {
  return { scope: args.has("user") ? ("user" as const) : ("system" as const), instance: args.value("instance") };
}

function print<T>({ host, json }: Invocation, value: T, text: (value: T) => string): void {
  host.out(json ? `${JSON.stringify(value)}\n` : text(value));
}
