import type { SettingsInput } from "../app/settings.ts";
import { configFlags } from "../config/describe.ts";
import { fail } from "../domain/errors/tidemark-error.ts";
import type { Arguments } from "./arguments.ts";
import type { OptionSpec } from "./command.ts";

/** The options of the configuration as command-line options. */
export const SETTING_OPTIONS: readonly OptionSpec[] = [
  {
    name: "config",
    value: "FILE",
    help: "read this file instead of ./tidemark.toml or the one of the only instance installed",
  },
  { name: "instance", value: "NAME", help: "read the configuration of this installed instance" },
  ...configFlags(),
];

/** What a command line says about the configuration. */
export function settingsFrom(args: Arguments): SettingsInput {
  const flags = Object.fromEntries(configFlags().map(({ name }) => [name, args.value(name)]));
  if (args.has("config") && args.has("instance")) throw fail("usage.one-of", { one: "config", other: "instance" });
  return { flags, configFile: args.value("config"), instance: args.value("instance") };
}
