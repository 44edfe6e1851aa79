import type { InitResult } from "../app/init/init.ts";
import { installService } from "../app/installation/install-service.ts";
import { fail } from "../domain/errors/tidemark-error.ts";
import { parseArguments } from "./arguments.ts";
import { COMMON_OPTIONS, type Command, type Invocation } from "./command.ts";
import { findingText } from "./doctor-view.ts";
import { estimateText, nextText, placeText, writtenText } from "./init-view.ts";
import { reportError } from "./report-error.ts";
import { installedText } from "./service-view.ts";
import { SETTING_OPTIONS, settingsFrom } from "./settings.ts";
import { syncCommand } from "./sync.ts";

const THEN = ["service", "sync", "nothing"] as const;
type Then = (typeof THEN)[number];

export const initCommand: Command = {
  name: "init",
  summary: "Ask for what a mirror needs, try each answer at once, and write the configuration",
  operands: "",
  arity: [0, 0],
  options: [
    { name: "yes", help: "ask nothing: everything is given by flags, files and the environment" },
    { name: "overwrite", help: "change a configuration that is there already; what is not given stays in it" },
    {
      name: "then",
      value: "service|sync|nothing",
      help: "what follows: install and start the service, read once, or nothing",
    },
  ],
  configured: true,
  examples: [
    { command: "tidemark init", what: "asks for MoneyWorks, the repository and the token; secrets are not shown" },
    {
      command: "sudo tidemark init --instance acme --then service",
      what: "for the whole host: writes /etc/tidemark/acme.toml, then installs and starts its service",
    },
    {
      command:
        "tidemark init --yes --moneyworks-url-file url.txt --remote-url https://git.example/acme.git#main --remote-token-file token.txt",
      what: "without a terminal; what is missing is named, exit code 2",
    },
  ],
  run: async (invocation) => {
    const then = thenOf(invocation.args.value("then"));
    const result = await ask(invocation, then);
    if (!invocation.json) invocation.host.out(`${estimateText(result.estimate)}${writtenText(result.place)}`);
    return await goOn(invocation, result, then ?? (await askThen(invocation, result)));
  },
};

function thenOf(text: string | undefined): Then | null {
  if (text === undefined) return null;
  const then = THEN.find((known) => known === text);
  if (then === undefined) throw fail("usage.bad-value", { option: "then", value: text, expected: THEN.join(", ") });
  return then;
}

async function ask({ host, args, json }: Invocation, then: Then | null): Promise<InitResult> {
  const { init } = await import("../app/init/init.ts");
  const line = (value: object) => void host.out(`${JSON.stringify(value)}\n`);
  return await init(host, settingsFrom(args), {
    instance: args.value("instance"),
    yes: args.has("yes"),
    overwrite: args.has("overwrite"),
    onPlace: (place) => {
      if (then === "service" && place.instance === null)
        throw fail("usage.bad-value", { option: "then", value: then, expected: "sync or nothing with --config" });
      if (!json) host.out(placeText(place));
    },
    onFinding: (finding) => (json ? line({ type: "check", ...finding }) : void host.out(findingText(finding))),
    onFault: (error) => reportError(host, error),
  });
}

async function askThen({ host, args }: Invocation, { place }: InitResult): Promise<Then> {
  if (args.has("yes")) return "nothing";
  const service = place.instance === null ? "" : "service (install and start it; it reads by itself), ";
  const usual = place.instance === null ? "sync" : "service";
  for (;;) {
    const text = await host.ask(`And now: ${service}sync (read once), nothing? [${usual}] `);
    if (text === null) return "nothing";
    const word = text.trim().toLowerCase() || usual;
    const then = THEN.find((known) => known === word);
    if (then !== undefined && !(then === "service" && service === "")) return then;
  }
}

async function goOn(invocation: Invocation, { place, estimate }: InitResult, then: Then): Promise<number> {
  const { host, json } = invocation;
  const { config: file, instance, scope } = place;
  host.out(
    json
      ? `${JSON.stringify({ type: "summary", file, instance, scope, next: then, ...estimate })}\n`
      : nextText(place, then),
  );
  if (then === "sync") return await sync(invocation, file);
  if (then === "nothing") return 0;
  if (instance === null) return 0;
  const installed = await installService(host, { scope, instance });
  host.out(json ? `${JSON.stringify({ type: "service", ...installed })}\n` : installedText(installed));
  return 0;
}

/** As if it had been typed: what init was given stands in the file now. */
function sync({ host, json, now }: Invocation, file: string): Promise<number> {
  const specs = [...syncCommand.options, ...COMMON_OPTIONS, ...SETTING_OPTIONS];
  return syncCommand.run({ host, json, now, args: parseArguments(["--config", file], specs) });
}
